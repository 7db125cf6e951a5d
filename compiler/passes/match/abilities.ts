// Whether the matched device can do what the config asks for: rate, sample format, period. In: a device and its facts.
// Out: an error at the word that asks. Invariant: what the inventory does not know is not judged.

import type { DeviceFacts, DirectionFacts } from '../../../schema/inventory.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Config, DeviceConfig } from '../../ir/config.ts';
import { type JsonPointer, pointer, type Span } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { deviceText } from './words.ts';

export function checkAbilities(
  device: DeviceConfig,
  facts: DeviceFacts,
  { engine }: Config,
  context: PassContext,
): readonly Diagnostic[] {
  const used = [
    ...(device.inputs.length > 0 && facts.inputs ? [facts.inputs] : []),
    ...(device.outputs.length > 0 && facts.outputs ? [facts.outputs] : []),
  ];
  const found: Diagnostic[] = [];
  const args = { device: device.name, is: deviceText(facts) };

  const rates = shared(used.map((d) => d.rates));
  const rateHz = device.rateHz ?? engine.rateHz;
  if (rates !== undefined && !rates.includes(rateHz) && !facts.converts.includes('rate')) {
    const places = [pointer(device.at, 'rate'), pointer(engine.at, 'rate')];
    const own = context.span(device.at, 'key');
    const said = written(places, context);
    const span = said ?? own;
    const related = device.rateHz === null && said ? [{ span: own, label: 'the device that cannot' }] : [];
    found.push(diagnose('device/rate', span, { ...args, rateHz, rates }, { related }));
  }

  const formats = shared(used.map((d) => d.formats));
  if (device.format !== 'auto' && formats !== undefined && !formats.includes(device.format)) {
    if (!facts.converts.includes('format')) {
      const { format } = device;
      const [only, ...more] = formats;
      const span = context.span(pointer(device.at, 'format'));
      const edits = only !== undefined && more.length === 0 ? [{ title: `write \`${only}\``, span, text: only }] : [];
      found.push(diagnose('device/format', span, { ...args, format, formats }, { edits }));
    }
  }

  const periods = periodsOf(used);
  if (device.period !== null && periods !== undefined) {
    const [min, max] = periods;
    if (device.period < min || device.period > max) {
      const span = context.span(pointer(device.at, 'period'));
      const nearest = device.period < min ? min : max;
      const edits = [{ title: `write \`${nearest} frames\``, span, text: `${nearest} frames` }];
      found.push(diagnose('device/period', span, { ...args, period: device.period, min, max }, { edits }));
    }
  }
  return found;
}

/** What all lists have in common; undefined where none of them is known. */
function shared<T>(lists: readonly (readonly T[])[]): readonly T[] | undefined {
  const known = lists.filter((l) => l.length > 0);
  const [first, ...rest] = known;
  return first?.filter((x) => rest.every((l) => l.includes(x)));
}

/** Frames per period that every direction in use can do; undefined: not known. */
function periodsOf(used: readonly DirectionFacts[]): readonly [number, number] | undefined {
  const known = used.map((d) => d.periods).filter(([, max]) => max > 0);
  if (known.length === 0) return undefined;
  return [Math.max(...known.map(([min]) => min)), Math.min(...known.map(([, max]) => max))];
}

/** What a device without `period` is opened with: the quantum, or what comes nearest to it. */
export function periodFor(device: DeviceConfig, quantum: number): number {
  const { found: facts, period } = device;
  const used = [facts?.inputs, facts?.outputs].filter((d) => d !== null && d !== undefined);
  const range = periodsOf(used);
  if (period !== null || range === undefined) return period ?? quantum;
  return Math.min(Math.max(quantum, range[0]), Math.max(range[0], range[1]));
}

/** The first of `places` that stands in the config. */
function written(places: readonly JsonPointer[], context: PassContext): Span | undefined {
  for (const at of places) {
    const span = context.span(at);
    const parent = context.span(at.slice(0, at.lastIndexOf('/')));
    if (span.source !== parent.source || span.start !== parent.start || span.end !== parent.end) return span;
  }
  return undefined;
}
