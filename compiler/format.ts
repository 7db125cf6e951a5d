// `busbar fmt`: one way to write a config. In: YAML. Out: the same config with units on every number that has one, keys in
// the order of the reference, and even spacing. Invariants: means the same; keeps every comment, every name's place and
// every quoted word; formatting twice changes nothing.

import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { configTable, mixTable, nodeTable, stepTable } from '../schema/config.ts';
import { ceilingSpec } from '../schema/device.ts';
import type { Form, KeyTable } from '../schema/forms.ts';
import { nodeType } from '../schema/index.ts';
import type { ParamSpec } from '../schema/param.ts';
import type { Quantity } from '../schema/units.ts';
import type { Outcome } from './diagnostics/diagnostic.ts';
import { tightLists } from './format/tight-lists.ts';
import { withUnit } from './format/with-unit.ts';
import type { Source } from './ir/source.ts';
import { parse } from './passes/parse.ts';

/** Flow collections that are longer are broken into lines. */
const LINE = 120;

/** No text where the source is no YAML: the diagnostics say why. */
export function format(source: Source): Outcome<string> {
  const { value, diagnostics } = parse(source);
  if (value === undefined || diagnostics.some((d) => d.severity === 'error')) return { diagnostics };
  // Scalars stay the text that they are: `00123456`, `1.50`.
  const document = parseDocument(source.text, { version: '1.2', schema: 'failsafe', merge: false, uniqueKeys: false });
  formatMap(document.contents, configTable);
  return { value: tightLists(document.toString({ lineWidth: LINE })), diagnostics };
}

const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

/** Keys of a table in its order, then those that it does not know, as they came. */
function order(map: YAMLMap, keys: readonly string[]): void {
  const rank = (pair: Pair) => {
    const at = keys.indexOf(nameOf(pair));
    return at < 0 ? keys.length : at;
  };
  map.items.sort((a, b) => rank(a) - rank(b));
  // What was in the middle may be first now: no empty line before it.
  const first = map.items[0]?.key;
  if (isScalar(first)) first.spaceBefore = false;
}

function formatMap(node: unknown, table: KeyTable): void {
  if (!isMap(node)) return;
  order(node, Object.keys(table));
  for (const pair of node.items) {
    const key = Object.hasOwn(table, nameOf(pair)) ? table[nameOf(pair)] : undefined;
    if (key !== undefined) formatForm(pair.value, key.form);
  }
}

/** Every value of a map whose keys are names. */
function eachNamed(node: unknown, then: (value: unknown) => void): void {
  if (isMap(node)) for (const pair of node.items) then(pair.value);
}

function eachItem(node: unknown, then: (value: unknown) => void): void {
  if (isSeq(node)) for (const item of node.items) then(item);
  else then(node);
}

function formatForm(node: unknown, form: Form): void {
  switch (form.form) {
    case 'param':
      formatParam(node, form.spec);
      break;
    case 'frames':
      formatNumber(node, 'frames');
      break;
    case 'keys':
      formatMap(node, form.table);
      break;
    case 'list':
      eachItem(node, (item) => formatMap(item, form.table));
      break;
    case 'named':
      eachNamed(node, (value) => formatMap(value, form.table));
      break;
    case 'templates':
      eachNamed(node, (value) => formatMap(value, nodeTable));
      break;
    case 'machines':
      eachNamed(node, (value) => formatMap(value, { when: { summary: '', form: { form: 'value' } }, ...configTable }));
      break;
    case 'steps':
      eachItem(node, formatStep);
      break;
    case 'mix':
      eachNamed(node, (value) => {
        formatParam(value, mixTable.gain.form.spec);
        formatMap(value, mixTable);
      });
      break;
    case 'ceiling':
      formatParam(node, ceilingSpec);
      eachNamed(node, (value) => formatParam(value, ceilingSpec));
      break;
  }
}

function formatStep(node: unknown): void {
  if (!isMap(node)) return;
  for (const pair of node.items) {
    const descriptor = nodeType(nameOf(pair));
    if (descriptor === undefined) continue;
    const main = Object.values(descriptor.params).find((spec) => spec.main);
    if (main !== undefined) formatParam(pair.value, main);
    if (!isMap(pair.value)) continue;
    const { id, ...rest } = stepTable as KeyTable;
    const sideChains = Object.keys(descriptor.inputs).filter((port) => port !== 'in');
    order(pair.value, ['id', ...Object.keys(descriptor.params), ...sideChains, ...Object.keys(rest)]);
    for (const param of pair.value.items) {
      const name = nameOf(param);
      if (Object.hasOwn(descriptor.params, name)) formatParam(param.value, descriptor.params[name] as ParamSpec);
    }
  }
}

function formatParam(node: unknown, spec: ParamSpec): void {
  if (spec.kind === 'number') formatNumber(node, spec.dimension);
  else if (spec.kind === 'numbers') eachItem(node, (item) => formatNumber(item, spec.dimension));
}

function formatNumber(node: unknown, quantity: Quantity): void {
  if (!isScalar(node) || node.type !== 'PLAIN') return;
  const scalar = node as Scalar<string>;
  scalar.value = withUnit(scalar.value, quantity);
}
