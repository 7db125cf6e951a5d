// The inventory: which devices a machine has, as data. In: nothing. Out: types of a snapshot that the compiler matches
// configs against, that `busbar devices --save` writes and that CI reads back. Plain JSON, without time or host name.
// Invariants: ids are unique within a back end; channels count from 1; lists of numbers rise.

/** Raise when an old reader could misread a new inventory, or the other way round. */
export const INVENTORY_FORMAT_VERSION = 1;

/** Back ends that have devices to find; `file` and `virtual` devices are what a config says. */
export const hardwareBackends = ['alsa', 'jack', 'coreaudio'] as const;
export type HardwareBackend = (typeof hardwareBackends)[number];

export interface Inventory {
  readonly formatVersion: number;
  /** What was asked. A back end that is not here was not asked: nothing is known of its devices. */
  readonly backends: readonly BackendFacts[];
  readonly devices: readonly DeviceFacts[];
}

export interface BackendFacts {
  readonly backend: HardwareBackend;
  /** Why it could not be asked (no library, no server); null: it answered. */
  readonly absent: string | null;
}

/** A device that the system has. */
export interface DeviceFacts {
  readonly backend: HardwareBackend;
  /** Stable: stays while cards are plugged in another order. */
  readonly id: string;
  readonly name: string;
  readonly card: string | null;
  /** Index that `hw:N` would use: changes with the order of plugging. */
  readonly index: number | null;
  /** Vendor and product, `1235:821d`. */
  readonly usb: string | null;
  readonly serial: string | null;
  /** USB or PCI port. */
  readonly port: string | null;
  /** How it is attached: `usb`, `bluetooth`, `virtual`; left out: not known. */
  readonly transport?: string;
  readonly inputs: DirectionFacts | null;
  readonly outputs: DirectionFacts | null;
  /** Devices of equal clock share one; null: not known. */
  readonly clock: string | null;
  readonly sharing: 'exclusive' | 'mixed';
  /** What it converts behind the caller’s back. */
  readonly converts: readonly ('rate' | 'format' | 'channels')[];
  /** Whether a control of the device moves its clock, which `drift: steer` takes; null: not known. */
  readonly pitch: boolean | null;
  readonly isDefault: readonly ('input' | 'output')[];
  /** Who holds it, where it could not be asked. */
  readonly busy: string | null;
}

/** Lists and ranges that are empty or `[0, 0]` are not known: of a busy device nothing but its name may be. */
export interface DirectionFacts {
  readonly channels: readonly [min: number, max: number];
  /** Names of channels in order, where the device has any. */
  readonly names: readonly string[];
  readonly rates: readonly number[];
  /** As configs name them: `s16`, `s24_3`. */
  readonly formats: readonly string[];
  readonly periods: readonly [min: number, max: number];
  /** Frames, as reported; null: not known before it is opened. */
  readonly latency: number | null;
}
