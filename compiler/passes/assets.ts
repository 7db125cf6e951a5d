// checked graph -> the same with its tables: FIRs, parametric lists, matrices, lists of numbers. In: a checked graph and
// a host that reads. Out: an asset for every such param that was written. Invariant: this is the last look at files; what
// an asset holds is finite and fits the step that asked.

import type { NodeDescriptor } from '../../schema/node.ts';
import { isBlob, type MatrixValue, type ParamSpec } from '../../schema/param.ts';
import { expandFileName } from '../ir/file-name.ts';
import type { Asset, CheckedGraph, EquippedGraph } from '../ir/graph.ts';
import type { JsonPointer } from '../ir/source.ts';
import { assetKey } from './assets/asset-key.ts';
import { type FirRequest, firNames, type Rows, readFir } from './assets/fir.ts';
import { readParametric } from './assets/parametric.ts';
import { AssetReader } from './assets/reader.ts';
import type { ReadPass } from './pass.ts';

export const assets: ReadPass<CheckedGraph, EquippedGraph> = async (checked, context) => {
  const reader = new AssetReader(context);
  const requests = requestsOf(checked);
  for (const { fir, spec } of requests) {
    if (spec.kind !== 'file') continue;
    const names = spec.format === 'fir' ? firNames(fir) : [expandFileName(fir.name, { rate: fir.rateHz, channel: 1 })];
    for (const name of names) reader.start(name, fir.at);
  }
  const equipped = new Map<JsonPointer, Asset>();
  for (const { spec, value, fir } of requests) {
    const rows = tableOf(spec, value) ?? (await readFile(reader, spec, fir));
    if (rows !== undefined) equipped.set(fir.at, { ...rows, sha256: context.host.sha256(bytesOf(rows.data)) });
  }
  return { value: { ...checked, assets: equipped }, diagnostics: reader.found };
};

interface Request {
  readonly spec: ParamSpec;
  readonly value: unknown;
  readonly fir: FirRequest;
}

const blobParams = new WeakMap<NodeDescriptor, readonly string[]>();

/** Params of a step type that are tables; most have none. */
function tablesOf(d: NodeDescriptor): readonly string[] {
  let names = blobParams.get(d);
  if (names === undefined) {
    names = Object.keys(d.params).filter((name) => isBlob(d.params[name]!));
    blobParams.set(d, names);
  }
  return names;
}

function requestsOf({ graph, nodes }: CheckedGraph): readonly Request[] {
  const { rateHz } = graph.config.engine;
  const requests: Request[] = [];
  for (const node of graph.nodes) {
    for (let i = 0; i < node.steps.length; i++) {
      const { config } = node.steps[i]!;
      for (const name of tablesOf(config.descriptor)) {
        const value = config.params[name];
        if (value === null || value === undefined) continue;
        const channels = Math.max(0, nodes[node.id]!.steps[i]!.inputs.in ?? 0);
        const fir = {
          name: String(value),
          at: assetKey(config, name),
          step: `${node.name}.${config.id}`,
          channels,
          rateHz,
        };
        requests.push({ spec: config.descriptor.params[name]!, value, fir });
      }
    }
  }
  return requests;
}

/** Tables that the config itself holds. */
function tableOf(spec: ParamSpec, value: unknown): Rows | undefined {
  if (spec.kind === 'numbers') {
    const data = Float64Array.from(value as readonly number[]);
    return { rows: 1, columns: data.length, data };
  }
  if (spec.kind !== 'matrix') return undefined;
  const rows = value as MatrixValue;
  const data = Float64Array.from(rows.flat(), (db) => (db === null ? 0 : 10 ** (db / 20)));
  return { rows: rows.length, columns: rows[0]?.length ?? 0, data };
}

function readFile(reader: AssetReader, spec: ParamSpec, request: FirRequest): Promise<Rows | undefined> {
  if (spec.kind === 'file' && spec.format === 'parametric') {
    return readParametric(reader, request.name, request.at, request.rateHz);
  }
  return readFir(reader, request);
}

/** The numbers as bytes, the same on every machine that plans are made on (little-endian). */
const bytesOf = (data: Float64Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
