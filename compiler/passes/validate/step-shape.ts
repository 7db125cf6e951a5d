// What a step type takes, worked out once. In: a descriptor. Out: its keys, what is required, what the defaults are.

import { stepTable } from '../../../schema/config.ts';
import type { KeyTable } from '../../../schema/forms.ts';
import type { NodeDescriptor } from '../../../schema/index.ts';
import { isRequired, type ParamSpec, type ParamValue } from '../../../schema/param.ts';

export interface StepShape {
  readonly descriptor: NodeDescriptor;
  /** Its params, its side-chains, and what every step has. */
  readonly table: KeyTable;
  readonly params: readonly { readonly name: string; readonly spec: ParamSpec; readonly fallback: ParamValue }[];
  /** The param that a bare value stands for. */
  readonly main: string | undefined;
  /** Inputs beside `in`, written as addresses. */
  readonly chains: readonly string[];
  readonly required: readonly string[];
}

const shapes = new WeakMap<NodeDescriptor, StepShape>();

export function stepShape(descriptor: NodeDescriptor): StepShape {
  const known = shapes.get(descriptor);
  if (known !== undefined) return known;
  const params = Object.entries(descriptor.params).map(([name, spec]) => ({
    name,
    spec,
    fallback: 'default' in spec ? (spec.default ?? null) : null,
  }));
  const inputs = Object.entries(descriptor.inputs).filter(([port]) => port !== 'in');
  const chains = inputs.map(([port]) => port);
  const own = [...params.map((p) => p.name), ...chains];
  const shape: StepShape = {
    descriptor,
    table: { ...Object.fromEntries(own.map((name) => [name, { form: { form: 'text' }, summary: '' }])), ...stepTable },
    params,
    main: params.find((p) => p.spec.main)?.name,
    chains,
    required: [
      ...params.filter((p) => isRequired(p.spec)).map((p) => p.name),
      ...inputs.filter(([, port]) => !port.optional).map(([port]) => port),
    ],
  };
  shapes.set(descriptor, shape);
  return shape;
}
