// The reference: one page on every key and step type. In: key tables and step descriptors. Out: Markdown.

import { configTable, engineTable, mixTable, nodeTable, plannedSteps, stepTable } from './config.ts';
import { controlTable } from './controls.ts';
import { aggregateTable, clockTable, deviceTable, matchTable, stallTable, unplugTable } from './device.ts';
import type { KeySpec, KeyTable } from './forms.ts';
import { nodeTypes } from './index.ts';
import { takes, takesQuantity, writtenDefault } from './json-schema-values.ts';
import type { NodeDescriptor } from './node.ts';
import { isRequired, type ParamSpec } from './param.ts';
import type { Channels, Ports } from './port.ts';
import { machineTable, templateParamTable, templateTable, templateTypes, whenTable } from './reuse.ts';
import { type Quantity, SPEED_OF_SOUND, sample, unitNames, wanted, writeQuantity } from './units.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
export const code = (text: string): string => `\`${text}\``;

/** A value as one line of YAML. */
export function yaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([k, v]) => `${k}: ${yaml(v)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' && /^[*&!@%]|: |[{}[\],#]/.test(value) ? JSON.stringify(value) : String(value);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line), ''];
}

function keyTakes({ form }: KeySpec): string {
  switch (form.form) {
    case 'param':
      return takes(form.spec);
    case 'frames':
      return takesQuantity('frames', form);
    case 'text':
      return 'text';
    default:
      return '';
  }
}

function keyDefault({ form, required }: KeySpec): string {
  if (required === true) return 'required';
  const usual =
    form.form === 'param'
      ? writtenDefault(form.spec)
      : form.form === 'frames'
        ? form.default === null
          ? undefined
          : writeQuantity(form.default, 'frames')
        : undefined;
  return usual === undefined ? '' : code(String(usual));
}

export function keys(keyTable: KeyTable): string[] {
  const built = Object.entries(keyTable).filter(([, key]) => key.planned !== true);
  const later = Object.entries(keyTable).filter(([, key]) => key.planned === true);
  const rows = built.map(([name, key]) => {
    const example = key.example === undefined ? '' : code(`${name}: ${yaml(key.example)}`);
    return [code(name), key.summary, keyTakes(key), keyDefault(key), example];
  });
  const note = later.map(
    ([name, key]) => `${code(name)} (${key.summary.charAt(0).toLowerCase()}${key.summary.slice(1, -1)})`,
  );
  return [
    ...table(['key', 'what', 'takes', 'default', 'example'], rows),
    ...(note.length === 0 ? [] : [`Not in this version: ${note.join(', ')}.`, '']),
  ];
}

function width(channels: Channels): string {
  if (channels.rule === 'fixed')
    return channels.channels === 1 ? 'mono' : channels.channels === 2 ? 'stereo' : `${channels.channels} channels`;
  return channels.rule === 'any' ? 'any width' : `one channel per ${channels.rule === 'rows' ? 'row' : 'column'}`;
}

/** `in: any width → low, high: any width`. */
function ports(d: NodeDescriptor): string {
  const say = (p: Ports) =>
    Object.entries(p)
      .map(([name, port]) => `${code(name)} ${width(port.channels)}`)
      .join(', ');
  const outputs = typeof d.outputs === 'function' ? 'outputs by its params' : say(d.outputs);
  const inputs = say(d.inputs);
  return `${inputs === '' ? 'No input: stands first in a node without `from`' : `In: ${inputs}`}. Out: ${d.passthrough === true ? 'the same signals' : outputs}.`;
}

function paramDefault(spec: ParamSpec): string {
  if (isRequired(spec)) return 'required';
  const usual = writtenDefault(spec);
  return usual === undefined ? 'none' : code(String(usual));
}

function step(d: NodeDescriptor): string[] {
  const rows = [
    ...Object.entries(d.params).map(([name, spec]) => [
      spec.main ? `**${code(name)}**` : code(name),
      spec.summary,
      takes(spec),
      paramDefault(spec),
      spec.live ? 'live' : 'structural',
    ]),
    ...Object.entries(d.inputs)
      .filter(([port]) => port !== 'in')
      .map(([port, { optional }]) => [
        code(port),
        'Side-chain: the signal that is listened to.',
        'an address',
        optional ? 'none' : 'required',
        'structural',
      ]),
  ];
  return [
    `### ${d.type}`,
    '',
    `${d.summary} ${ports(d)}`,
    '',
    ...(rows.length === 0 ? [] : table(['param', 'what', 'takes', 'default', 'change'], rows)),
    '```yaml',
    `- ${d.type}: ${yaml(d.example)}`,
    '```',
    '',
  ];
}

const quantities = Object.keys(wanted) as readonly Quantity[];
const values = (): string[] =>
  table(
    ['value', 'units, the first one for a bare number', 'example'],
    quantities.map((q) => [wanted[q], unitNames(q).map(code).join(', ') || 'none', code(sample[q])]),
  );

export const section = (title: string, text: string, keyTable: KeyTable): string[] => [
  title,
  '',
  ...(text === '' ? [] : [text, '']),
  ...keys(keyTable),
];

const mergeRules = [
  'Later wins: `include` (list order), the file itself, the machine, `busbar.local.yaml` beside the config (for what nobody',
  'commits), `--set`. Then `extends`, `use` and `$name` are carried out. `busbar config --show-origin` prints what comes out,',
  'with file and line of every value.',
  '',
  '- Maps merge by key; `null` removes. Lists, and `match`, are replaced whole.',
  '- Over steps from elsewhere, `do:` may be a map from step ids to changes: `do: { compressor: { ratio: 6 }, gate: null }`.',
  '- A bare value over or under a map is widened first: `{ mute: true }` over `-6 dB` keeps the gain.',
  '- `null` over a device or port also removes what names it, and lists it; any other name that leads nowhere is an error. A band of a crossover that goes nowhere while others are heard is a warning.',
  '- Files are relative to the config that names them.',
  '',
];

const reuse = (): string[] => [
  '## Putting configs together',
  '',
  ...mergeRules,
  ...section(
    '### templates',
    'A template is a node with params: `use: NAME` takes it, `with` gives the values. A template may use another one; it sees its own params and those of the config.',
    templateTable,
  ),
  ...section('### params of templates', '', templateParamTable),
  ...table(
    ['type', 'what', 'example'],
    Object.entries(templateTypes).map(([name, { summary, example }]) => [code(name), summary, code(example)]),
  ),
  ...section(
    '### machines',
    'A machine is a config that is laid over the rest. `--machine NAME` chooses one; without it the one whose `when` matches applies, and two that match are an error.',
    machineTable,
  ),
  ...section('### when', '', whenTable),
];

/** The whole page. */
export const reference = (): string =>
  [
    '<!-- Generated by `npm run generate`: do not edit. -->',
    '',
    '# Reference',
    '',
    ...section('## The config', 'Keys at the top of `busbar.yaml`.', configTable),
    '## Values',
    '',
    `Numbers carry their unit. A metre is the time that sound takes for it, at ${SPEED_OF_SOUND} m/s. \`$name\` takes a value from \`params\`,`,
    `\`\${name}\` where the name would run on, \`$$\` is a dollar sign; \`$rate\` and \`$channel\` stand in the files of steps.`,
    '',
    ...values(),
    ...section('## engine', '', engineTable),
    ...section('## devices', '', deviceTable),
    ...section('### match', 'One selector, or a list in order of preference.', matchTable),
    ...section('### clock', 'Offline and live. Times count from the start of the render or the run.', clockTable),
    ...section('### clock stalls', 'One, or a list, no two at a time.', stallTable),
    ...section('### clock unplug', 'One, or a list, no two at a time.', unplugTable),
    ...section('## aggregates', '', aggregateTable),
    ...section(
      '## graph',
      'A node takes its input `from` sources or as a `mix` of them, runs the steps of `do` in order, and may go `to` sinks.',
      nodeTable,
    ),
    ...section('### mix', 'A map from sources to gains, bare, or to maps of these keys.', mixTable),
    ...section(
      '## controls',
      'A map from names to live params: `/monitor/level`. `set` and `get` take the name where they take an address; a change of controls alone changes no sound. Names are parts of small letters, digits, `_` and `-`, each after a slash.',
      controlTable,
    ),
    ...reuse(),
    ...section(
      '## Steps',
      'A step is a map of one key, `type: params`. The param in bold may stand bare: `gain: -6 dB`. A live param may change while the studio plays, a structural one makes a new plan. Every step has these keys too:',
      stepTable,
    ),
    ...nodeTypes.flatMap(step),
    `Not in this version: ${plannedSteps.map(code).join(', ')}.`,
    '',
  ].join('\n');
