// Output does not depend on the quantum: a whole plan of every step type, live params gliding, and a feedback loop.
// The kernels alone are cut up in test/conformance; here the compiler's plan and the executor are too.

import { expect, it } from 'vitest';
import { nodeTypes } from '../../schema/index.ts';
import type { NodeDescriptor } from '../../schema/node.ts';
import { planName } from '../../schema/param.ts';
import type { Plan } from '../../schema/plan.ts';
import { bursts, otherValue } from '../conformance/run.ts';
import { settingsOf } from '../conformance/settings.ts';
import { configOf, widthsOf } from '../conformance/subject.ts';
import { makePool, portWidth } from '../property/graphs/pool.ts';
import { describeNative } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import type { Files } from '../support/memory-host.ts';
import { random } from '../support/random.ts';
import { type LiveChange, renderPlan } from '../support/render-plan.ts';

const FRAMES = 6000;
const quanta = [1, 7, 64, 480, 1024];

/** Every live param of the step moves at a fixed frame, and back while it glides. */
function changesOf(d: NodeDescriptor, plan: Plan): LiveChange[] {
  const part = plan.ops.flatMap((op) => op.parts).find((p) => p.type === d.type);
  if (part === undefined) return [];
  return Object.entries(d.params).flatMap(([name, spec], i) => {
    const key = planName(name, spec);
    const value = part.params[key]!;
    const other = spec.live ? otherValue({ name, spec, index: i, value }, plan.rateHz) : undefined;
    if (other === undefined) return [];
    const address = `${part.node}.${part.step}`;
    return [
      { frame: 1001 + 53 * i, address, params: { [key]: other } },
      { frame: 1444 + 53 * i, address, params: { [key]: value } },
    ];
  });
}

async function agree(yaml: string, files: Files, changes: (plan: Plan) => LiveChange[]): Promise<void> {
  let expected: Float64Array[] | undefined;
  for (const quantum of quanta) {
    const plan = await planOf(yaml, { files, quantum });
    const inputs = Object.fromEntries(plan.devices.map((d) => [d.name, bursts(d.inputs, FRAMES)]));
    const next = random(quantum);
    const cuts = [() => FRAMES, () => 1 + Math.floor(next() * quantum)];
    for (const block of cuts) {
      const out = Object.values(renderPlan(plan, inputs, { frames: FRAMES, block, changes: changes(plan) })).flat();
      expected ??= out;
      expect(difference(out, expected), `quantum ${quantum}`).toBeUndefined();
    }
  }
}

describeNative('the quantum', () => {
  it.each(nodeTypes)('does not show in $type', async (d) => {
    const [width] = widthsOf(d).slice(-1);
    const example = settingsOf(d)[0]!;
    const { types } = await makePool([d]);
    const { yaml, files } = configOf(d, example, width!, 3000);
    const { outputs } = types[0]!.settings[0]!;
    const config = JSON.parse(yaml) as { devices: { dev: Record<string, unknown> }; graph: Record<string, unknown> };
    const named = Object.keys(outputs).length > 1;
    const ports: Record<string, string> = {};
    let first = 1;
    for (const [name, port] of Object.entries(outputs)) {
      const channels = portWidth(port, example.params, width!);
      ports[`o_${name}`] = channels === 1 ? `${first}` : `${first}-${first + channels - 1}`;
      first += channels;
      config.graph[`to_${name}`] = { from: named ? `n.${name}` : 'n', to: `dev.o_${name}` };
    }
    config.devices.dev.outputs = ports;
    await agree(JSON.stringify(config), files, (plan) => changesOf(d, plan));
  });

  it('does not show in a loop with gliding gains', async () => {
    const yaml = `
busbar: 1
engine: { rate: 48 kHz }
devices: { box: { inputs: { line: 1 }, outputs: { main: 1 } } }
graph:
  sum:
    channels: 1
    mix: { box.line: 0 dB, back: -3 dB }
    do: [ { lowpass: 3 kHz }, { gain: { id: level, gain: -2 dB } } ]
    to: box.main
  back: { from: sum, do: [ { delay: 37 frames }, { highpass: { freq: 100 Hz, bypass: false } } ] }
`;
    const changes = [
      { frame: 700, address: 'sum.level', params: { gainDb: -9 } },
      { frame: 1100, address: 'sum.mix[back]', params: { gainDb: -12 } },
      { frame: 1500, address: 'sum.level', params: { gainDb: 0 } },
      { frame: 2000, address: 'back.highpass', params: { bypass: 1 } },
    ];
    await agree(yaml, {}, () => changes);
  });
});
