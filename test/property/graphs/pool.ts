// Step types as random graphs use them: settings that compile on their own, with the widths they make of widths.
// In: the descriptors. Out: the pool, made once per worker. Invariant: no step type is named; what a setting may do
// (channels, bypass) follows from its ports.

import type { Config } from '../../../compiler/ir/config.ts';
import { nodeTypes } from '../../../schema/index.ts';
import type { NodeDescriptor } from '../../../schema/node.ts';
import type { ParamSpec } from '../../../schema/param.ts';
import type { Port, Ports } from '../../../schema/port.ts';
import { type Setting, settingsOf } from '../../conformance/settings.ts';
import { configOf, widthsOf } from '../../conformance/subject.ts';
import { compileText } from '../../support/compile-text.ts';

export interface PooledSetting {
  readonly params: Readonly<Record<string, unknown>>;
  readonly keyed: boolean;
  readonly outputs: Ports;
  readonly latencyFrames: number;
}

export interface PooledType {
  readonly descriptor: NodeDescriptor;
  readonly settings: readonly PooledSetting[];
}

export interface Pool {
  readonly types: readonly PooledType[];
  readonly files: Readonly<Record<string, string>>;
}

/** Numbers that differ from the example's: canonical, a share of the way to either bound. */
function numbersNear(p: ParamSpec): number[] {
  if (p.kind !== 'number') return [];
  const low = Math.max(
    p.min,
    { gain: -12, level: -40, frequency: 200, time: 0.5, percent: -100, ratio: 0.5, count: 0 }[p.dimension],
  );
  const high = Math.min(
    p.max,
    { gain: 6, level: -3, frequency: 5000, time: 5, percent: 100, ratio: 4, count: 8 }[p.dimension],
  );
  return low < high ? [low, high] : [low];
}

function pooledSettings(d: NodeDescriptor): Setting[] {
  const settings = settingsOf(d);
  const example = settings[0]!;
  for (const [name, p] of Object.entries(d.params))
    for (const value of numbersNear(p))
      settings.push({
        ...example,
        label: `${name}: ${value}`,
        params: { ...example.params, [name]: value },
        mayBeRefused: true,
      });
  return settings;
}

/** Ports of a canonical setting. */
export const outputsOf = (d: NodeDescriptor, params: Config['nodes'][number]['steps'][number]['params']): Ports =>
  typeof d.outputs === 'function' ? d.outputs(params as never) : d.outputs;

export async function makePool(types: readonly NodeDescriptor[] = nodeTypes): Promise<Pool> {
  const files: Record<string, string> = {};
  const pooled: PooledType[] = [];
  for (const d of types) {
    const settings: PooledSetting[] = [];
    for (const setting of pooledSettings(d)) {
      const width = widthsOf(d)[0]!;
      const made = configOf(d, setting, width, 300);
      let config: Config | undefined;
      const { plan } = await compileText(made.yaml, {
        files: made.files,
        optimise: false,
        trace: (pass, value) => {
          if (pass === 'validate') config = value as Config;
        },
      });
      if (plan === undefined || config === undefined) continue;
      Object.assign(files, made.files);
      settings.push({
        params: made.params,
        keyed: setting.keyed,
        outputs: outputsOf(d, config.nodes[0]!.steps[0]!.params),
        latencyFrames: plan.ops.reduce((sum, op) => sum + op.latencyFrames, 0),
      });
    }
    if (settings.length === 0) throw new Error(`${d.type}: no setting compiles`);
    pooled.push({ descriptor: d, settings });
  }
  return { types: pooled, files };
}

/** Channels of a port whose `any` is `width`; `params` as written. */
export function portWidth(port: Port, params: Readonly<Record<string, unknown>>, width: number): number {
  const rule = port.channels;
  if (rule.rule === 'fixed') return rule.channels;
  if (rule.rule === 'any') return width;
  const rows = params[rule.param] as readonly (readonly unknown[])[];
  return rule.rule === 'rows' ? rows.length : rows[0]!.length;
}
