// Files that step types read, made to measure. In: a param's file format. Out: path -> contents for the memory host.
// Invariant: nothing here knows a step type; the format of the param (schema/param.ts) decides.

import type { FileParam } from '../../schema/param.ts';
import { random } from './random.ts';

/** One tap per line, decaying noise, the first one far from zero: text that any rate accepts. */
export function firText(taps: number, seed = 1): string {
  const next = random(seed);
  const lines = Array.from({ length: taps }, (_, i) =>
    i === 0 ? '0.8' : ((2 * next() - 1) * 0.05 * Math.exp((-5 * i) / taps)).toPrecision(17),
  );
  return `# impulse response\n${lines.join('\n')}\n`;
}

const parametricText = `Preamp: -6.4 dB
Filter 1: ON PK Fc 105 Hz Gain -4.1 dB Q 0.71
Filter 2: ON LSC Fc 68 Hz Gain 5.5 dB Q 0.70
Filter 3: OFF PK Fc 400 Hz Gain 6.0 dB Q 1.00
Filter 4: ON HSC Fc 9500 Hz Gain -2.2 dB Q 0.70
Filter 5: ON PK Fc 3120 Hz Gain 3.0 dB Q 2.41
`;

/** Contents that a param of this format accepts, as text. */
export const fileText = (format: FileParam['format'], size = 9000): string =>
  format === 'fir' ? firText(size) : parametricText;
