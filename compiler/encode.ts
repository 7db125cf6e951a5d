// plan -> bytes: the flat tables of schema/plan-layout.ts, little-endian. In: a plan. Out: what the native engine reads
// in place. Invariant: equal plans give equal bytes; the header tells layout and length, so that foreign bytes are refused.

import { layoutHash } from '../schema/generate-native.ts';
import { kernelId, kernels } from '../schema/kernels.ts';
import { isBlob, planName } from '../schema/param.ts';
import type { Plan, PlanOp, PlanPart } from '../schema/plan.ts';
import { headerLayout, NONE, PLAN_MAGIC, place, sectionEntryLayout, sectionLayouts } from '../schema/plan-layout.ts';
import { invariant } from './invariant.ts';

/** u64 may be 16 hex digits. */
type Row = Readonly<Record<string, number | string>>;

const placed = new Map([headerLayout, sectionEntryLayout, ...sectionLayouts].map((l) => [l.section, place(l)]));

interface PlacedParam {
  readonly name: string;
  readonly isBlob: boolean;
}

/** Params of each type, in the order that its C++ struct has them. */
const paramsOf: ReadonlyMap<string, readonly PlacedParam[]> = new Map(
  kernels.map((k) => [
    k.name,
    Object.entries(k.params).map(([name, spec]) => ({ name: planName(name, spec), isBlob: isBlob(spec) })),
  ]),
);

let hash: string | undefined;

export function encode(plan: Plan): Uint8Array {
  const parts = plan.ops.flatMap((op) => op.parts);
  const counts: Readonly<Record<string, number>> = {
    domains: plan.domains.length,
    devices: plan.devices.length,
    ops: plan.ops.length,
    reads: sum(plan.ops, (op) => op.reads.length),
    writes: sum(plan.ops, (op) => op.writes.length),
    parts: parts.length,
    params: sum(parts, (p) => paramsOf.get(p.type)?.length ?? 0),
    loops: plan.loops.length,
    blobs: plan.blobs.length,
    blob_data: sum(plan.blobs, (b) => b.rows * b.columns),
  };
  const file = new PlanFile(counts);
  hash ??= layoutHash().toString(16).padStart(16, '0');
  file.header({
    magic: PLAN_MAGIC,
    format_version: plan.formatVersion,
    layout_hash: hash,
    byte_length: file.bytes.length,
    rate_hz: plan.rateHz,
    quantum: plan.quantum,
    section_count: sectionLayouts.length,
  });
  for (const d of plan.domains) {
    const { rateHz, firstOp, opCount, slots, master } = d;
    file.add('domains', { rate_hz: rateHz, first_op: firstOp, op_count: opCount, slots, master: master ?? NONE });
  }
  for (const { rateHz, domain, inputs, outputs, period } of plan.devices)
    file.add('devices', { rate_hz: rateHz, domain, inputs, outputs, period });
  for (const op of plan.ops) addOp(file, op, plan.blobs.length);
  for (const { firstOp, opCount, frames } of plan.loops)
    file.add('loops', { first_op: firstOp, op_count: opCount, frames, reserved: 0 });
  for (const { rows, columns, data } of plan.blobs) {
    invariant(data.length === rows * columns, `a blob of ${rows} x ${columns} holds ${data.length} numbers`);
    file.add('blobs', { first: file.added('blob_data'), rows, columns });
    for (const value of data) file.addNumber('blob_data', value);
  }
  return file.bytes;
}

function addOp(file: PlanFile, op: PlanOp, blobs: number): void {
  file.add('ops', {
    kernel: kernelId(op.kernel),
    domain: op.domain,
    first_read: file.added('reads'),
    read_count: op.reads.length,
    first_write: file.added('writes'),
    write_count: op.writes.length,
    first_part: file.added('parts'),
    part_count: op.parts.length,
    latency_frames: op.latencyFrames,
    in_place: op.inPlace ? 1 : 0,
  });
  for (const [i, slot] of op.reads.entries()) file.add('reads', { slot, signal: op.from[i]! });
  for (const [i, slot] of op.writes.entries()) file.add('writes', { slot, signal: op.makes[i]! });
  for (const part of op.parts) addPart(file, part, blobs);
}

function addPart(file: PlanFile, part: PlanPart, blobs: number): void {
  const params = paramsOf.get(part.type) ?? [];
  file.add('parts', {
    state_key: part.stateKey,
    state_layout: part.stateLayout,
    type: kernelId(part.type),
    first_param: file.added('params'),
    param_count: params.length,
    first_read: part.readFirst,
    read_count: part.readCount,
    first_write: part.writeFirst,
    write_count: part.writeCount,
    reserved: 0,
  });
  for (const { name, isBlob } of params) {
    const value = part.params[name];
    if (value === undefined) invariant(false, `${part.node}.${part.step} lacks the param ${name} of ${part.type}`);
    if (isBlob && !(value >= -1 && value < blobs))
      invariant(false, `${part.node}.${part.step} names table ${value} of ${blobs}`);
    file.addNumber('params', value);
  }
}

const sum = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((total, item) => total + value(item), 0);

/** Bytes of a plan with every section at its place, filled record by record. */
class PlanFile {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly sections: ReadonlyMap<string, { readonly offset: number; readonly count: number; added: number }>;

  constructor(counts: Readonly<Record<string, number>>) {
    let end = placed.get('header')!.size + sectionLayouts.length * placed.get('sections')!.size;
    this.sections = new Map(
      sectionLayouts.map(({ section }) => {
        const offset = aligned(end);
        const count = counts[section]!;
        end = offset + count * placed.get(section)!.size;
        return [section, { offset, count, added: 0 }];
      }),
    );
    this.bytes = new Uint8Array(aligned(end));
    this.view = new DataView(this.bytes.buffer);
  }

  header(row: Row): void {
    this.write('header', 0, row);
    const { size } = placed.get('header')!;
    const entry = placed.get('sections')!.size;
    for (const [i, { offset, count }] of [...this.sections.values()].entries())
      this.write('sections', size + i * entry, { offset, count });
  }

  /** Records of a section so far: the index of the next. */
  added(section: string): number {
    return this.sections.get(section)!.added;
  }

  add(section: string, row: Row): void {
    const s = this.sections.get(section)!;
    this.write(section, s.offset + s.added++ * placed.get(section)!.size, row);
  }

  /** A record of one f64. */
  addNumber(section: string, value: number): void {
    const s = this.sections.get(section)!;
    this.view.setFloat64(s.offset + 8 * s.added++, value, true);
  }

  private write(section: string, at: number, row: Row): void {
    for (const { name, type, offset } of placed.get(section)!.fields) {
      const value = row[name]!;
      if (type === 'u32') this.view.setUint32(at + offset, Number(value), true);
      else if (type === 'f64') this.view.setFloat64(at + offset, Number(value), true);
      else if (typeof value === 'number') this.view.setBigUint64(at + offset, BigInt(value), true);
      else {
        this.view.setUint32(at + offset, Number.parseInt(value.slice(8), 16), true);
        this.view.setUint32(at + offset + 4, Number.parseInt(value.slice(0, 8), 16), true);
      }
    }
  }
}

const aligned = (offset: number): number => Math.ceil(offset / 8) * 8;
