import { crossoverKinds } from '../filter-kinds.ts';
import type { Refinement } from '../node.ts';
import { defineNode } from '../node.ts';
import { choice, names, numbers } from '../param.ts';
import type { Ports } from '../port.ts';
import { any } from '../port.ts';

const defaultBands: readonly (readonly string[])[] = [[], [], ['low', 'high'], ['low', 'mid', 'high']];

/** The outputs by name, lowest first. Where names are missing (`refine` says so), numbers stand in. */
function bandNames(at: readonly number[] | null, bands: readonly string[] | null): readonly string[] {
  const count = (at?.length ?? 0) + 1;
  const said = bands ?? defaultBands[count] ?? [];
  return Array.from({ length: count }, (_, i) => said[i] ?? `band${i + 1}`);
}

function checkBands(at: readonly number[], bands: readonly string[] | null): Refinement[] {
  const count = at.length + 1;
  if (bands === null)
    return count <= 3
      ? []
      : [
          {
            param: 'at',
            message: `${count} bands have no usual names`,
            help: `Name them, lowest first: \`bands: [${bandNames(at, null).join(', ')}]\`.`,
          },
        ];
  const complaints: Refinement[] = [];
  if (bands.length !== count)
    complaints.push({
      param: 'bands',
      message: `${at.length} ${at.length === 1 ? 'frequency makes' : 'frequencies make'} ${count} bands, but ${bands.length} ${bands.length === 1 ? 'is' : 'are'} named`,
      help: 'One name more than frequencies, lowest band first.',
    });
  for (const [i, name] of bands.entries())
    if (bands.indexOf(name) !== i || name === 'in' || name === 'out')
      complaints.push({
        param: 'bands',
        message: bands.indexOf(name) === i ? `\`${name}\` cannot name a band` : `two bands are called \`${name}\``,
        help: 'Give each band a name of its own; `in` and `out` are reserved.',
      });
  return complaints;
}

export const crossover = defineNode({
  type: 'crossover',
  summary: 'Splits into 2 to 5 bands that sum flat: an all-pass, polarity and phase seen to.',
  inputs: { in: any('n') },
  outputs: ({ at, bands }): Ports => Object.fromEntries(bandNames(at, bands).map((name) => [name, any('n')])),
  params: {
    at: numbers('Crossover frequencies, ascending.', 'frequency', {
      min: 0.1,
      max: 384000,
      minLength: 1,
      maxLength: 4,
      required: true,
      main: true,
    }),
    kind: choice('Family (Butterworth, Linkwitz-Riley) and order of each slope.', crossoverKinds, { default: 'LR4' }),
    bands: names('Names of the outputs, lowest first; low and high, or low, mid and high, when left out.'),
  },
  inPlace: false,
  refine: ({ at, bands }) => {
    const corners = at ?? [];
    const complaints = checkBands(corners, bands);
    if (corners.some((hz, i) => hz <= (corners[i - 1] ?? 0)))
      complaints.push({
        param: 'at',
        message: 'crossover frequencies must ascend',
        help: `Write them as [${[...new Set(corners)].sort((a, b) => a - b).join(', ')}].`,
      });
    return complaints;
  },
  example: { at: ['80 Hz', '2.5 kHz'], kind: 'LR4' },
});
