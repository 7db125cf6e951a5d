// The validated config: canonical units, defaults filled in, steps typed by their descriptors, names not yet resolved.
// In: a document. Out: what resolve reads. Invariant: maps of the user are lists sorted by name; `at` is where each stands.

import type { DeviceFacts } from '../../schema/inventory.ts';
import type { NodeDescriptor } from '../../schema/node.ts';
import type { Dimension, ParamValue } from '../../schema/param.ts';
import type { SimulatedClock } from '../../schema/plan.ts';
import type { Removed } from './document.ts';
import type { JsonPointer } from './source.ts';
import type { Target } from './target.ts';

export interface Config {
  readonly name: string;
  readonly engine: EngineConfig;
  readonly devices: readonly DeviceConfig[];
  readonly aggregates: readonly AggregateConfig[];
  readonly nodes: readonly NodeConfig[];
  readonly controls: readonly ControlConfig[];
  /** Names whose definition was refused: later passes must not complain about them again. */
  readonly broken: ReadonlySet<string>;
  /**
   * What could be read of the nodes that were refused: what they name is looked up for its mistakes, and they are no part of
   * the graph. Empty where something was removed, for which of their sources went with it is not worked out.
   */
  readonly refused: readonly NodeConfig[];
  /** What `null` took out: what names it goes too. */
  readonly removed: readonly Removed[];
  /** What match found, by device in order of name, those that were pruned too; empty without an inventory. */
  readonly matched: readonly MatchedDevice[];
}

/** One selector of `match`, keys sorted. */
export type Selector = Readonly<Record<string, string | boolean>>;

/** What became of a device of the config on the machine of the inventory. */
export interface MatchedDevice {
  /** In the config. */
  readonly name: string;
  /**
   * `found`: `facts` are its. `missing`: not there, and its `missing` says what to do. `pruned`: not there, and the plan
   * does without it. `stand-in`: it wants the default device of a machine that has none. `unknown`: nothing is known, since
   * its back end has no hardware or was not asked.
   */
  readonly state: 'found' | 'missing' | 'pruned' | 'stand-in' | 'unknown';
  /** What to open; null: nothing, or whatever the back end takes for its default. */
  readonly id: string | null;
  readonly facts: DeviceFacts | null;
}

export interface EngineConfig {
  readonly rateHz: number;
  readonly quantum: number;
  readonly latencyBudgetMs: number | null;
  readonly at: JsonPointer;
}

export interface PortConfig {
  readonly name: string;
  /** Hardware channels, from 1. */
  readonly channels: readonly number[];
  readonly at: JsonPointer;
}

/** A simulated clock; seed null: none was written. */
export type ClockConfig = Omit<SimulatedClock, 'seed'> & { readonly seed: number | null };

export interface DeviceConfig {
  readonly name: string;
  readonly at: JsonPointer;
  /** `default` (the platform's own), alsa, coreaudio, jack, file, virtual. */
  readonly backend: string;
  /** Selectors in priority order, keys sorted, as plain data; null: none was written. */
  readonly match: readonly Selector[] | null;
  /** Where each selector stands. */
  readonly matchAt: readonly JsonPointer[];
  /** The device of the inventory that it is, filled in by match; null: not there, or nothing is known. */
  readonly found: DeviceFacts | null;
  readonly inputs: readonly PortConfig[];
  readonly outputs: readonly PortConfig[];
  readonly rateHz: number | null;
  readonly format: string;
  readonly period: number | null;
  readonly periods: number;
  readonly missing: string;
  readonly exclusive: boolean;
  readonly dither: boolean;
  /** Ports that leave together. */
  readonly align: readonly { readonly port: string; readonly at: JsonPointer }[];
  /** dBFS by output port name. */
  readonly ceiling: ReadonlyMap<string, number>;
  /** Correction of the device's reported latency. */
  readonly latencyMs: number | null;
  readonly read: string | null;
  readonly write: string | null;
  readonly clock: ClockConfig | null;
  /** Patterns of JACK ports by port name. */
  readonly connect: ReadonlyMap<string, string>;
}

export type Drift = 'resample' | 'steer' | 'locked';

export interface AggregateConfig {
  readonly name: string;
  readonly at: JsonPointer;
  readonly clock: { readonly device: string; readonly at: JsonPointer };
  readonly members: readonly { readonly device: string; readonly at: JsonPointer }[];
  readonly drift: ReadonlyMap<string, { readonly drift: Drift; readonly at: JsonPointer }>;
  readonly headroomMs: number;
  readonly native: boolean;
  readonly publish: boolean;
}

/** An address as written, with where it stands. */
export interface AddressConfig {
  readonly text: string;
  readonly at: JsonPointer;
  /** True: the address is a key of a map (`mix`), so its span is the key's. */
  readonly isKey: boolean;
}

export interface MixEntryConfig {
  readonly source: AddressConfig;
  readonly gainDb: number;
  /** -100..100; null: not panned. */
  readonly panPercent: number | null;
  readonly mute: boolean;
  readonly at: JsonPointer;
}

export interface NodeConfig {
  readonly name: string;
  readonly at: JsonPointer;
  readonly channels: number | null;
  readonly input:
    | { readonly kind: 'from'; readonly sources: readonly AddressConfig[] }
    | { readonly kind: 'mix'; readonly entries: readonly MixEntryConfig[] }
    | { readonly kind: 'none' };
  readonly steps: readonly StepConfig[];
  readonly to: readonly AddressConfig[];
}

/** A name for a live param. */
export interface ControlConfig {
  readonly name: string;
  readonly at: JsonPointer;
  readonly target: Target;
  readonly targetAt: JsonPointer;
  /** Of a number, in its canonical unit; that of the param where none was written. null: a switch. */
  readonly range: { readonly min: number; readonly max: number; readonly dimension: Dimension } | null;
  /** Of a switch: on is off. */
  readonly invert: boolean;
  /** `toggle` or `momentary`. */
  readonly mode: string;
}

export interface StepConfig {
  readonly id: string;
  /** True: the user wrote `id:`. */
  readonly named: boolean;
  readonly descriptor: NodeDescriptor;
  /** Where the one-key map stands, and where its params do. */
  readonly at: JsonPointer;
  readonly paramsAt: JsonPointer;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Side-chains by input port name. */
  readonly keys: Readonly<Record<string, AddressConfig>>;
  /** Channels from 1 that the step is limited to; null: all. */
  readonly channels: readonly number[] | null;
  /** null: not written, so the step has no bypass switch. */
  readonly bypass: boolean | null;
}
