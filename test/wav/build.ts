// WAV files by hand, byte by byte, so that the tests of the reader do not lean on the writer.

export const bytes = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
export const ascii = (s: string): Uint8Array => new Uint8Array(Buffer.from(s, 'latin1'));

const numbers =
  (size: number, put: (v: DataView, at: number, n: number) => void) =>
  (...n: readonly number[]): Uint8Array => {
    const out = new Uint8Array(n.length * size);
    const view = new DataView(out.buffer);
    n.forEach((x, i) => {
      put(view, i * size, x);
    });
    return out;
  };
export const u16 = numbers(2, (v, at, n) => v.setUint16(at, n, true));
export const u32 = numbers(4, (v, at, n) => v.setUint32(at, n, true));
export const u64 = numbers(8, (v, at, n) => v.setBigUint64(at, BigInt(n), true));

export const chunk = (id: string, body: Uint8Array): Uint8Array =>
  bytes(ascii(id), u32(body.length), body, new Uint8Array(body.length % 2));
export const dataChunk = (body: Uint8Array): Uint8Array => chunk('data', body);

export function riff(...chunks: readonly Uint8Array[]): Uint8Array {
  const body = bytes(...chunks);
  return bytes(ascii('RIFF'), u32(4 + body.length), ascii('WAVE'), body);
}

export interface FormatFields {
  readonly tag: number;
  readonly channels: number;
  readonly rateHz: number;
  readonly bits: number;
  /** Bytes per sample, where not the bits rounded up. */
  readonly container?: number;
  readonly extensible?: boolean;
  readonly mask?: number;
}

/** The chunk `fmt `. */
export function format(f: FormatFields): Uint8Array {
  const frame = f.channels * (f.container ?? f.bits / 8);
  const base = bytes(
    u16(f.extensible ? 0xfffe : f.tag, f.channels),
    u32(f.rateHz, f.rateHz * frame),
    u16(frame, f.bits),
  );
  if (!f.extensible) return chunk('fmt ', base);
  const guid = bytes(u16(f.tag), Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71));
  return chunk('fmt ', bytes(base, u16(22, f.bits), u32(f.mask ?? 0), guid));
}
