// plan.bin read back by its own table: every record is what the plan says, and equal plans are equal bytes.

import { beforeAll, describe, expect, it, test } from 'vitest';
import { encode } from '../compiler/encode.ts';
import { layoutHash } from '../schema/generate-native.ts';
import { kernels } from '../schema/kernels.ts';
import type { Plan } from '../schema/plan.ts';
import {
  headerLayout,
  NONE,
  PLAN_MAGIC,
  place,
  type RecordLayout,
  sectionEntryLayout,
  sectionLayouts,
} from '../schema/plan-layout.ts';
import { planOf } from './support/compile-text.ts';

type Row = Record<string, number | bigint>;

function decoded(bytes: Uint8Array): { readonly header: Row; readonly sections: Record<string, Row[]> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const record = (layout: RecordLayout, at: number): Row =>
    Object.fromEntries(
      place(layout).fields.map(({ name, type, offset }) => {
        if (type === 'u32') return [name, view.getUint32(at + offset, true)];
        return [name, type === 'u64' ? view.getBigUint64(at + offset, true) : view.getFloat64(at + offset, true)];
      }),
    );
  const entriesAt = place(headerLayout).size;
  const sections = sectionLayouts.map((layout, i) => {
    const entry = record(sectionEntryLayout, entriesAt + i * place(sectionEntryLayout).size);
    const [offset, count] = [Number(entry.offset), Number(entry.count)];
    expect(offset % 8).toBe(0);
    return [layout.section, Array.from({ length: count }, (_, r) => record(layout, offset + r * place(layout).size))];
  });
  return { header: record(headerLayout, 0), sections: Object.fromEntries(sections) };
}

const STUDIO = `
busbar: 1
devices: { main: { inputs: { mic: 1, pair: 3-4 }, outputs: { mon: 1-2 } } }
graph:
  echo: { from: bus, do: [ { delay: 10 ms } ] }
  bus: { channels: 2, mix: { main.mic: -3 dB, main.pair: 0 dB, echo: -9 dB }, do: [ { fir: { taps: [1, 0.5, 0.25] } } ], to: main.mon }
`;

let plan: Plan;
let bytes: Uint8Array;
beforeAll(async () => {
  plan = await planOf(STUDIO);
  bytes = encode(plan);
});

test('the header tells magic, layout and length', () => {
  expect(decoded(bytes).header).toEqual({
    magic: PLAN_MAGIC,
    format_version: plan.formatVersion,
    layout_hash: layoutHash(),
    byte_length: BigInt(bytes.length),
    rate_hz: 48000,
    quantum: plan.quantum,
    section_count: sectionLayouts.length,
  });
});

test('ops name their kernel and ranges that hold their reads, writes and parts', () => {
  const { sections } = decoded(bytes);
  const range = (section: string, first: unknown, count: unknown) =>
    sections[section]!.slice(Number(first), Number(first) + Number(count));
  expect(sections.ops).toHaveLength(plan.ops.length);
  for (const [i, op] of plan.ops.entries()) {
    const row = sections.ops![i]!;
    expect(kernels[Number(row.kernel)]!.name).toBe(op.kernel);
    expect(row).toMatchObject({ domain: op.domain, latency_frames: op.latencyFrames, in_place: op.inPlace ? 1 : 0 });
    expect(range('reads', row.first_read, row.read_count)).toEqual(
      op.reads.map((slot, r) => ({ slot, signal: op.from[r] })),
    );
    expect(range('writes', row.first_write, row.write_count)).toEqual(
      op.writes.map((slot, w) => ({ slot, signal: op.makes[w] })),
    );
    const parts = range('parts', row.first_part, row.part_count);
    expect(parts).toHaveLength(op.parts.length);
    for (const [p, part] of op.parts.entries()) {
      expect(parts[p]).toMatchObject({
        state_key: BigInt(`0x${part.stateKey}`),
        state_layout: BigInt(`0x${part.stateLayout}`),
        first_read: part.readFirst,
        read_count: part.readCount,
        first_write: part.writeFirst,
        write_count: part.writeCount,
      });
      expect(kernels[Number(parts[p]!.type)]!.name).toBe(part.type);
      expect(range('params', parts[p]!.first_param, parts[p]!.param_count).map((v) => v.value)).toEqual(
        Object.values(part.params),
      );
    }
  }
});

test('domains, devices, loops and tables are there', () => {
  const { sections } = decoded(bytes);
  expect(sections.domains).toEqual(
    plan.domains.map((d) => ({
      rate_hz: d.rateHz,
      first_op: d.firstOp,
      op_count: d.opCount,
      slots: d.slots,
      master: d.master ?? NONE,
    })),
  );
  expect(sections.devices).toEqual([
    { rate_hz: 48000, domain: 0, inputs: 4, outputs: 2, period: plan.devices[0]!.period },
  ]);
  const [loop] = plan.loops;
  expect(sections.loops).toEqual([
    { first_op: loop!.firstOp, op_count: loop!.opCount, frames: loop!.frames, reserved: 0 },
  ]);
  expect(sections.blobs).toEqual([{ first: 0n, rows: 1, columns: 3 }]);
  expect(sections.blob_data!.map((r) => r.value)).toEqual([1, 0.5, 0.25]);
});

describe('bytes', () => {
  it('are equal for equal configs, whatever the order of their maps', async () => {
    const lines = STUDIO.trim().split('\n');
    const again = await planOf([...lines.slice(0, 3), lines[4], lines[3]].join('\n'));
    expect(encode(again)).toEqual(bytes);
    expect(encode(structuredClone(plan))).toEqual(bytes);
  });

  it('differ where a param differs', async () => {
    expect(encode(await planOf(STUDIO.replace('-9 dB', '-9.5 dB')))).not.toEqual(bytes);
  });
});

test('a plan that lacks a param or part of a table is refused', () => {
  const spoiled = structuredClone(plan);
  Reflect.deleteProperty(spoiled.ops.find((op) => op.kernel === 'mix')!.parts[0]!.params, 'mute');
  expect(() => encode(spoiled)).toThrow(/lacks the param mute/);
  expect(() => encode({ ...plan, blobs: [] })).toThrow(/bus.fir names table 0 of 0/);
  const [table] = plan.blobs;
  expect(() => encode({ ...plan, blobs: [{ ...table!, columns: 4 }] })).toThrow(/holds 3 numbers/);
});
