// Which file belongs to which device. In: positionals, --in, --out, and the plan's devices with their `read` and
// `write` keys. Out: files by device. Invariant: the command line wins over the config; a name that is no device, or
// a device twice, is a UsageError that lists what there is.

import { dirname, join, resolve } from 'node:path';
import { suggest } from '../../compiler/diagnostics/suggest.ts';
import type { DeviceId, Plan } from '../../schema/plan.ts';
import type { NamedFile } from '../render-inputs.ts';
import { isWavName } from '../render-inputs.ts';
import { UsageError } from './arguments.ts';

type Pair = readonly [input: string, output: string];

const isConfigName = (word: string) => word === '-' || /\.(ya?ml|[cm]?[jt]s)$/i.test(word);

/** `[CONFIG] [IN OUT]`: of two names that are both no config, the pair. Throws UsageError. */
export function splitPositionals(words: readonly string[]): { config: string | undefined; pair: Pair | undefined } {
  const [a, b, c] = words;
  if (a !== undefined && b !== undefined && c !== undefined) return { config: a, pair: [b, c] };
  if (a !== undefined && b !== undefined && !isConfigName(a)) return { config: undefined, pair: [a, b] };
  if (b !== undefined || (a !== undefined && isWavName(a))) {
    throw new UsageError(
      `${b ?? a} alone does not say what is read and what is written.`,
      'Write busbar render CONFIG IN.wav OUT.wav, or name the devices: --in DEVICE=IN.wav --out DEVICE=OUT.wav.',
    );
  }
  return { config: a, pair: undefined };
}

export interface FileChoice {
  readonly entry: string;
  readonly cwd: string;
  readonly pair: Pair | undefined;
  readonly in: readonly string[];
  readonly out: readonly string[];
}

export interface ChosenFiles {
  readonly inputs: ReadonlyMap<DeviceId, NamedFile>;
  readonly outputs: ReadonlyMap<DeviceId, NamedFile>;
}

/** Throws UsageError. */
export function chooseFiles(plan: Plan, choice: FileChoice): ChosenFiles {
  return { inputs: choose(plan, choice, 'in'), outputs: choose(plan, choice, 'out') };
}

function choose(plan: Plan, choice: FileChoice, direction: 'in' | 'out'): ReadonlyMap<DeviceId, NamedFile> {
  const onCommandLine = (shown: string): NamedFile => ({ shown, path: resolve(choice.cwd, shown) });
  const able = plan.devices.flatMap((d, id) => ((direction === 'in' ? d.inputs : d.outputs) > 0 ? [{ ...d, id }] : []));
  const files = new Map<DeviceId, NamedFile>();
  for (const device of able) {
    const path = direction === 'in' ? device.read : device.write;
    if (path !== null) files.set(device.id, onCommandLine(join(dirname(choice.entry), path)));
  }
  const named = new Set<DeviceId>();
  const put = (id: DeviceId, shown: string) => {
    if (named.has(id)) throw new UsageError(`--${direction} names ${plan.devices[id]?.name} twice.`);
    named.add(id);
    files.set(id, onCommandLine(shown));
  };

  if (choice.pair) {
    const [only] = able;
    if (able.length !== 1 || !only)
      throw notOne(
        direction,
        able.map((d) => d.name),
      );
    put(only.id, choice.pair[direction === 'in' ? 0 : 1]);
  }
  for (const word of choice[direction]) {
    const at = word.indexOf('=');
    if (at <= 0 || at === word.length - 1) {
      throw new UsageError(`--${direction} ${word} names no device.`, `Write --${direction} DEVICE=FILE.wav.`);
    }
    const name = word.slice(0, at);
    const device = able.find((d) => d.name === name);
    if (!device)
      throw noDevice(
        direction,
        name,
        able.map((d) => d.name),
        plan,
      );
    put(device.id, word.slice(at + 1));
  }
  return files;
}

const sideOf = { in: 'input', out: 'output' } as const;

function notOne(direction: 'in' | 'out', names: readonly string[]): UsageError {
  const there = names.length === 0 ? 'none' : `${names.length} (${names.join(', ')})`;
  return new UsageError(
    `IN.wav and OUT.wav alone need exactly one ${sideOf[direction]} device; the config has ${there}.`,
    `Name them: ${names.map((n) => `--${direction} ${n}=FILE.wav`).join(' ') || '--out DEVICE=FILE.wav --for 10s'}.`,
  );
}

function noDevice(direction: 'in' | 'out', name: string, able: readonly string[], plan: Plan): UsageError {
  const other = plan.devices.some((d) => d.name === name);
  const meant = suggest(name, able);
  const there = able.length === 0 ? `The config has no ${sideOf[direction]} devices.` : `There is: ${able.join(', ')}.`;
  return new UsageError(
    other ? `Device ${name} has no ${sideOf[direction]}s.` : `The config has no device ${name}.`,
    meant ? `Did you mean --${direction} ${meant}=…?` : there,
  );
}
