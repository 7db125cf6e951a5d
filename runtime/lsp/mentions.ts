// Every word of a file that names something. In: its tree, what the config declares. Out: mentions: what is named, where,
// and whether it is named for the first time. Invariant: a mention's span holds exactly the name, so that it can be
// replaced; a name that text hides (an escape in quotes) is no mention.

import { isList, isMap, type JsonValue, member } from '../../compiler/ir/document.ts';
import { childPlace, type Place } from '../../compiler/ir/places.ts';
import { pieces } from '../../compiler/passes/merge/mentions.ts';
import { type Path, withinConfig } from '../../compiler/passes/merge/shapes.ts';
import { stepIds } from '../../compiler/passes/step-ids.ts';
import { namePattern } from '../../schema/forms.ts';
import { type Declarations, shapeWithStep } from './declarations.ts';
import type { FileTree } from './file-tree.ts';
import { keyRole, type NameKind, type Role, valueRole } from './roles.ts';

export interface Mention {
  readonly kind: NameKind | 'file';
  /** What the name belongs to: a device, a node, a template; empty for names of the whole config. */
  readonly owner: string;
  readonly name: string;
  readonly isDefinition: boolean;
  /** Absolute path of the file that it stands in. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** `$name` rather than `${name}`. */
  readonly isBare?: boolean;
}

/** How params are used: those whose whole value is an address, by owner and name. */
export type AddressParams = ReadonlySet<string>;

export const paramKey = (owner: string, name: string): string => `${owner}/${name}`;

export const sameThing = (a: Mention, b: Mention): boolean =>
  a.kind === b.kind && a.owner === b.owner && a.name === b.name;

/** Mentions of all files. Params that are used as addresses are found first: their values are mentions too. */
export function mentionsOf(files: readonly FileTree[], declared: Declarations): readonly Mention[] {
  const addressParams = new Set<string>();
  for (const file of files) new Walk(file, declared, addressParams, addressParams).run();
  return files.flatMap((file) => new Walk(file, declared, addressParams).run());
}

class Walk {
  readonly #file: FileTree;
  readonly #declared: Declarations;
  readonly #addressParams: AddressParams;
  /** Where params that are used as addresses are noted. */
  readonly #noted: Set<string> | undefined;
  readonly #found: Mention[] = [];

  constructor(file: FileTree, declared: Declarations, addressParams: AddressParams, noted?: Set<string>) {
    this.#file = file;
    this.#declared = declared;
    this.#addressParams = addressParams;
    this.#noted = noted;
  }

  run(): readonly Mention[] {
    const { tree } = this.#file;
    if (tree !== undefined) this.#visit(tree.value, tree.places, []);
    return this.#found;
  }

  #visit(value: JsonValue, place: Place, path: Path): void {
    if (place.origin !== undefined) return; // an alias: what it stands for is visited where it is written
    if (isList(value)) {
      if (path.at(-1) === 'do') this.#stepNames(value, place, path);
      for (const [i, item] of value.entries()) this.#visitChild(item, place, [...path, i]);
    } else if (isMap(value)) {
      const use = member(value, 'use');
      for (const [key, item] of Object.entries(value)) {
        this.#key(childPlace(place, key), [...path, key]);
        if (key === 'with' && typeof use === 'string') this.#given(use, item, place, [...path, key]);
        else this.#visitChild(item, place, [...path, key]);
      }
    } else if (typeof value === 'string') this.#scalar(value, place, path);
  }

  #visitChild(value: JsonValue, parent: Place, path: Path): void {
    const place = childPlace(parent, path.at(-1) ?? '');
    if (place !== undefined) this.#visit(value, place, path);
  }

  /** Values for a template: names of its params, and what their types say. */
  #given(template: string, values: JsonValue, parent: Place, path: Path): void {
    const place = childPlace(parent, 'with');
    if (place === undefined || !isMap(values)) return;
    const types = this.#declared.shapes.get(`templates/${template}`)?.params;
    for (const [name, value] of Object.entries(values)) {
      const at = childPlace(place, name);
      if (at === undefined) continue;
      this.#named(at.keyStart, at.keyEnd, 'param', template, false);
      const type = types?.get(name);
      const isAddress = type === 'source' || type === 'sink';
      if (typeof value !== 'string') this.#visit(value, at, [...path, name]);
      else if (!this.#params(at, path, isAddress) && isAddress) this.#address(at.start, at.end);
    }
  }

  /** Steps without an id are named by their type. */
  #stepNames(steps: readonly JsonValue[], place: Place, path: Path): void {
    const [top, name] = withinConfig(path);
    for (const [i, step] of stepIds(steps).entries()) {
      const item = childPlace(place, i);
      const at = item && step && childPlace(item, step.type);
      const span = step?.named ? at && childPlace(at, 'id') : at && { start: at.keyStart, end: at.keyEnd };
      if (step === undefined || span === undefined || item?.origin !== undefined) continue;
      this.#add('step', `${top}/${name}`, step.id, span.start, span.end, true);
    }
  }

  #key(place: Place | undefined, path: Path): void {
    const role = keyRole(path);
    if (place === undefined || role === undefined || place.keyEnd === 0) return;
    this.#role(role, place.keyStart, place.keyEnd);
  }

  #scalar(value: string, place: Place, path: Path): void {
    const role = valueRole(path);
    const isAddress = role?.is === 'source' || role?.is === 'sink' || role?.is === 'signal';
    if (this.#params(place, path, isAddress)) return;
    if (role?.is === 'file') this.#add('file', '', value, place.start, place.end, false);
    else if (role?.is === 'param') {
      const type = this.#declared.shapes.get(`templates/${role.owner}`)?.params.get(role.param);
      const used = type === 'source' || type === 'sink' || this.#addressParams.has(paramKey(role.owner, role.param));
      if (used) this.#address(place.start, place.end);
    } else if (role !== undefined) this.#role(role, place.start, place.end);
  }

  #role(role: Role, start: number, end: number): void {
    if (role.is === 'source' || role.is === 'sink' || role.is === 'signal') this.#address(start, end);
    else if (role.is === 'target') this.#target(start, end);
    else if (role.is === 'definition' || role.is === 'reference') {
      const owner = role.kind === 'step' ? this.#stepOwner(role.owner, start, end) : role.owner;
      this.#named(start, end, role.kind, owner, role.is === 'definition');
    }
  }

  #stepOwner(node: string, start: number, end: number): string {
    return shapeWithStep(this.#declared, node, this.#word(start, end).text) ?? node;
  }

  /** `$name` in a value; true where there is one. */
  #params(place: Place, path: Path, isAddress: boolean): boolean {
    const raw = this.#file.source.text.slice(place.start, place.end);
    if (!raw.includes('$')) return false;
    const [top, template] = withinConfig(path);
    const own = top === 'templates' ? this.#declared.shapes.get(`templates/${template}`)?.params : undefined;
    const found = pieces(raw).filter((piece) => piece.kind === 'param');
    for (const { name, at, end } of found) {
      const owner = own?.has(name) ? String(template) : '';
      const isBare = raw[at + 1] !== '{';
      if (isAddress && /^["']?\$[^.]*$/.test(raw)) this.#noted?.add(paramKey(owner, name));
      const from = place.start + at + (isBare ? 1 : 2);
      this.#add('param', owner, name, from, place.start + end - (isBare ? 0 : 1), false, isBare);
    }
    return found.length > 0;
  }

  /** `desk.mic.1`: what each name of an address names. */
  #address(start: number, end: number): void {
    const { text, at } = this.#word(start, end);
    const [first, second] = text.split('.', 2);
    if (first === undefined || !isName(first)) return;
    this.#add('name', '', first, at, at + first.length, false);
    if (second === undefined || !isName(second)) return;
    const from = at + first.length + 1;
    const add = (kind: NameKind, owner: string) => this.#add(kind, owner, second, from, from + second.length, false);
    if (this.#declared.devices.has(first)) add('port', first);
    else {
      const shape = shapeWithStep(this.#declared, `graph/${first}`, second);
      if (shape !== undefined) add('step', shape);
    }
  }

  /** `node.step.param`, `node.mix[source].gain`, `params.name`: only what it is a param of is a name of the config. */
  #target(start: number, end: number): void {
    const { text, at } = this.#word(start, end);
    if (text.startsWith('params.')) {
      this.#named(at + 'params.'.length, at + text.length, 'param', '', false);
      return;
    }
    const source = /^[a-z][\w-]*\.mix\[([^\]]*)\]/.exec(text)?.[1];
    const before = /^[^.]*\.[^.]*/.exec(text)?.[0].length ?? text.length;
    this.#address(at, at + (source === undefined ? before : text.indexOf('.')));
    const from = at + text.indexOf('[') + 1;
    if (source !== undefined) this.#address(from, from + source.length);
  }

  #named(start: number, end: number, kind: NameKind, owner: string, isDefinition: boolean): void {
    const { text, at } = this.#word(start, end);
    if (isName(text)) this.#add(kind, owner, text, at, at + text.length, isDefinition);
  }

  /** The word of a scalar, without its quotes. */
  #word(start: number, end: number): { readonly text: string; readonly at: number } {
    const raw = this.#file.source.text.slice(start, end);
    return /^(['"]).*\1$/s.test(raw) ? { text: raw.slice(1, -1), at: start + 1 } : { text: raw, at: start };
  }

  #add(
    kind: Mention['kind'],
    owner: string,
    name: string,
    start: number,
    end: number,
    isDefinition: boolean,
    isBare?: boolean,
  ): void {
    const { path } = this.#file.source;
    this.#found.push({ kind, owner, name, path, start, end, isDefinition, ...(isBare !== undefined && { isBare }) });
  }
}

const isName = (word: string): boolean => namePattern.test(word);
