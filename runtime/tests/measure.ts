// One assertion. In: it, its test, the takes of its plan. Out: what was found. Invariant: every type of assertion has its
// measure here, or this does not compile.

import type { Assertion, TestCase } from '../../compiler/tests/types.ts';
import { measureClicks } from './measure-clicks.ts';
import { measureIsolation } from './measure-isolation.ts';
import { measureLatency } from './measure-latency.ts';
import { measureSwept } from './measure-probe.ts';
import { measureBelow, measureDistortion, measureDrift, measureLevel, measureXruns } from './measure-take.ts';
import type { Finding } from './outcome.ts';
import type { Player } from './play.ts';
import type { Takes } from './takes.ts';

export async function measure(a: Assertion, test: TestCase, takes: Takes, player: Player): Promise<Finding> {
  const { plan, settleMs } = test;
  const take = () => takes.ofTest(test.play, test.forMs / 1000);
  const probe: Takes['probe'] = (sources, seconds) => takes.probe(sources, seconds);
  switch (a.type) {
    case 'level':
      return measureLevel(a, await take(), settleMs);
    case 'silence':
    case 'true_peak':
    case 'noise_floor':
      return measureBelow(a, await take(), settleMs);
    case 'thd_n':
      return measureDistortion(a, await take(), settleMs);
    case 'xruns':
      return measureXruns(a, await take());
    case 'drift':
      return measureDrift(a, await take());
    case 'clicks':
      return measureClicks(a, test, player);
    case 'response':
    case 'polarity':
    case 'delay':
      return measureSwept(a, plan, probe);
    case 'latency':
      return measureLatency(a, plan, await takes.lowered(), probe);
    case 'isolation':
      return measureIsolation(a, test, probe);
  }
}
