// An inventory from JSON. In: any value, as a file held it. Out: the inventory, or what is wrong with it and where.
// Invariants: what comes out has every field and the right types; unknown fields are left out, as later versions add some.

import { sampleFormats } from './device.ts';
import {
  type DeviceFacts,
  type DirectionFacts,
  hardwareBackends,
  INVENTORY_FORMAT_VERSION,
  type Inventory,
} from './inventory.ts';

/** An inventory, or the mistake in words: `devices[2].inputs.rates is no list of numbers`. */
export type ReadInventory =
  | { readonly ok: true; readonly inventory: Inventory }
  | { readonly ok: false; readonly problem: string };

class Wrong extends Error {}

type Fields = Readonly<Record<string, unknown>>;
type Read<T> = (value: unknown, at: string) => T;

const wrong = (at: string, what: string): never => {
  throw new Wrong(`${at === '' ? 'it' : at} is ${what}`);
};

const text: Read<string> = (v, at) => (typeof v === 'string' ? v : wrong(at, 'no text'));
const number: Read<number> = (v, at) => (typeof v === 'number' && Number.isFinite(v) ? v : wrong(at, 'no number'));
const boolean: Read<boolean> = (v, at) => (typeof v === 'boolean' ? v : wrong(at, 'neither true nor false'));
const fields: Read<Fields> = (v, at) =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Fields) : wrong(at, 'no map');
const items: Read<readonly unknown[]> = (v, at) => (Array.isArray(v) ? v : wrong(at, 'no list'));

const optional =
  <T>(read: Read<T>): Read<T | null> =>
  (v, at) =>
    v === null ? null : read(v, at);
const list =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (v, at) =>
    items(v, at).map((item, i) => read(item, `${at}[${i}]`));
const oneOf =
  <const T extends string>(choices: readonly T[]): Read<T> =>
  (v, at) =>
    choices.find((c) => c === v) ?? wrong(at, `none of ${choices.join(', ')}`);

const range: Read<readonly [number, number]> = (v, at) => {
  const [min, max, ...more] = list(number)(v, at);
  return min !== undefined && max !== undefined && more.length === 0 && min <= max ? [min, max] : wrong(at, 'no range');
};

const direction: Read<DirectionFacts> = (v, at) => {
  const f = fields(v, at);
  return {
    channels: range(f.channels, `${at}.channels`),
    names: list(text)(f.names, `${at}.names`),
    rates: list(number)(f.rates, `${at}.rates`),
    formats: list(oneOf(sampleFormats))(f.formats, `${at}.formats`),
    periods: range(f.periods, `${at}.periods`),
    latency: optional(number)(f.latency, `${at}.latency`),
  };
};

const device: Read<DeviceFacts> = (v, at) => {
  const f = fields(v, at);
  return {
    backend: oneOf(hardwareBackends)(f.backend, `${at}.backend`),
    id: text(f.id, `${at}.id`),
    name: text(f.name, `${at}.name`),
    card: optional(text)(f.card, `${at}.card`),
    index: optional(number)(f.index, `${at}.index`),
    usb: optional(text)(f.usb, `${at}.usb`),
    serial: optional(text)(f.serial, `${at}.serial`),
    port: optional(text)(f.port, `${at}.port`),
    ...(f.transport === undefined ? {} : { transport: text(f.transport, `${at}.transport`) }),
    inputs: optional(direction)(f.inputs, `${at}.inputs`),
    outputs: optional(direction)(f.outputs, `${at}.outputs`),
    clock: optional(text)(f.clock, `${at}.clock`),
    sharing: oneOf(['exclusive', 'mixed'])(f.sharing, `${at}.sharing`),
    converts: list(oneOf(['rate', 'format', 'channels']))(f.converts, `${at}.converts`),
    // Files of earlier versions do not have it.
    pitch: optional(boolean)(f.pitch ?? null, `${at}.pitch`),
    isDefault: list(oneOf(['input', 'output']))(f.isDefault, `${at}.isDefault`),
    busy: optional(text)(f.busy, `${at}.busy`),
  };
};

export function readInventory(value: unknown): ReadInventory {
  try {
    const f = fields(value, '');
    const formatVersion = number(f.formatVersion, 'formatVersion');
    if (formatVersion !== INVENTORY_FORMAT_VERSION)
      return {
        ok: false,
        problem: `it has format version ${formatVersion}, this busbar reads ${INVENTORY_FORMAT_VERSION}`,
      };
    const backends = list((v, at) => {
      const b = fields(v, at);
      return {
        backend: oneOf(hardwareBackends)(b.backend, `${at}.backend`),
        absent: optional(text)(b.absent, `${at}.absent`),
      };
    })(f.backends, 'backends');
    const devices = list(device)(f.devices, 'devices');
    const ids = devices.map((d) => `${d.backend} ${d.id}`);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) return { ok: false, problem: `it has ${twice} twice` };
    return { ok: true, inventory: { formatVersion, backends, devices } };
  } catch (e) {
    if (e instanceof Wrong) return { ok: false, problem: e.message };
    throw e;
  }
}
