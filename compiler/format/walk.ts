// A config walked by the tables of the language. In: the nodes of a document. Out: its maps in the order of the
// reference, every number handed on with what it measures. Invariants: what an alias stands for is left alone, as it may
// mean something else where it is used; a map that holds an anchor or an alias keeps its order, as anchors come first.

import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { configTable, mixTable, stepTable } from '../../schema/config.ts';
import { controlTable } from '../../schema/controls.ts';
import { ceilingSpec } from '../../schema/device.ts';
import type { Form, KeyTable } from '../../schema/forms.ts';
import { nodeType } from '../../schema/index.ts';
import type { ParamSpec } from '../../schema/param.ts';
import { machineTable, templateTable } from '../../schema/reuse.ts';
import type { Quantity } from '../../schema/units.ts';

type OnNumber = (scalar: Scalar, quantity: Quantity) => void;

export function walkConfig(contents: unknown, onNumber: OnNumber): void {
  new ConfigWalk(contents, onNumber).map(contents, configTable);
}

const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');
const isShared = (node: unknown): boolean => isNode(node) && !isAlias(node) && node.anchor !== undefined;

/** Every value of a map whose keys are names. */
function eachNamed(node: unknown, then: (value: unknown) => void): void {
  if (isMap(node) && !isShared(node)) for (const pair of node.items) then(pair.value);
}

function eachItem(node: unknown, then: (value: unknown) => void): void {
  if (!isSeq(node)) then(node);
  else if (!isShared(node)) for (const item of node.items) then(item);
}

class ConfigWalk {
  readonly #onNumber: OnNumber;
  /** Collections with an anchor or an alias in them, or at them. */
  readonly #tied = new Set<unknown>();

  constructor(contents: unknown, onNumber: OnNumber) {
    this.#onNumber = onNumber;
    this.#findTied(contents);
  }

  #findTied(node: unknown): boolean {
    let tied = isAlias(node) || isShared(node);
    const inner = isPair(node) ? [node.key, node.value] : isCollection(node) ? node.items : [];
    for (const item of inner) tied = this.#findTied(item) || tied;
    if (tied) this.#tied.add(node);
    return tied;
  }

  /** Keys of a table in its order, then those that it does not know, as they came. */
  #order(map: YAMLMap, keys: readonly string[]): void {
    if (this.#tied.has(map)) return;
    const rank = (pair: Pair) => {
      const at = keys.indexOf(nameOf(pair));
      return at < 0 ? keys.length : at;
    };
    map.items.sort((a, b) => rank(a) - rank(b));
    // What was in the middle may be first now: no empty line before it.
    const first = map.items[0]?.key;
    if (isScalar(first)) first.spaceBefore = false;
  }

  map(node: unknown, table: KeyTable): void {
    if (!isMap(node) || isShared(node)) return;
    this.#order(node, Object.keys(table));
    for (const pair of node.items) {
      const key = Object.hasOwn(table, nameOf(pair)) ? table[nameOf(pair)] : undefined;
      if (key !== undefined) this.#form(pair.value, key.form);
    }
  }

  #form(node: unknown, form: Form): void {
    switch (form.form) {
      case 'param':
        this.#param(node, form.spec);
        break;
      case 'frames':
        this.#number(node, 'frames');
        break;
      case 'keys':
        this.map(node, form.table);
        break;
      case 'list':
        eachItem(node, (item) => this.map(item, form.table));
        break;
      case 'named':
        eachNamed(node, (value) => this.map(value, form.table));
        break;
      case 'templates':
        eachNamed(node, (value) => this.map(value, templateTable));
        break;
      case 'machines':
        eachNamed(node, (value) => this.map(value, machineTable));
        break;
      case 'steps':
        eachItem(node, (step) => this.#step(step));
        break;
      case 'mix':
        eachNamed(node, (value) => {
          this.#param(value, mixTable.gain.form.spec);
          this.map(value, mixTable);
        });
        break;
      case 'controls':
        eachNamed(node, (value) => this.map(value, controlTable));
        break;
      case 'ceiling':
        this.#param(node, ceilingSpec);
        eachNamed(node, (value) => this.#param(value, ceilingSpec));
        break;
    }
  }

  #step(node: unknown): void {
    if (!isMap(node) || isShared(node)) return;
    for (const pair of node.items) {
      const descriptor = nodeType(nameOf(pair));
      if (descriptor === undefined) continue;
      const main = Object.values(descriptor.params).find((spec) => spec.main);
      if (main !== undefined) this.#param(pair.value, main);
      if (!isMap(pair.value) || isShared(pair.value)) continue;
      const { id, ...rest } = stepTable as KeyTable;
      const sideChains = Object.keys(descriptor.inputs).filter((port) => port !== 'in');
      this.#order(pair.value, ['id', ...Object.keys(descriptor.params), ...sideChains, ...Object.keys(rest)]);
      for (const param of pair.value.items) {
        const name = nameOf(param);
        if (Object.hasOwn(descriptor.params, name)) this.#param(param.value, descriptor.params[name] as ParamSpec);
      }
    }
  }

  #param(node: unknown, spec: ParamSpec): void {
    if (spec.kind === 'number') this.#number(node, spec.dimension);
    else if (spec.kind === 'numbers') eachItem(node, (item) => this.#number(item, spec.dimension));
  }

  #number(node: unknown, quantity: Quantity): void {
    if (isScalar(node) && !isShared(node) && node.tag === undefined) this.#onNumber(node, quantity);
  }
}
