// `templates` and `use`. In: templates, and a graph whose params are expanded. Out: the graph without `use`: each use
// becomes the template's node, its params filled in, under what the node itself says. Invariants: a template sees its own
// params and those of the config, never those of who uses it; circles, depth and growth are refused; a node that cannot
// be made is `broken`, and has been reported.

import { templateTable } from '../../../schema/reuse.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { broken, isBroken } from '../../ir/broken.ts';
import { isMap } from '../../ir/document.ts';
import { valueSpan } from '../../ir/places.ts';
import type { Span } from '../../ir/source.ts';
import { checkName } from '../validate/values.ts';
import { kindOf, type Walk } from '../validate/walk.ts';
import { type Expander, isBuiltIn } from './expand.ts';
import { nodeOver, usedAt } from './extends.ts';
import type { Growth } from './growth.ts';
import { without } from './layers.ts';
import type { Overlay } from './overlay.ts';
import { partsOf } from './parts.ts';
import { child, children, isNothing, mapOf, type Placed } from './placed.ts';
import { boundParams, keysOf, readTemplateParams, type TemplateParam } from './template-params.ts';

const MAX_DEPTH = 32;

interface Template {
  readonly name: string;
  /** Where its name stands. */
  readonly span: Span;
  readonly params: ReadonlyMap<string, TemplateParam>;
  /** The node that it stands for. */
  readonly body: Placed;
}

export interface TemplateTools {
  readonly walk: Walk;
  readonly overlay: Overlay;
  readonly expander: Expander;
  readonly growth: Growth;
}

export class Templates {
  readonly #tools: TemplateTools;
  readonly #known = new Map<string, Template | null>();
  readonly #used = new Set<string>();
  readonly #open: string[] = [];

  constructor(templates: Placed | undefined, tools: TemplateTools) {
    this.#tools = tools;
    const { walk } = tools;
    if (templates === undefined) return;
    const root = { ...templates, at: '/templates', name: 'templates' };
    if (root.value === null) walk.hintEmpty(root);
    else {
      for (const field of walk.entries(root, 'a map of templates by name') ?? []) {
        const isNamed = checkName(walk, field, field.name, 'a template', []);
        const parts = partsOf(walk, field, `the template \`${field.name}\``, templateTable, 'params');
        const params = readTemplateParams(walk, parts?.keys.get('params'), isBuiltIn);
        const good = parts !== undefined && isNamed;
        this.#known.set(
          field.name,
          good ? { name: field.name, span: walk.key(field), params, body: parts.patch } : null,
        );
      }
    }
  }

  /** The graph with every `use` carried out. */
  graph(graph: Placed): Placed {
    const nodes = children(graph);
    if (!nodes.some(([, node]) => child(node, 'use') !== undefined || child(node, 'with') !== undefined)) return graph;
    return mapOf(
      nodes.map(([name, node]) => [name, this.#node(name, node, this.#tools.expander)] as const),
      graph.place,
    );
  }

  /** Templates that nothing uses: no mistake, but perhaps a forgotten one. */
  hintUnused(): void {
    for (const template of this.#known.values()) {
      const use = template === null ? undefined : child(template.body, 'use')?.value;
      if (typeof use === 'string') this.#used.add(use);
    }
    for (const [name, template] of this.#known) {
      if (template !== null && !this.#used.has(name)) this.#tools.walk.say('template/unused', template.span, { name });
    }
  }

  #node(name: string, node: Placed, scope: Expander): Placed {
    const [use, given] = [child(node, 'use'), child(node, 'with')];
    const own = without(without(node, 'use'), 'with');
    if (use === undefined || isNothing(use.value)) {
      return given === undefined || isNothing(given.value) ? own : this.#withoutUse(name, node, given);
    }
    const refused = { value: broken, place: node.place };
    const template = this.#template(use);
    if (template === undefined) return refused;
    const body = this.#instance(name, template, use, given, scope);
    return body === undefined ? refused : nodeOver(this.#tools.overlay, body, own, name);
  }

  #withoutUse(name: string, node: Placed, given: Placed): Placed {
    const { walk } = this.#tools;
    const span = walk.key({ ...given, at: '', name: 'with' });
    walk.say('key/required', span, { of: `\`with\` of \`${name}\``, missing: ['use'], example: 'use: preamp' });
    return { value: broken, place: node.place };
  }

  /** The template's node with its params filled in, and with that of a template that it uses itself. */
  #instance(name: string, template: Template, use: Placed, given: Placed | undefined, scope: Expander) {
    const { walk, expander } = this.#tools;
    const span = valueSpan(use.place);
    const entries = given === undefined ? [] : this.#given(given);
    const failures = walk.failures;
    const bound = boundParams(
      walk,
      template,
      new Map(entries.map(([key, value]) => [key, scope.bind(value)])),
      (value) => expander.bind(value),
      { span, keys: keysOf(entries) },
    );
    walk.failures = failures;
    const inner = expander.within(bound);
    const body = inner.tree(template.body, ['graph', name]);
    const placed = { value: body.value, place: usedAt(body.place, span, 'used here') };
    this.#open.push(template.name);
    const whole = this.#node(name, placed, inner);
    this.#open.pop();
    return isBroken(whole.value) ? undefined : whole;
  }

  #given(given: Placed): readonly (readonly [string, Placed])[] {
    const { walk } = this.#tools;
    const field = { ...given, at: '', name: 'with' };
    if (!isMap(given.value) || isBroken(given.value)) walk.shape(field, 'a map of values by name');
    return children(given).filter(([, { value }]) => !isNothing(value));
  }

  #template(use: Placed): Template | undefined {
    const { walk } = this.#tools;
    const span = valueSpan(use.place);
    const name = use.value;
    if (typeof name !== 'string') {
      if (!isBroken(name))
        walk.say('value/shape', span, { of: '`use`', wants: 'the name of a template', got: kindOf(name) });
      return undefined;
    }
    const template = this.#known.get(name);
    if (template === undefined) {
      const known = [...this.#known].flatMap(([known, found]) => (found === null ? [] : [known])).sort();
      const near = suggest(name, known);
      walk.say('template/unknown', span, { name, known }, near === undefined ? {} : walk.meant(span, near));
      return undefined;
    }
    this.#used.add(name);
    if (template === null) return undefined;
    const loop = this.#open.indexOf(name);
    const related = [{ span: template.span, label: 'defined here' }];
    if (loop >= 0) {
      walk.say('template/cycle', span, { path: [...this.#open.slice(loop), name] }, { related });
      return undefined;
    }
    if (this.#open.length >= MAX_DEPTH)
      return this.#tooLarge(name, span, `templates use templates more than ${MAX_DEPTH} deep`);
    if (!this.#tools.growth.add(template.body.value)) {
      return this.#tooLarge(name, span, 'templates make more of this file than any studio needs');
    }
    return template;
  }

  #tooLarge(name: string, span: Span, problem: string): undefined {
    if (this.#tools.growth.sayOnce()) this.#tools.walk.say('template/too-large', span, { name, problem });
    return undefined;
  }
}
