// Bytes that are not a plan, or not quite: each is refused with its reason, and none crashes.

import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import { headerLayout, NONE, place, sectionEntryLayout, sectionLayouts } from '../../schema/plan-layout.ts';
import { describeNative, native } from '../support/addon.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';

const hand: HandPlan = {
  quantum: 16,
  ops: [
    input(0, 1),
    { kernel: 'feedback_out', writes: [2], params: [8] },
    {
      kernel: 'mix',
      reads: [0, 2],
      writes: [3],
      parts: [
        { params: [0, 0, 0, 0], reads: [0, 1] },
        { params: [-6, 0, 0, 0], reads: [1, 1] },
      ],
    },
    { kernel: 'feedback_in', reads: [3], params: [1] },
    { kernel: 'crossing', reads: [1], writes: [4], params: [5, 0, 0] },
    { kernel: 'gain', reads: [3, 4], writes: [5, 6], params: [-3, 40], inPlace: true },
    { kernel: 'matrix', reads: [5, 6], writes: [7], params: [0] },
    output(7),
  ],
  loops: [{ firstOp: 1, opCount: 3, frames: 8 }],
  devices: [{ inputs: 2, outputs: 2 }],
  blobs: [{ rows: 1, columns: 2, data: Float64Array.of(0.5, 0.5) }],
};

type Patch = (plan: Plan) => void;

/** The bytes of a plan and its fields by name. */
class Plan {
  bytes = encode(handPlan(hand));

  view = () => new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);

  private write(at: number, type: 'u32' | 'u64' | 'f64', value: number): void {
    if (type === 'u32') this.view().setUint32(at, value, true);
    else if (type === 'u64') this.view().setBigUint64(at, BigInt(value), true);
    else this.view().setFloat64(at, value, true);
  }

  header(name: string, value: number): void {
    const field = place(headerLayout).fields.find((f) => f.name === name)!;
    this.write(field.offset, field.type, value);
  }

  entry(section: string, name: 'offset' | 'count', value: number): void {
    const index = sectionLayouts.findIndex((s) => s.section === section);
    const field = place(sectionEntryLayout).fields.find((f) => f.name === name)!;
    this.write(place(headerLayout).size + index * place(sectionEntryLayout).size + field.offset, field.type, value);
  }

  offset(section: string): number {
    const index = sectionLayouts.findIndex((s) => s.section === section);
    return Number(this.view().getBigUint64(place(headerLayout).size + index * place(sectionEntryLayout).size, true));
  }

  set(section: string, index: number, name: string, value: number): void {
    const { fields, size } = place(sectionLayouts.find((s) => s.section === section)!);
    const field = fields.find((f) => f.name === name)!;
    this.write(this.offset(section) + index * size + field.offset, field.type, value);
  }
}

const partOf = (op: number) => [0, 2, 3, 5, 6, 7, 8, 9][op]!;
const paramOf = (op: number) => [0, 4, 5, 13, 14, 17, 19, 20][op]!;

function refusal(patch: Patch): { code: string; message: string } {
  const plan = new Plan();
  patch(plan);
  try {
    new (native().Engine)(plan.bytes);
  } catch (e) {
    return { code: (e as { code: string }).code, message: (e as Error).message };
  }
  return { code: 'accepted', message: '' };
}

const cases: readonly [code: string, message: string, patch: Patch][] = [
  ['plan-foreign', 'these bytes are not a plan', (p) => p.header('magic', 0x46464952)],
  ['plan-foreign', 'these bytes are not a plan', (p) => (p.bytes = new Uint8Array(0))],
  ['plan-version', 'another version', (p) => p.header('format_version', 2)],
  ['plan-version', 'another version', (p) => p.header('layout_hash', 1)],
  ['plan-corrupt', 'ends within its header', (p) => (p.bytes = p.bytes.slice(0, 20))],
  ['plan-corrupt', 'shorter or longer', (p) => (p.bytes = p.bytes.slice(0, -8))],
  ['plan-corrupt', 'number of sections', (p) => p.header('section_count', 9)],
  ['plan-corrupt', "plan's rate", (p) => p.header('rate_hz', Number.NaN)],
  ['plan-corrupt', 'quantum', (p) => p.header('quantum', 0)],
  ['plan-corrupt', 'quantum', (p) => p.header('quantum', 65537)],
  ['plan-corrupt', 'a section starts', (p) => p.entry('ops', 'offset', p.offset('ops') + 4)],
  ['plan-corrupt', 'a section starts', (p) => p.entry('ops', 'offset', 2 ** 52)],
  ['plan-corrupt', 'a section starts', (p) => p.entry('ops', 'offset', 0)],
  ['plan-corrupt', 'a section ends beyond', (p) => p.entry('blob_data', 'count', 2 ** 61)],
  ['plan-corrupt', 'rate of a domain', (p) => p.set('domains', 0, 'rate_hz', 0)],
  ['plan-corrupt', 'do not divide the ops', (p) => p.set('domains', 0, 'first_op', 1)],
  ['plan-corrupt', 'do not divide the ops', (p) => p.set('domains', 0, 'op_count', 9)],
  ['plan-corrupt', 'belongs to no domain', (p) => p.set('domains', 0, 'op_count', 7)],
  ['plan-corrupt', 'more slots than anything writes', (p) => p.set('domains', 0, 'slots', 9)],
  ['plan-corrupt', 'master', (p) => p.set('domains', 0, 'master', 1)],
  ['accepted', '', (p) => p.set('domains', 0, 'master', NONE)],
  ['plan-corrupt', 'a device names a domain', (p) => p.set('devices', 0, 'domain', 1)],
  ['plan-corrupt', 'too many channels', (p) => p.set('devices', 0, 'inputs', 2 ** 31)],
  ['plan-corrupt', 'rate of a device', (p) => p.set('devices', 0, 'rate_hz', Number.POSITIVE_INFINITY)],
  ['plan-corrupt', 'a kernel that does not exist', (p) => p.set('ops', 5, 'kernel', 1000)],
  ['plan-corrupt', 'its domain does not exist', (p) => p.set('ops', 5, 'domain', 1)],
  ['plan-corrupt', 'its reads are out of place', (p) => p.set('ops', 5, 'first_read', 0)],
  ['plan-corrupt', 'its reads are out of place', (p) => p.set('ops', 7, 'read_count', NONE)],
  ['plan-corrupt', 'its writes are out of place', (p) => p.set('ops', 5, 'write_count', 1)],
  ['plan-corrupt', 'its parts are out of place', (p) => p.set('ops', 7, 'part_count', 2)],
  ['plan-corrupt', 'reads a slot that does not exist', (p) => p.set('reads', 0, 'slot', 8)],
  ['plan-corrupt', 'writes a slot that does not exist', (p) => p.set('writes', 0, 'slot', 8)],
  ['plan-corrupt', 'writes a slot twice', (p) => p.set('writes', 1, 'slot', 0)],
  ['plan-corrupt', 'writes over what it reads', (p) => p.set('writes', 3, 'slot', 0)],
  ['plan-corrupt', 'writes over what it reads', (p) => p.set('writes', 5, 'slot', 4)],
  ['accepted', '', (p) => p.set('writes', 5, 'slot', 3)],
  ['plan-corrupt', 'cannot run in place', (p) => p.set('ops', 2, 'in_place', 1)],
  ['plan-corrupt', 'a type that does not exist', (p) => p.set('parts', partOf(5), 'type', NONE)],
  ['plan-corrupt', 'another number of params', (p) => p.set('parts', partOf(5), 'param_count', 1)],
  ['plan-corrupt', 'params of a part are out of place', (p) => p.set('parts', partOf(5), 'first_param', 0)],
  ['plan-corrupt', 'reaches beyond the reads', (p) => p.set('parts', partOf(2), 'first_read', NONE)],
  ['plan-corrupt', 'does not cover its op', (p) => p.set('parts', partOf(5), 'read_count', 1)],
  ['plan-corrupt', 'refuses its channels', (p) => p.set('parts', partOf(2), 'read_count', 2)],
  ['plan-corrupt', 'not finite', (p) => p.set('params', paramOf(5), 'value', Number.NaN)],
  ['plan-corrupt', 'gain: gain is out of range', (p) => p.set('params', paramOf(5), 'value', 41)],
  ['plan-corrupt', 'crossing: delay is not whole', (p) => p.set('params', paramOf(4), 'value', 1.5)],
  ['plan-corrupt', 'crossing: drift is out of range', (p) => p.set('params', paramOf(4) + 2, 'value', 3)],
  ['plan-corrupt', 'device or a channel that does not exist', (p) => p.set('params', paramOf(4) + 1, 'value', 1)],
  ['plan-corrupt', 'device or a channel that does not exist', (p) => p.set('params', 1, 'value', 2)],
  ['plan-corrupt', 'device or a channel that does not exist', (p) => p.set('params', paramOf(7), 'value', 0.5)],
  ['plan-large', 'more memory', (p) => p.set('params', paramOf(4), 'value', 2 ** 31 - 1)],
  ['plan-corrupt', 'a loop is empty', (p) => p.set('loops', 0, 'frames', 0)],
  ['plan-corrupt', 'loops are out of order', (p) => p.set('loops', 0, 'op_count', 8)],
  ['plan-corrupt', 'its loop is not shorter', (p) => p.set('loops', 0, 'frames', 9)],
  ['plan-corrupt', 'its loop is not shorter', (p) => p.set('loops', 0, 'op_count', 2)],
  ['plan-corrupt', 'its other end does not exist', (p) => p.set('params', paramOf(3), 'value', 8)],
  ['plan-corrupt', 'its other end does not fit', (p) => p.set('params', paramOf(3), 'value', 2)],
  ['plan-corrupt', 'a blob reaches beyond', (p) => p.set('blobs', 0, 'rows', 2)],
  ['plan-corrupt', 'a blob reaches beyond', (p) => p.set('blobs', 0, 'first', 2 ** 50)],
  ['plan-corrupt', 'a blob holds a number', (p) => p.set('blob_data', 1, 'value', Number.NEGATIVE_INFINITY)],
  ['plan-corrupt', 'names no blob', (p) => p.set('params', paramOf(6), 'value', 1)],
  ['plan-corrupt', 'names no blob', (p) => p.set('params', paramOf(6), 'value', -1)],
  ['plan-corrupt', 'reads another number of channels', (p) => p.set('blobs', 0, 'columns', 1)],
];

describeNative('plan view', () => {
  it('accepts the plan as it is, at any alignment', () => {
    expect(refusal(() => {})).toEqual({ code: 'accepted', message: '' });
    const shifted = new Uint8Array(new Plan().bytes.length + 3).subarray(3);
    shifted.set(new Plan().bytes);
    expect(refusal((p) => (p.bytes = shifted))).toEqual({ code: 'accepted', message: '' });
  });

  it.each(cases.map(([code, message, patch], i) => ({ code, message, patch, i })))(
    '$code: $message ($i)',
    ({ code, message, patch }) => {
      const refused = refusal(patch);
      expect(refused.message).toContain(message);
      expect(refused.code).toBe(code);
    },
  );

  it('refuses every truncation', () => {
    const { length } = new Plan().bytes;
    for (let n = 0; n < length; n++)
      expect(refusal((p) => (p.bytes = p.bytes.slice(0, n))).code).toMatch(/^plan-(foreign|corrupt)$/);
  });

  it('refuses what is no Uint8Array', () => {
    expect(() => new (native().Engine)('plan' as unknown as Uint8Array)).toThrow('plan must be a Uint8Array');
  });
});
