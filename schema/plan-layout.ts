// plan.bin: the one table of binary sections. encode.ts writes it, native/plan reads it in place, and the C++
// header is generated from it. Little-endian; every record's fields lie at multiples of their size; sections
// start at multiples of 8. Invariant: changing anything here changes `layoutHash`, and engines refuse another hash.

export type FieldType = 'u32' | 'u64' | 'f64';
export interface RecordLayout {
  /** Section name; C++ calls the record by its singular in PascalCase: `ops` -> `OpRecord`. */
  readonly section: string;
  readonly record: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

export const PLAN_MAGIC = 0x4253_4252; // 'RBSB' as bytes: no text file starts so

/** The first bytes of a plan: this record, then one SectionEntry per section in the order below. */
export const headerLayout: RecordLayout = {
  section: 'header',
  record: 'Header',
  fields: {
    magic: 'u32',
    format_version: 'u32',
    layout_hash: 'u64',
    byte_length: 'u64',
    rate_hz: 'f64',
    quantum: 'u32',
    section_count: 'u32',
  },
};

export const sectionEntryLayout: RecordLayout = {
  section: 'sections',
  record: 'SectionEntry',
  fields: { offset: 'u64', count: 'u64' },
};

/** Ranges are (first, count) into the section that the name says. */
export const sectionLayouts: readonly RecordLayout[] = [
  {
    section: 'domains',
    record: 'Domain',
    fields: { rate_hz: 'f64', first_op: 'u32', op_count: 'u32', slots: 'u32', master: 'u32' },
  },
  {
    section: 'devices',
    record: 'Device',
    fields: { rate_hz: 'f64', domain: 'u32', inputs: 'u32', outputs: 'u32', period: 'u32' },
  },
  {
    section: 'ops',
    record: 'Op',
    fields: {
      kernel: 'u32',
      domain: 'u32',
      first_read: 'u32',
      read_count: 'u32',
      first_write: 'u32',
      write_count: 'u32',
      first_part: 'u32',
      part_count: 'u32',
      latency_frames: 'u32',
      in_place: 'u32',
    },
  },
  { section: 'reads', record: 'Read', fields: { slot: 'u32', signal: 'u32' } },
  { section: 'writes', record: 'Write', fields: { slot: 'u32', signal: 'u32' } },
  {
    section: 'parts',
    record: 'Part',
    fields: {
      state_key: 'u64',
      state_layout: 'u64',
      type: 'u32',
      first_param: 'u32',
      param_count: 'u32',
      first_read: 'u32',
      read_count: 'u32',
      first_write: 'u32',
      write_count: 'u32',
      reserved: 'u32',
    },
  },
  { section: 'params', record: 'Param', fields: { value: 'f64' } },
  { section: 'loops', record: 'Loop', fields: { first_op: 'u32', op_count: 'u32', frames: 'u32', reserved: 'u32' } },
  { section: 'blobs', record: 'Blob', fields: { first: 'u64', rows: 'u32', columns: 'u32' } },
  { section: 'blob_data', record: 'BlobData', fields: { value: 'f64' } },
];

/** u32 that stands for "none" (a domain without a master). */
export const NONE = 0xffff_ffff;

const sizeOf: Readonly<Record<FieldType, number>> = { u32: 4, u64: 8, f64: 8 };

export interface PlacedField {
  readonly name: string;
  readonly type: FieldType;
  readonly offset: number;
}

/** Field offsets and the record's size, each a multiple of the field's size, the size a multiple of the largest. */
export function place(layout: RecordLayout): { readonly fields: readonly PlacedField[]; readonly size: number } {
  let at = 0;
  let largest = 4;
  const fields = Object.entries(layout.fields).map(([name, type]) => {
    const size = sizeOf[type];
    largest = Math.max(largest, size);
    at = Math.ceil(at / size) * size;
    const field = { name, type, offset: at };
    at += size;
    return field;
  });
  return { fields, size: Math.ceil(at / largest) * largest };
}
