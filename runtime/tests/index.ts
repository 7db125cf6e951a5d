// What tests in TypeScript import from `busbar/test`. In: a config, what is played into it. Out: a function per assertion of
// `*.test.yaml`, with the same keys and units, that gives what was expected and measured. One mechanism: the options are
// a file of tests like any other, and mistakes in them are its diagnostics.

import { renderText } from '../../compiler/diagnostics/render/text.ts';
import type { SourceHost } from '../../compiler/ir/source.ts';
import { compileTests } from '../../compiler/tests.ts';
import type { Json, Written } from '../../schema/written.ts';
import { EngineError } from '../engine-error.ts';
import { loadAddon } from '../native.ts';
import { createFileHost } from '../source-host.ts';
import type { Finding } from './outcome.ts';
import { runTests } from './run-tests.ts';

export type { Finding } from './outcome.ts';

type Gain = Written<'gain'>;
type Level = Written<'level'>;
type Frequency = Written<'frequency'>;
type Time = Written<'time'>;
type Addresses = string | readonly string[];

export type Stimulus =
  | { readonly sine: Frequency | { readonly freq: Frequency; readonly level?: Level } }
  | { readonly sweep: Level | { readonly from?: Frequency; readonly to?: Frequency; readonly level?: Level } }
  | { readonly noise: Level | { readonly level?: Level; readonly colour?: 'white' | 'pink'; readonly seed?: number } }
  | { readonly impulse: Level | { readonly level?: Level; readonly at?: Time } }
  | { readonly silence: null }
  | { readonly wav: string };

type Settings = Readonly<Record<string, string | number | boolean | null>>;

export interface StudioOptions {
  /** Path of the config, relative to `cwd`. */
  readonly config: string;
  /** Default: the working directory. */
  readonly cwd?: string;
  readonly machine?: string;
  /** Values of the config that are others, by path, as `--set` names them. */
  readonly set?: Settings;
  /** What is played, by device input. */
  readonly play?: Readonly<Record<string, Stimulus>>;
  readonly for?: Time;
  readonly settle?: Time;
}

/** A studio and what is played into it; nothing runs until something is measured. */
export interface Studio {
  measure(assertion: Json): Promise<Finding>;
}

/** Offline, with no sound card. Throws where the config or the options have errors, with all of them in words. */
export function renderStudio({ config, cwd = process.cwd(), machine, set, ...test }: StudioOptions): Studio {
  return {
    measure: async (assertion) => {
      const file = { busbar: 1, config, machine, tests: { studio: { ...test, set, expect: [assertion] } } };
      const entry = 'studio.test.yaml';
      const host = withFile(
        createFileHost({ cwd, programs: { print: () => {} } }),
        entry,
        JSON.stringify(file, null, 2),
      );
      const { tests, diagnostics, sources, config: tested } = await compileTests({ entry, host, config: undefined });
      if (tests === undefined) {
        const ofConfig = tested === undefined ? '' : renderText(tested.result.diagnostics, tested.result.sources);
        throw new Error([renderText(diagnostics, sources), ofConfig].filter((t) => t !== '').join('\n\n'));
      }
      const loaded = loadAddon();
      if (!loaded.ok) throw new EngineError('engine', loaded.message, loaded.help);
      const [result] = await runTests({ addon: loaded.addon, signal: new AbortController().signal }, tests);
      return result!.assertions[0]!.finding;
    },
  };
}

const withFile = (host: SourceHost, path: string, text: string): SourceHost => ({
  ...host,
  read: (asked, limit) =>
    asked === path ? Promise.resolve({ ok: true, bytes: new TextEncoder().encode(text) }) : host.read(asked, limit),
});

/** Keys of an assertion, as `*.test.yaml` has them: the reference of tests says what each means. */
interface At {
  readonly at: Addresses;
}
interface Ends {
  readonly from: Addresses;
  readonly to: Addresses;
}
interface Swept extends Ends {
  readonly level?: Level;
}

const assertion =
  <Keys extends object>(type: string) =>
  (studio: Studio, keys: Keys): Promise<Finding> =>
    studio.measure({ [type]: keys as Json });

export const level = assertion<At & { readonly is: Level; readonly within?: Gain; readonly freq?: Frequency }>('level');
export const silence = assertion<At & { readonly below?: Level }>('silence');
export const truePeak = assertion<At & { readonly below: Level }>('true_peak');
export const noiseFloor = assertion<At & { readonly below: Level }>('noise_floor');
export const thdN = assertion<At & { readonly below: Gain }>('thd_n');
export const clicks = assertion<
  At & ({ readonly reload: string } | { readonly set: Settings } | { readonly unplug: string })
>('clicks');
export const xruns = assertion<{ readonly device: string; readonly most?: number }>('xruns');
export const drift = assertion<{ readonly device: string; readonly is: number; readonly within?: number }>('drift');
export const response = assertion<
  Swept & { readonly mask: Readonly<Record<string, readonly [least: Gain, most: Gain]>> }
>('response');
export const polarity = assertion<Swept & { readonly is?: 'normal' | 'inverted' }>('polarity');
export const delay = assertion<Swept & { readonly is: Time; readonly within?: Time }>('delay');
export const latency = assertion<Ends & { readonly is?: Time; readonly most?: Time }>('latency');
export const isolation = assertion<{
  readonly routes: Readonly<Record<string, Addresses>>;
  readonly below?: Gain;
  readonly level?: Level;
}>('isolation');
