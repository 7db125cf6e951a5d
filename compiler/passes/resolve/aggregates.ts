// Aggregates and the keys of devices that name something. In: a config. Out: aggregates by device id.
// Invariant: a name that leads nowhere is reported and left out; an aggregate without any known device is left out whole.

import { diagnose } from '../../diagnostics/catalog.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { AggregateConfig, DeviceConfig } from '../../ir/config.ts';
import type { GraphAggregate } from '../../ir/graph.ts';
import { type JsonPointer, pointer } from '../../ir/source.ts';
import type { Scope } from './scope.ts';

export function resolveAggregate(scope: Scope, aggregate: AggregateConfig): GraphAggregate | undefined {
  const clock = deviceNamed(scope, aggregate, 'clock', aggregate.clock.device, aggregate.clock.at);
  const members = aggregate.members.flatMap(({ device: name, at }) => {
    const device = deviceNamed(scope, aggregate, 'members', name, at);
    if (device === undefined) return [];
    return [{ device, drift: aggregate.drift.get(name)?.drift ?? ('resample' as const) }];
  });
  const memberNames = aggregate.members.map((m) => m.device);
  for (const [name, { at }] of aggregate.drift) {
    if (memberNames.includes(name)) continue;
    if (deviceNamed(scope, aggregate, 'drift', name, at, 'key') === undefined) continue;
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

function deviceNamed(
  scope: Scope,
  aggregate: AggregateConfig,
  key: string,
  name: string,
  at: JsonPointer,
  which: 'key' | 'value' = 'value',
): number | undefined {
  const id = scope.deviceId(name);
  if (id !== undefined || scope.isBroken(name)) return id;
  const among = scope.names('device');
  const near = suggest(name, among);
  const span = scope.context.span(at, which);
  const edits = near === undefined ? [] : [{ title: `write \`${near}\``, span, text: near }];
  scope.found.push(
    diagnose(
      'aggregate/unknown-device',
      span,
      { aggregate: aggregate.name, name, key, among },
      near === undefined ? {} : { edits, help: `Did you mean \`${near}\`?` },
    ),
  );
  return undefined;
}

/** `align` and `ceiling` name output ports of their own device, `connect` any. */
export function checkPortNames(scope: Scope, device: DeviceConfig): void {
  const outputs = device.outputs.map((p) => p.name);
  const check = (key: string, name: string, at: JsonPointer, which: 'key' | 'value', among = outputs) => {
    if (among.includes(name)) return;
    const near = suggest(name, among);
    const span = scope.context.span(at, which);
    const edits = near === undefined ? [] : [{ title: `write \`${near}\``, span, text: near }];
    scope.found.push(
      diagnose(
        'device/unknown-port',
        span,
        { device: device.name, name, key, among },
        near === undefined ? {} : { edits, help: `Did you mean \`${near}\`?` },
      ),
    );
  };
  for (const { port, at } of device.align) check('align', port, at, 'value');
  const ceilingAt = pointer(device.at, 'ceiling');
  for (const port of device.ceiling.keys()) check('ceiling', port, pointer(ceilingAt, port), 'key');
  const connectAt = pointer(device.at, 'connect');
  const ports = [...new Set([...device.inputs.map((p) => p.name), ...outputs])];
  for (const port of device.connect.keys()) check('connect', port, pointer(connectAt, port), 'key', ports);
}
