import { defineNode } from '../node.ts';
import { ratio } from '../param.ts';
import { any } from '../port.ts';
import { sectionPeakDb } from '../section-peak.ts';

const coefficient = (summary: string, value: number) =>
  ratio(summary, { min: -1e6, max: 1e6, default: value, live: true });

/** Poles inside the unit circle: E. I. Jury, "Theory and Application of the z-Transform Method" (1964), ch. 3. */
const isStable = (a1: number, a2: number) => 1 - a2 > 0 && 1 + a1 + a2 > 0 && 1 - a1 + a2 > 0;

export const biquad = defineNode({
  type: 'biquad',
  summary: 'One second-order filter from its coefficients, which belong to one sample rate.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    b0: coefficient('Factor of the input.', 1),
    b1: coefficient('Factor of the input one frame ago.', 0),
    b2: coefficient('Factor of the input two frames ago.', 0),
    a1: coefficient('The output one frame ago times this is subtracted (a0 is 1).', 0),
    a2: coefficient('The output two frames ago times this is subtracted.', 0),
  },
  inPlace: true,
  filter: true,
  // s = (1 - z^-1) / (1 + z^-1)
  peak: ({ b0, b1, b2, a1, a2 }, inDbfs) =>
    inDbfs + sectionPeakDb([b0 - b1 + b2, 2 * (b0 - b2), b0 + b1 + b2], [1 - a1 + a2, 2 * (1 - a2), 1 + a1 + a2]),
  refine: ({ a1, a2 }) =>
    isStable(a1, a2)
      ? []
      : [
          {
            param: Math.abs(a2) >= 1 ? 'a2' : 'a1',
            message: `unstable: with a1 = ${a1} and a2 = ${a2} a pole lies on or outside the unit circle`,
            help: 'Stable filters have |a2| < 1 and |a1| < 1 + a2. Check the signs: the output is b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2.',
          },
        ],
  alias: { camilladsp: 'Biquad.Free' },
  example: { b0: 0.25, b1: 0.5, b2: 0.25, a1: -0.2, a2: 0.2 },
});
