// What `busbar diff` has found, as programs read it. In: two studios, compared. Out: plain data; README.md beside this is
// its page. Invariants: fields are added and never renamed; figures are rounded to what they are good for.

import type { LatencyChange } from '../../compiler/diff/latencies.ts';
import type { StudioDiff } from '../../compiler/diff/studios.ts';
import type { ChangeKind } from '../../compiler/diff.ts';
import { changeText } from '../session/change-text.ts';
import type { RunChange } from '../session/events.ts';
import type { ResponseChange, Responses } from './responses.ts';

export interface DiffReport {
  readonly a: string;
  readonly b: string;
  readonly differs: boolean;
  /** What a save of `b` over `a` would do while it plays. */
  readonly kind: ChangeKind;
  readonly tier: 0 | 1 | 2 | 3;
  readonly changes: readonly RunChange[];
  /** Devices by name. */
  readonly reopen: readonly string[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly latencies: readonly LatencyChange[];
  readonly responses: {
    readonly compared: boolean;
    /** Why not; empty where they were. */
    readonly why: string;
    readonly paths: readonly ResponseChange[];
  };
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

export function diffReport(a: string, b: string, diff: StudioDiff, responses: Responses): DiffReport {
  const { kind, tier, changes, reopen, opened, closed, latencies } = diff;
  const paths = responses.compared ? responses.paths : [];
  return {
    a,
    b,
    differs: changes.length > 0 || latencies.length > 0 || paths.length > 0,
    kind,
    tier,
    changes: changes.map(changeText),
    reopen,
    opened,
    closed,
    latencies: latencies.map((l) => ({ ...l, before: roundedMs(l.before), after: roundedMs(l.after) })),
    responses: {
      compared: responses.compared,
      why: responses.compared ? '' : responses.why,
      paths: paths.map(({ deviationDb, atHz, ...path }) => ({
        ...path,
        deviationDb: deviationDb === null ? null : rounded(deviationDb, 2),
        atHz: atHz === null ? null : Number(atHz.toPrecision(3)),
      })),
    },
  };
}

const roundedMs = (latency: LatencyChange['before']): LatencyChange['before'] =>
  latency && { ...latency, ms: rounded(latency.ms, 3) };
