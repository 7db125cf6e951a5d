// The conformance checks that need no engine: what a descriptor promises of its params. In: a descriptor.
// Out: what is wrong, one line each.

import type { NodeDescriptor } from '../../schema/node.ts';
import type { ParamSpec } from '../../schema/param.ts';
import { exampleParams, isOptional, settingsOf } from './settings.ts';
import { compileSetting, widthsOf } from './subject.ts';

function badDefault(name: string, p: ParamSpec): string | undefined {
  if (p.kind === 'choice' && p.default !== undefined && !p.choices.includes(p.default))
    return `${name}: default ${p.default} is none of its choices`;
  if (p.kind !== 'number' || p.default === undefined || p.default === null) return undefined;
  return p.default >= p.min && p.default <= p.max
    ? undefined
    : `${name}: default ${p.default} is outside ${p.min} to ${p.max}`;
}

/** Defaults lie in their ranges, and a config that writes only what must be written compiles. */
export async function defaultsAreValid(d: NodeDescriptor): Promise<string[]> {
  const wrong = Object.entries(d.params).flatMap(([name, p]) => badDefault(name, p) ?? []);
  const example = exampleParams(d);
  for (const [name, p] of Object.entries(d.params))
    if (!isOptional(p) && !(name in example)) wrong.push(`${name} must be written, but the example leaves it out`);
  if (Object.values(d.params).filter((p) => p.main).length > 1) wrong.push('more than one main param');
  for (const setting of settingsOf(d).filter((s) => s.label === 'defaults' && !s.mayBeRefused))
    wrong.push(...(await refusals(d, setting)));
  return wrong;
}

/** The example compiles at every width its ports allow, with and without its side-chains. */
export async function compiles(d: NodeDescriptor): Promise<string[]> {
  const wrong: string[] = [];
  for (const setting of settingsOf(d).filter((s) => s.label.startsWith('example')))
    wrong.push(...(await refusals(d, setting)));
  return wrong;
}

async function refusals(d: NodeDescriptor, setting: ReturnType<typeof settingsOf>[number]): Promise<string[]> {
  const wrong: string[] = [];
  for (const width of widthsOf(d)) {
    const compiled = await compileSetting(d, setting, width);
    if ('refused' in compiled) wrong.push(`${setting.label}, ${width} wide: ${compiled.refused}`);
  }
  return wrong;
}
