// Two clocks that meet and nothing joins. In: a device of each. Out: the error, with the aggregate to paste, and the edit that
// writes it where the text leaves no doubt how: beside others, into the one that has a device already, or above `graph`.

import type { DeviceId } from '../../../schema/plan.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic, Edit } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Span } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { isJack } from './clocks.ts';
import { rateOf } from './crossings.ts';

export function unjoined(graph: Graph, a: DeviceId, b: DeviceId, span: Span, context: PassContext): Diagnostic {
  const devices = a < b ? [a, b] : [b, a];
  const homes = graph.aggregates.filter((g) => g.members.some((m) => devices.includes(m.device)));
  const entry = entryOf(graph, devices, homes);
  const edit = homes.length > 1 ? undefined : editOf(graph, devices, homes[0]?.name, entry, context);
  return diagnose(
    'clock/unjoined',
    span,
    { devices: devices.map((d) => graph.devices[d]!.name), paste: `aggregates: { ${entry} }` },
    {
      related: devices.map((d) => {
        const { name, at } = graph.devices[d]!;
        return { span: context.span(at, 'key'), label: `\`${name}\` has a clock of its own` };
      }),
      edits: edit === undefined ? [] : [edit],
    },
  );
}

/** The aggregate that would join two devices: those of aggregates that are there are kept. */
function entryOf(graph: Graph, devices: readonly DeviceId[], homes: Graph['aggregates']): string {
  const members = new Set([...homes.flatMap((h) => h.members.map((m) => m.device)), ...devices]);
  const list = [...members].map((d) => graph.devices[d]!.name);
  // What cannot be the clock at its rate can be converted as a member; hardware is what JACK waits for, too.
  const { rateHz } = graph.config.engine;
  const fitting = devices.filter((d) => rateOf(graph.devices[d]!, rateHz) === rateHz);
  const best = fitting.find((d) => !isJack(graph.devices[d]!)) ?? fitting[0] ?? devices[0]!;
  const clock = graph.devices[homes[0]?.clock ?? best]!.name;
  const taken = new Set([...graph.devices, ...graph.nodes, ...graph.aggregates].map((n) => n.name));
  const free = ['room', 'studio', 'all-devices'].find((n) => !taken.has(n)) ?? 'joined-devices';
  return `${homes[0]?.name ?? free}: { clock: ${clock}, members: [${list.join(', ')}] }`;
}

function editOf(
  graph: Graph,
  devices: readonly DeviceId[],
  home: string | undefined,
  entry: string,
  context: PassContext,
): Edit | undefined {
  const { aggregates } = graph.config;
  const known = aggregates.find((a) => a.name === home);
  if (known !== undefined) {
    const missing = devices
      .map((d) => graph.devices[d]!.name)
      .filter((n) => !known.members.some((m) => m.device === n));
    const last = known.members.at(-1)!;
    const place = new Placed(context, context.span(last.at));
    const text = place.text === last.device ? place.nextItem(missing) : undefined;
    return made(`add it to \`${home}\``, place.end, text);
  }
  const title = 'declare them as one';
  const [first] = aggregates;
  if (first !== undefined) {
    const place = new Placed(context, context.span(first.at, 'key'));
    const text = place.text === first.name ? place.keyBefore(entry) : undefined;
    return made(title, place.start, text);
  }
  const isEmpty = new Placed(context, context.span('/aggregates', 'key')).text === 'aggregates';
  const place = new Placed(context, context.span('/graph', 'key'));
  if (isEmpty || place.text !== 'graph') return undefined;
  return made(title, place.aboveComments(), place.keyBefore(`aggregates: { ${entry} }`));
}

const made = (title: string, span: Span, text: string | undefined): Edit | undefined =>
  text === undefined ? undefined : { title, span, text };

/** A word of the config, and what stands round it. */
class Placed {
  readonly text: string;
  /** White space before it where it is the first of its line; undefined: other text is. */
  readonly indent: string | undefined;
  private readonly span: Span;
  private readonly source: string;
  private readonly before: string;

  constructor({ sources }: PassContext, span: Span) {
    const source = sources[span.source];
    // What `--set` brought has no place in a file.
    this.source = source === undefined || source.path === '--set' ? '' : source.text;
    this.span = span;
    this.text = this.source.slice(span.start, span.end);
    this.before = this.source.slice(this.source.lastIndexOf('\n', span.start - 1) + 1, span.start);
    this.indent = /^[ ]*$/.test(this.before) ? this.before : undefined;
  }

  get start(): Span {
    return { ...this.span, end: this.span.start };
  }

  get end(): Span {
    return { ...this.span, start: this.span.end };
  }

  /** `entry` before this key: on a line of its own, or before a comma. */
  keyBefore(entry: string): string | undefined {
    if (this.indent !== undefined) return `${entry}\n${this.indent}`;
    return /[{,]\s*$/.test(this.before) ? `${entry}, ` : undefined;
  }

  /** More items behind this one: on lines of their own, or behind commas. */
  nextItem(names: readonly string[]): string | undefined {
    if (/^\s*-\s+$/.test(this.before)) return names.map((n) => `\n${this.before}${n}`).join('');
    const isFlow = /^\s*[,\]]/.test(this.source.slice(this.span.end, this.span.end + 200));
    return isFlow ? names.map((n) => `, ${n}`).join('') : undefined;
  }

  /** The start; that of the comments on top of this line, which speak of it, where it is the first of it. */
  aboveComments(): Span {
    if (this.indent === undefined) return this.start;
    let at = this.span.start - this.before.length;
    for (;;) {
      const above = at === 0 ? -1 : this.source.lastIndexOf('\n', at - 2) + 1;
      if (above < 0 || !this.source.slice(above, at).startsWith(`${this.indent}#`)) break;
      at = above;
    }
    const start = at + this.indent.length;
    return { ...this.span, start, end: start };
  }
}
