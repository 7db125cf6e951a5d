// The engine and what stands beside it at the top. In: the document's fields. Out: rate, quantum, budget; name; version.

import { engineTable, LANGUAGE_VERSION } from '../../../schema/config.ts';
import type { EngineConfig } from '../../ir/config.ts';
import { isMap } from '../../ir/document.ts';
import { numberSpec, readFrames, readNumber } from './values.ts';
import type { Field, Walk } from './walk.ts';

/** Values that cannot be used are replaced by their defaults, so that the rest can be checked. */
export function readEngine(walk: Walk, field: Field | undefined): EngineConfig {
  const keys = (field && walk.keys(field, '`engine`', engineTable)) ?? new Map<string, Field>();
  const [rate, quantum, budget] = ['rate', 'quantum', 'latency_budget'].map((k) => keys.get(k));
  const rateSpec = numberSpec(engineTable, 'rate');
  const rateHz = (rate && readNumber(walk, rate, 'frequency', rateSpec, 48_000)) ?? rateSpec.default ?? 48_000;
  return {
    rateHz,
    quantum: (quantum && readFrames(walk, quantum, engineTable, 'quantum')) ?? 64,
    latencyBudgetMs:
      (budget && readNumber(walk, budget, 'time', numberSpec(engineTable, 'latency_budget'), rateHz)) ?? null,
    at: field?.at ?? '',
  };
}

/** `busbar: 1`. Without it version 1 is assumed, with a warning that says where it goes. */
export function checkVersion(walk: Walk, root: Field, field: Field | undefined): void {
  if (field === undefined) {
    const top = { source: root.place.source, start: 0, end: 0 };
    // With the key there and no value, a second key would be one too many.
    const empty = isMap(root.value) && Object.hasOwn(root.value, 'busbar');
    const line = [
      {
        title: `write \`busbar: ${LANGUAGE_VERSION}\``,
        span: { ...top, start: root.place.start, end: root.place.start },
        text: `busbar: ${LANGUAGE_VERSION}\n`,
      },
    ];
    walk.say('config/version-missing', top, { known: LANGUAGE_VERSION }, { edits: empty ? [] : line });
    return;
  }
  if (field.value === LANGUAGE_VERSION || walk.written(field) === String(LANGUAGE_VERSION)) return;
  walk.fail('config/version', field, { found: walk.written(field), known: LANGUAGE_VERSION });
}
