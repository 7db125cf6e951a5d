// WAV containers: where the samples are, and the bytes that stand before them. In: bytes by offset. Out: a header,
// or what is wrong with the file, with its facts. Invariants: pure; reads only chunk headers; never trusts a size.
// Sources: IBM/Microsoft "Multimedia Programming Interface and Data Specifications 1.0" (1991), Microsoft
// "Multiple Channel Audio Data and WAVE Files" (2001), EBU Tech 3306 (RF64).

/** How one sample is stored: little-endian, packed. `s24_3` is 24 bits in three bytes. */
export type WavFormat = 'u8' | 's16' | 's24_3' | 's32' | 'f32' | 'f64';

export const bytesPerSample: Readonly<Record<WavFormat, number>> = {
  u8: 1,
  s16: 2,
  s24_3: 3,
  s32: 4,
  f32: 4,
  f64: 8,
};

/** Random access to a file: fewer bytes than asked for only at its end. */
export interface WavReader {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

export interface WavHeader {
  readonly rateHz: number;
  readonly channels: number;
  readonly format: WavFormat;
  /** Where the first sample is. */
  readonly dataOffset: number;
  /** Whole frames that are really there. */
  readonly frames: number;
  /**
   * `exact`: the header says so. `unknown`: a stream, written before its length was known; it ends with the file.
   * `cut`: the header promises more than the file holds (`declaredFrames`).
   */
  readonly length: 'exact' | 'unknown' | 'cut';
  /** Frames that the header promises; equals `frames` unless `length` is `cut`. */
  readonly declaredFrames: number;
}

export interface WavProblem {
  /** `foreign`: another kind of file. `cut`: ends inside its header. `unsupported`: a WAV that busbar does not read. `invalid`: contradicts itself. */
  readonly kind: 'foreign' | 'cut' | 'unsupported' | 'invalid';
  /** What is wrong, to stand after the file's name and a colon. */
  readonly message: string;
}

export type WavResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: WavProblem };

const UNKNOWN_U32 = 0xffff_ffff;
const TAG_PCM = 1;
const TAG_FLOAT = 3;
const TAG_EXTENSIBLE = 0xfffe;
/** More chunks than any honest file has: an end to walking through a file made of empty ones. */
const MAX_CHUNKS = 4096;
/** The last 14 bytes of the sub-format of an extensible header: its first two are the tag. */
const SUBFORMAT_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const tagNames: Readonly<Record<number, string>> = {
  2: 'Microsoft ADPCM',
  6: 'A-law',
  7: 'µ-law',
  17: 'IMA ADPCM',
  49: 'GSM 6.10',
  80: 'MPEG',
  85: 'MP3',
};

const magicNames: readonly (readonly [string, string])[] = [
  ['fLaC', 'a FLAC file'],
  ['OggS', 'an Ogg file'],
  ['FORM', 'an AIFF file'],
  ['ID3', 'an MP3 file'],
  ['caff', 'a CAF file'],
  ['RIFX', 'a big-endian WAV file'],
  ['riff', 'a Wave64 file'],
];

const fail = (kind: WavProblem['kind'], message: string) => ({ ok: false, problem: { kind, message } }) as const;
const viewOf = (b: Uint8Array) => new DataView(b.buffer, b.byteOffset, b.byteLength);
const asciiOf = (b: Uint8Array, at: number, n: number) => String.fromCharCode(...b.subarray(at, at + n));
const u64 = (v: DataView, at: number) => v.getUint32(at, true) + v.getUint32(at + 4, true) * 2 ** 32;

export const bytesReader = (bytes: Uint8Array): WavReader => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});

interface Encoding {
  readonly rateHz: number;
  readonly channels: number;
  readonly format: WavFormat;
}

/** What `fmt ` says. `bytes` is its body, 16 bytes or more. */
function parseFormat(bytes: Uint8Array): WavResult<Encoding> {
  const v = viewOf(bytes);
  let tag = v.getUint16(0, true);
  const channels = v.getUint16(2, true);
  const rateHz = v.getUint32(4, true);
  const blockBytes = v.getUint16(12, true);
  const bits = v.getUint16(14, true);
  if (tag === TAG_EXTENSIBLE) {
    if (bytes.length < 40) return fail('invalid', 'its extensible format is shorter than 40 bytes');
    if (SUBFORMAT_TAIL.some((b, i) => bytes[26 + i] !== b)) return fail('unsupported', 'its sub-format is not known');
    tag = v.getUint16(24, true);
  }
  if (channels === 0) return fail('invalid', 'it has no channels');
  if (rateHz === 0) return fail('invalid', 'its sample rate is 0 Hz');
  if (tag !== TAG_PCM && tag !== TAG_FLOAT) {
    return fail('unsupported', `its samples are ${tagNames[tag] ?? `coded as format ${tag}`}, not plain PCM`);
  }
  const format = sampleFormat(tag, bits);
  if (!format) return fail('unsupported', `its samples are ${bits}-bit ${tag === TAG_FLOAT ? 'floats' : 'integers'}`);
  const expected = bytesPerSample[format] * channels;
  if (blockBytes !== expected) {
    return fail(
      'invalid',
      `a frame of ${channels} x ${bits} bits cannot be ${blockBytes} bytes (${expected} expected)`,
    );
  }
  return { ok: true, value: { rateHz, channels, format } };
}

/** Integers stand at the top of their container, so 20 bits in three bytes are read as 24. */
function sampleFormat(tag: number, bits: number): WavFormat | undefined {
  if (tag === TAG_FLOAT) return bits === 32 ? 'f32' : bits === 64 ? 'f64' : undefined;
  if (bits < 1 || bits > 32) return undefined;
  return (['u8', 's16', 's24_3', 's32'] as const)[Math.ceil(bits / 8) - 1];
}

/** True for sizes that writers leave when they cannot seek back (ffmpeg: all ones; sox, arecord: about 2^31). */
const isPlaceholder = (size: number, wide: boolean) =>
  wide ? size >= 2 ** 63 : size >= 0xffff_ff00 || (size >= 0x7fff_0000 && size <= 0x8000_0000);

/**
 * Finds format and samples of a WAV file: RIFF, RF64 and BW64; PCM of 8 to 32 bits, floats of 32 and 64; any number of
 * channels and other chunks. A data size that lies is no failure but a fact of the header (`length`, `declaredFrames`).
 */
export function parseWav(file: WavReader): WavResult<WavHeader> {
  const start = file.read(0, 12);
  const magic = asciiOf(start, 0, 4);
  const is64 = magic === 'RF64' || magic === 'BW64';
  if (start.length === 0) return fail('foreign', 'it is empty');
  if (magic !== 'RIFF' && !is64) {
    const known = magicNames.find(([m]) => magic.startsWith(m));
    return fail('foreign', known ? `it is ${known[1]}, not a WAV file` : 'it is not a WAV file');
  }
  if (start.length < 12) return fail('cut', `it ends after ${start.length} bytes, inside its header`);
  if (asciiOf(start, 8, 4) !== 'WAVE')
    return fail('foreign', `it is a RIFF file of another kind (${asciiOf(start, 8, 4)})`);

  let encoding: Encoding | undefined;
  let wide: { readonly riffSize: number; readonly dataSize: number } | undefined;
  let data: DataChunk | undefined;
  let at = 12;
  for (let n = 0; at + 8 <= file.size && !(encoding && data); n++) {
    if (n === MAX_CHUNKS) return fail('invalid', `no samples within its first ${MAX_CHUNKS} chunks`);
    const head = file.read(at, 8);
    const id = asciiOf(head, 0, 4);
    let size = viewOf(head).getUint32(4, true);
    at += 8;
    if (id === 'ds64') {
      const body = file.read(at, 28);
      if (body.length < 28) return fail('cut', 'it ends inside its header (chunk ds64)');
      if (is64) wide = { riffSize: u64(viewOf(body), 0), dataSize: u64(viewOf(body), 8) };
    } else if (id === 'fmt ') {
      if (size < 16) return fail('invalid', `its format chunk has ${size} bytes (16 or more expected)`);
      const body = file.read(at, Math.min(size, 40));
      if (body.length < Math.min(size, 40)) return fail('cut', 'it ends inside its header (chunk fmt)');
      const format = parseFormat(body);
      if (!format.ok) return format;
      encoding = format.value;
    } else if (id === 'data' && !data) {
      const isWide = wide !== undefined && size === UNKNOWN_U32;
      if (wide && isWide) size = wide.dataSize;
      data = { offset: at, size, isWide };
    }
    at += size + (size % 2);
  }
  if (!encoding) return fail(data ? 'invalid' : 'cut', 'it has no format chunk');
  if (!data) return fail('cut', 'it has no samples (no data chunk)');
  return { ok: true, value: measure(file.size, wide?.riffSize ?? viewOf(start).getUint32(4, true), encoding, data) };
}

interface DataChunk {
  readonly offset: number;
  readonly size: number;
  /** The size has 64 bits. */
  readonly isWide: boolean;
}

/** Decides how many frames are there, given the claims of the container and of its data chunk, and the real size. */
function measure(fileSize: number, riffSize: number, encoding: Encoding, data: DataChunk): WavHeader {
  const frameBytes = bytesPerSample[encoding.format] * encoding.channels;
  const present = Math.max(0, fileSize - data.offset);
  // A size of 0 is an empty file where the container agrees that something else follows, else a header never mended.
  const follows = riffSize + 8 > data.offset && !isPlaceholder(riffSize, data.isWide);
  const unfinished = data.size === 0 && present > 0 && !follows;
  const unknown = unfinished || (data.size > present && isPlaceholder(data.size, data.isWide));
  const declaredFrames = Math.floor((unknown ? present : data.size) / frameBytes);
  const frames = Math.floor(Math.min(unknown ? present : data.size, present) / frameBytes);
  const length = unknown ? 'unknown' : frames < declaredFrames ? 'cut' : 'exact';
  return { ...encoding, dataOffset: data.offset, frames, length, declaredFrames };
}

/**
 * Header and samples of a WAV file in memory, a `Float64Array` per channel: integers over 2^(bits - 1), so that full
 * scale is [-1, 1); floats as they are (they may be above 1, or not finite). A `cut` file gives the frames it has.
 */
export function decodeWav(
  bytes: Uint8Array,
): WavResult<{ readonly header: WavHeader; readonly channels: readonly Float64Array[] }> {
  const parsed = parseWav(bytesReader(bytes));
  if (!parsed.ok) return parsed;
  const header = parsed.value;
  const sampleBytes = bytesPerSample[header.format];
  const read = sampleReader(viewOf(bytes), header.format);
  const channels = Array.from({ length: header.channels }, () => new Float64Array(header.frames));
  let at = header.dataOffset;
  for (let frame = 0; frame < header.frames; frame++) {
    for (const channel of channels) {
      channel[frame] = read(at);
      at += sampleBytes;
    }
  }
  return { ok: true, value: { header, channels } };
}

function sampleReader(v: DataView, format: WavFormat): (at: number) => number {
  switch (format) {
    case 'u8':
      return (at) => (v.getUint8(at) - 128) / 2 ** 7;
    case 's16':
      return (at) => v.getInt16(at, true) / 2 ** 15;
    case 's24_3':
      return (at) => (v.getUint16(at, true) + v.getInt8(at + 2) * 2 ** 16) / 2 ** 23;
    case 's32':
      return (at) => v.getInt32(at, true) / 2 ** 31;
    case 'f32':
      return (at) => v.getFloat32(at, true);
    case 'f64':
      return (at) => v.getFloat64(at, true);
  }
}

export interface WavShape {
  readonly rateHz: number;
  readonly channels: number;
  readonly format: WavFormat;
  readonly frames: number;
  /** The length is not known yet: headers of every length are equally long (EBU Tech 3306). */
  readonly growing?: boolean;
}

export interface WavFrame {
  /** Everything before the first sample. */
  readonly header: Uint8Array;
  /** Everything after the last one: the padding of an odd chunk. */
  readonly trailer: Uint8Array;
}

/**
 * What stands round the samples of a file whose length is known. RIFF, or RF64 where it does not fit into 4 GB; the
 * extensible form where the old one is ambiguous: more than two channels, or integers of more than 16 bits.
 */
export function frameWav(shape: WavShape): WavFrame {
  const sampleBytes = bytesPerSample[shape.format];
  const isFloat = shape.format === 'f32' || shape.format === 'f64';
  const extensible = shape.channels > 2 || (!isFloat && sampleBytes > 2);
  const dataBytes = shape.frames * shape.channels * sampleBytes;
  const pad = dataBytes % 2;
  const formatBytes = extensible ? 40 : isFloat ? 18 : 16;
  const factBytes = extensible || isFloat ? 12 : 0;
  const plainBytes = 12 + 8 + formatBytes + factBytes + 8;
  const reserved = shape.growing === true ? 36 : 0;
  const is64 = plainBytes + reserved - 8 + dataBytes + pad > UNKNOWN_U32 - 1;
  const isPadded = reserved > 0 && !is64;
  const header = new Uint8Array(plainBytes + (is64 || isPadded ? 36 : 0));
  const v = viewOf(header);
  let at = 0;
  const ascii = (s: string) => {
    for (const c of s) header[at++] = c.charCodeAt(0);
  };
  const u16 = (n: number) => {
    v.setUint16(at, n, true);
    at += 2;
  };
  const u32 = (n: number) => {
    v.setUint32(at, n, true);
    at += 4;
  };
  const long = (n: number) => {
    u32(n % 2 ** 32);
    u32(Math.floor(n / 2 ** 32));
  };

  const riffBytes = header.length - 8 + dataBytes + pad;
  ascii(is64 ? 'RF64' : 'RIFF');
  u32(is64 ? UNKNOWN_U32 : riffBytes);
  ascii('WAVE');
  if (is64) {
    ascii('ds64');
    u32(28);
    long(riffBytes);
    long(dataBytes);
    long(shape.frames);
    u32(0);
  }
  if (isPadded) {
    ascii('JUNK');
    u32(28);
    at += 28;
  }
  const tag = isFloat ? TAG_FLOAT : TAG_PCM;
  ascii('fmt ');
  u32(formatBytes);
  u16(extensible ? TAG_EXTENSIBLE : tag);
  u16(shape.channels);
  u32(shape.rateHz);
  u32(Math.min(UNKNOWN_U32, shape.rateHz * shape.channels * sampleBytes));
  u16(shape.channels * sampleBytes);
  u16(sampleBytes * 8);
  if (formatBytes > 16) u16(formatBytes - 18);
  if (extensible) {
    u16(sampleBytes * 8);
    u32(shape.channels === 1 ? 0x4 : shape.channels === 2 ? 0x3 : 0); // above stereo: no speakers meant, only channels
    u16(tag);
    header.set(SUBFORMAT_TAIL, at);
    at += SUBFORMAT_TAIL.length;
  }
  if (factBytes > 0) {
    ascii('fact');
    u32(4);
    u32(Math.min(UNKNOWN_U32, shape.frames));
  }
  ascii('data');
  u32(is64 ? UNKNOWN_U32 : dataBytes);
  return { header, trailer: new Uint8Array(pad) };
}
