// Step types under other names. In: a word that is no step type. Out: the type that was meant.

import { type NodeDescriptor, nodeType, nodeTypes } from '../../../schema/index.ts';
import { suggest } from '../../diagnostics/suggest.ts';

/** Words of consoles and of other tools. */
const words = new Map([
  ['bell', 'peaking'],
  ['comp', 'compressor'],
  ['convolution', 'fir'],
  ['convolver', 'fir'],
  ['eq', 'peaking'],
  ['fader', 'gain'],
  ['hicut', 'lowpass'],
  ['highcut', 'lowpass'],
  ['hpf', 'highpass'],
  ['hp', 'highpass'],
  ['invert', 'polarity'],
  ['ir', 'fir'],
  ['locut', 'highpass'],
  ['lowcut', 'highpass'],
  ['lpf', 'lowpass'],
  ['lp', 'lowpass'],
  ['panner', 'pan'],
  ['peq', 'peaking'],
  ['phase', 'polarity'],
  ['swap', 'exchange'],
  ['trim', 'gain'],
  ['volume', 'gain'],
  ['xover', 'crossover'],
]);

export function meantStep(written: string): NodeDescriptor | undefined {
  const word = words.get(written.toLowerCase().replace(/[-_ ]/g, ''));
  return nodeType(
    word ??
      suggest(
        written,
        nodeTypes.map((d) => d.type),
      ) ??
      '',
  );
}
