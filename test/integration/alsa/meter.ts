// A second meter of latency: cards that say when their clocks began, hear two tones, and keep what they play. In: how each
// card's clock runs. Out: an aggregate of them, played by `busbar run`; then, for any path and time, how many frames lay
// between what was heard there and what was played here. What busbar says of itself is not asked.
// Invariant: a time is a frame of a card by the card's own record alone.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDevice } from '../../devices/alsa/rig.ts';
import { phaseAt, turned } from '../../simulation/tone.ts';
import { sine, sum } from '../../support/signals.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export const RATE = 48_000;

export interface CardKeys {
  readonly ppm: number;
  /** Channels that it plays. */
  readonly outputs: number;
  /** Frames between two wake-ups of the program. */
  readonly sleep?: number;
}

/** Two frequencies of each card, without a common period below a second: no whole turns hide behind a phase. */
const tonesOf = (nth: number): readonly number[] => [200 + 37 * nth, 533 + 37 * nth];

interface Measured {
  readonly seconds: number;
  readonly spread: number;
}

/** Longer than any run, on a machine however busy. */
const TONE_SECONDS = 100;

export class Cards {
  readonly folder = temporaryFolder();
  readonly configuration = join(this.folder, 'asoundrc');
  private readonly keys: Readonly<Record<string, CardKeys>>;
  private readonly names: readonly string[];

  constructor(keys: Readonly<Record<string, CardKeys>>) {
    this.keys = keys;
    this.names = Object.keys(keys);
    const cards = this.names.map((name, nth) => {
      mkdirSync(this.file(name, 'control'));
      const tones = sum(...tonesOf(nth).map((hz) => sine(TONE_SECONDS * RATE, hz, RATE, 0.2)));
      writeFileSync(
        this.file(name, 'heard'),
        Int32Array.from(tones, (x) => Math.round(x * 2 ** 31)),
      );
      const { ppm, sleep } = keys[name]!;
      const files = { control: 'control', read: 'heard', write: 'played', stamps: 'stamps' };
      const lines = [
        'type busbar_test\n clock real\n format S32_LE',
        `ppm ${ppm}`,
        ...(sleep === undefined ? [] : [`sleep ${sleep}`]),
        ...Object.entries(files).map(([key, what]) => `${key} ${JSON.stringify(this.file(name, what))}`),
      ];
      return `pcm.${name} {\n ${lines.join('\n ')}\n}`;
    });
    const type = `pcm_type.busbar_test { lib ${JSON.stringify(buildDevice())} }`;
    writeFileSync(this.configuration, `${type}\n${cards.join('\n')}\n`);
  }

  get env(): NodeJS.ProcessEnv {
    return { ALSA_CONFIG_PATH: this.configuration, XDG_RUNTIME_DIR: this.folder };
  }

  private file = (name: string, what: string): string => join(this.folder, `${name}.${what}`);

  /** When frame 0 of a card would have been heard and played, as its clock runs since it was set last, and how many pass in a second. */
  private clockOf(name: string): { readonly begin: number; readonly hz: number } {
    const stamps = readFileSync(this.file(name, 'stamps'), 'utf8').trim().split('\n');
    if (stamps.length > 1) console.log(`${name} was held up by the machine: ${stamps.length} starts`);
    const [seconds, frame] = stamps.at(-1)!.split(' ').map(Number) as [number, number];
    const hz = RATE * (1 + this.keys[name]!.ppm * 1e-6);
    return { begin: seconds - frame / hz, hz };
  }

  /** What a card has played so far, in seconds. */
  seconds(name: string): number {
    return readFileSync(this.file(name, 'played')).length / 4 / this.keys[name]!.outputs / RATE;
  }

  /** The same of a channel, by its samples. */
  private played(name: string, channel: number): Float64Array {
    const bytes = readFileSync(this.file(name, 'played'));
    const { outputs } = this.keys[name]!;
    return Float64Array.from(
      { length: Math.floor(bytes.length / 4 / outputs) },
      (_, i) => bytes.readInt32LE(4 * (i * outputs + channel)) / 2 ** 31,
    );
  }

  /** From what a card heard to what a channel of another played, in the second around `at` of the latter: the mean, and how far both tones part. */
  latency(from: string, [to, channel]: readonly [string, number], at: number, about: number): Measured {
    const played = this.played(to, channel);
    const [source, sink] = [this.clockOf(from), this.clockOf(to)];
    const first = Math.round((at - 0.5) * RATE);
    const each = tonesOf(this.names.indexOf(from)).map((nominal) => {
      const hz = (nominal * source.hz) / RATE;
      // Of the first frame of the window, as the tone stood when it was heard.
      const heard = phaseAt(played, (2 * Math.PI * hz) / sink.hz, first, RATE);
      const wanted = 2 * Math.PI * hz * (sink.begin + first / sink.hz - source.begin - about);
      return about + turned(wanted - heard) / (2 * Math.PI * hz);
    });
    const seconds = each.reduce((a, b) => a + b) / each.length;
    return { seconds, spread: Math.max(...each) - Math.min(...each) };
  }
}
