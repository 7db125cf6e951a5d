// Aggregates and the keys of devices that name something. In: a config. Out: aggregates by device id.
// Invariant: a name that leads nowhere is reported and left out; an aggregate without any known device is left out whole.

import { diagnose, type Extra } from '../../diagnostics/catalog.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { AggregateConfig, DeviceConfig } from '../../ir/config.ts';
import type { GraphAggregate } from '../../ir/graph.ts';
import { type JsonPointer, pointer, type Span } from '../../ir/source.ts';
import type { Scope } from './scope.ts';

export function resolveAggregate(scope: Scope, aggregate: AggregateConfig): GraphAggregate | undefined {
  const memberNames = aggregate.members.map((m) => m.device);
  const clock = deviceNamed(scope, aggregate, { key: 'clock', name: aggregate.clock.device, at: aggregate.clock.at });
  const others = scope.names('device').filter((name) => !memberNames.includes(name));
  const members = aggregate.members.flatMap(({ device: name, at }) => {
    const device = deviceNamed(scope, aggregate, { key: 'members', name, at, meant: others });
    if (device === undefined) return [];
    return [{ device, drift: aggregate.drift.get(name)?.drift ?? ('resample' as const) }];
  });
  const steady = memberNames.filter((name) => name !== aggregate.clock.device && !aggregate.drift.has(name));
  for (const [name, { at }] of aggregate.drift) {
    if (memberNames.includes(name)) continue;
    if (deviceNamed(scope, aggregate, { key: 'drift', name, at, meant: steady }) === undefined) continue;
    const extra = { help: `Its members are ${memberNames.map((m) => `\`${m}\``).join(', ')}.` };
    const args = { aggregate: aggregate.name, device: name, key: 'drift' };
    scope.found.push(diagnose('aggregate/not-a-member', scope.context.span(at, 'key'), args, extra));
  }
  // A clock that was mistyped joins its members all the same: nothing more is to be said of them.
  const master = clock ?? members[0]?.device;
  if (master === undefined) return undefined;
  const native = aggregate.native ? { publish: aggregate.publish } : null;
  return { name: aggregate.name, clock: master, members, headroomMs: aggregate.headroomMs, native };
}

interface Mention {
  readonly key: 'clock' | 'members' | 'drift';
  readonly name: string;
  readonly at: JsonPointer;
  /** What it may have been meant to be, where not just any device would do: a name that is there already is none. */
  readonly meant?: readonly string[];
}

function deviceNamed(scope: Scope, aggregate: AggregateConfig, { key, name, at, meant }: Mention): number | undefined {
  const id = scope.deviceId(name);
  if (id !== undefined || scope.isBroken(name)) return id;
  const among = scope.names('device');
  const span = scope.context.span(at, key === 'drift' ? 'key' : 'value');
  const args = { aggregate: aggregate.name, name, key, among };
  scope.found.push(diagnose('aggregate/unknown-device', span, args, nearest(span, name, meant ?? among)));
  return undefined;
}

/** The mend of a word that is one of a few. */
function nearest(span: Span, name: string, among: readonly string[]): Extra {
  const near = suggest(name, among);
  if (near === undefined) return {};
  return { edits: [{ title: `write \`${near}\``, span, text: near }], help: `Did you mean \`${near}\`?` };
}

/** `align` and `ceiling` name output ports of their own device, `connect` any. */
export function checkPortNames(scope: Scope, device: DeviceConfig): void {
  const outputs = device.outputs.map((p) => p.name);
  const ports = [...new Set([...device.inputs.map((p) => p.name), ...outputs])];
  const check = (key: string, mentions: readonly (readonly [string, Span])[], among: readonly string[]) => {
    const free = among.filter((port) => !mentions.some(([name]) => name === port));
    for (const [name, span] of mentions) {
      if (among.includes(name)) continue;
      const args = { device: device.name, name, key, among };
      scope.found.push(diagnose('device/unknown-port', span, args, nearest(span, name, free)));
    }
  };
  const spanOfKey = (key: string, name: string) => scope.context.span(pointer(pointer(device.at, key), name), 'key');
  check(
    'align',
    device.align.map(({ port, at }) => [port, scope.context.span(at)]),
    outputs,
  );
  for (const [key, named, among] of [
    ['ceiling', device.ceiling, outputs],
    ['connect', device.connect, ports],
  ] as const) {
    check(
      key,
      [...named.keys()].map((name) => [name, spanOfKey(key, name)]),
      among,
    );
  }
}
