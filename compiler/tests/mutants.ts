// Mutants of a studio, for `busbar test --mutate`: small mistakes, one at a time, each of which some assertion should
// notice. In: the graph of a plan as it was lowered. Out: mutants in a fixed order, each with how to make it and what it
// touches. Invariant: the list depends on the graph and on nothing else.

import type { OpGraph } from '../ir/ops.ts';
import { added, type GraphChange, rotated, through } from './mutants/change-graph.ts';
import { type Site, sitesOf } from './mutants/sites.ts';
import { driven, undrivenOf } from './mutants/undriven.ts';
import { Upstream } from './mutants/upstream.ts';
import type { Assertion, Channel, TestPlan } from './types.ts';

export interface Mutant {
  /** `1 dB less at interface.voice`. */
  readonly name: string;
  readonly rewrite: (graph: OpGraph) => OpGraph;
  /** Changes of the config cut over instead of fading. */
  readonly isCutOver: boolean;
  readonly touches: (assertion: Assertion) => boolean;
  /** Types of assertion that are made for just this: they are tried against it first. */
  readonly suits: readonly Assertion['type'][];
}

interface Kind {
  readonly name: string;
  readonly change: GraphChange;
  readonly suits: Mutant['suits'];
  /** For what it takes to be there: channels to swap. */
  readonly fits?: (site: Site) => boolean;
}

const several = ({ channels }: Site) => new Set(channels.map((c) => c.signal)).size > 1;

const NOISE_DBFS = -20;

/** The small ones first; the others are for assertions that ask for little: a bound, silence. */
const kinds: readonly Kind[] = [
  { name: '1 dB less', change: through('gain', { gain: -1, max: 40 }), suits: ['level', 'response'] },
  { name: 'polarity flipped', change: through('polarity', { invert: true }), suits: ['polarity'] },
  {
    name: 'one frame later',
    change: (graph, site) => through('delay', frames(1, graph))(graph, site),
    suits: ['delay', 'latency'],
  },
  { name: 'channels swapped', change: rotated, fits: several, suits: [] },
  { name: 'muted', change: through('mute', { muted: true }), suits: ['isolation'] },
  {
    name: `noise of ${NOISE_DBFS} dBFS added`,
    change: added('noise', { colour: 'white', level: NOISE_DBFS }),
    suits: ['silence', 'noise_floor', 'thd_n', 'true_peak'],
  },
  { name: '20 dB more', change: through('gain', { gain: 20, max: 40 }), suits: ['true_peak'] },
  { name: '100 ms later', change: through('delay', { time: 100, subframe: false }), suits: [] },
];

const frames = (n: number, { rateHz }: OpGraph) => ({ time: (1000 * n) / rateHz, subframe: false });

/** `taps`: what devices listen to that tests put in. */
export function mutantsOf(graph: OpGraph, taps: TestPlan['taps']): readonly Mutant[] {
  const heard = new Map<Assertion, Upstream>();
  const upstream = (assertion: Assertion): Upstream => {
    const known = heard.get(assertion) ?? new Upstream(graph, listens(assertion, graph));
    heard.set(assertion, known);
    return known;
  };
  const sites = sitesOf(graph);
  return [
    {
      name: 'a cut instead of a fade',
      rewrite: (g) => g,
      isCutOver: true,
      touches: (a) => a.type === 'clicks',
      suits: ['clicks'],
    },
    ...clockMutants(graph),
    ...undrivenMutants(graph),
    ...kinds.flatMap(({ name, change, suits, fits = () => true }) =>
      sites.filter(fits).map((site) => ({
        name: `${name} at ${placeOf(site, taps)}`,
        rewrite: (g: OpGraph) => change(g, site),
        isCutOver: false,
        touches: (a: Assertion) => upstream(a).has(site),
        suits,
      })),
    ),
  ];
}

const placeOf = ({ kind, name }: Site, taps: TestPlan['taps']): string =>
  kind === 'output' ? (taps.get(name.split('.')[0] ?? '') ?? name) : name;

/** Channels whose sound an assertion judges. */
function listens(assertion: Assertion, graph: OpGraph): readonly Channel[] {
  if ('at' in assertion) return assertion.at;
  if ('to' in assertion) return assertion.to;
  if (assertion.type !== 'isolation') return [];
  return graph.devices.flatMap(({ name, outputs }) =>
    Array.from({ length: outputs }, (_, channel) => ({ device: name, channel, name })),
  );
}

/** For what is asked of outputs that nothing drives. */
const undrivenMutants = (graph: OpGraph): readonly Mutant[] =>
  undrivenOf(graph).map((undriven) => {
    const { name } = graph.devices[undriven.device]!;
    return {
      name: `noise of ${NOISE_DBFS} dBFS at outputs of ${name} that nothing drives`,
      rewrite: (g) => driven(g, undriven, NOISE_DBFS),
      isCutOver: false,
      touches: (a) => listens(a, graph).some((c) => c.device === name && undriven.channels.includes(c.channel)),
      suits: ['silence'],
    };
  });

/** For what is asked of simulated clocks. */
function clockMutants(graph: OpGraph): readonly Mutant[] {
  return graph.devices.flatMap((device, id) => {
    const { clock } = device;
    if (clock === null) return [];
    const changed = (name: string, other: typeof clock): Mutant => ({
      name: `${name} at ${device.name}`,
      rewrite: (g) => ({ ...g, devices: g.devices.map((d, i) => (i === id ? { ...d, clock: other } : d)) }),
      isCutOver: false,
      touches: (a) => 'device' in a && a.device === device.name,
      suits: ['drift', 'xruns'],
    });
    return [
      changed('500 ppm more', { ...clock, ppm: clock.ppm + 500 }),
      changed('a stall of half a second', { ...clock, stalls: [{ atMs: 200, forMs: 500 }] }),
    ];
  });
}
