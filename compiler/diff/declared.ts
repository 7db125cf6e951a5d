// What differs between two configs and makes no difference to what runs. In: both, validated. Out: a line for each: the
// name of the studio, its budget, what devices are called and what becomes of them, nodes that nobody hears.
// Invariant: nothing here is heard, so the kind of each is `none`; what a plan shows is told by its comparison, not here.

import { writeQuantity } from '../../schema/units.ts';
import type { Config, DeviceConfig, NodeConfig, PortConfig } from '../ir/config.ts';
import type { Change } from './changes.ts';

/** `heard`: names of nodes that either plan computes. */
export function diffDeclared(a: Config, b: Config, heard: ReadonlySet<string>): readonly Change[] {
  return [
    ...pairs([['name', a.name || 'none']], [['name', b.name || 'none']]),
    ...pairs(budgetOf(a), budgetOf(b)),
    ...pairs(
      a.devices.flatMap(factsOf),
      b.devices.flatMap(factsOf),
      (target) => isThere(target, a) && isThere(target, b),
    ),
    ...parked(a, b, heard),
  ];
}

type Facts = readonly (readonly [target: string, value: string])[];

function pairs(a: Facts, b: Facts, isAsked: (target: string) => boolean = () => true): readonly Change[] {
  const [before, after] = [new Map(a), new Map(b)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(isAsked).flatMap((target): readonly Change[] => {
    const [from, to] = [before.get(target) ?? null, after.get(target) ?? null];
    return from === to ? [] : [{ target, from, to, kind: 'none' }];
  });
}

const budgetOf = ({ engine: { latencyBudgetMs: ms } }: Config): Facts => [
  ['engine.latency_budget', ms === null ? 'none' : writeQuantity(ms, 'time')],
];

/** Devices that come or go are told as such. */
const isThere = (target: string, { devices }: Config): boolean =>
  devices.some((d) => target.slice(0, target.indexOf('.')) === d.name);

const factsOf = ({ name, inputs, outputs, missing, exclusive, align, latencyMs }: DeviceConfig): Facts => [
  ...portsOf(`${name}.inputs`, inputs),
  ...portsOf(`${name}.outputs`, outputs),
  [`${name}.missing`, missing],
  [`${name}.exclusive`, String(exclusive)],
  [
    `${name}.align`,
    align.length === 0
      ? 'none'
      : align
          .map((a) => a.port)
          .sort()
          .join(', '),
  ],
  [`${name}.latency`, latencyMs === null ? 'none' : writeQuantity(latencyMs, 'time')],
];

const portsOf = (at: string, ports: readonly PortConfig[]): Facts =>
  ports.map(({ name, channels }) => [
    `${at}.${name}`,
    `${channels.length === 1 ? 'channel' : 'channels'} ${channels.join(', ')}`,
  ]);

function parked(a: Config, b: Config, heard: ReadonlySet<string>): readonly Change[] {
  const facts = ({ nodes }: Config) =>
    new Map(nodes.flatMap((n) => (heard.has(n.name) ? [] : [[n.name, plain(n)] as const])));
  const [before, after] = [facts(a), facts(b)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((target): readonly Change[] => {
    const [was, is] = [before.get(target), after.get(target)];
    if (was === is) return [];
    const from = was === undefined ? null : 'not heard';
    return [
      { target, from, to: is === undefined ? null : from === null ? 'not heard' : 'another, not heard', kind: 'none' },
    ];
  });
}

/** Without the places where it is written, and without what its step types are made of. */
const plain = (node: NodeConfig): string =>
  JSON.stringify(node, (key, value: unknown) =>
    key === 'at' || key === 'paramsAt' ? undefined : key === 'descriptor' ? (value as { type: string }).type : value,
  );
