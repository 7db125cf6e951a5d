// Raw samples of every format, with every bit in use. In: a format, a seed. Out: bytes; and where two of them part.

export const widths = { s16: 2, s24: 4, s24_3: 3, s32: 4, f32: 4 } as const;
export type Format = keyof typeof widths;

/** Interleaved noise from a linear congruential generator; floats lie within full scale. */
export function noise(format: Format, channels: number, frames: number, seed = 1): Buffer {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state;
  };
  const width = widths[format];
  const bytes = Buffer.alloc(frames * channels * width);
  for (let i = 0; i < frames * channels; i++) {
    const value = next();
    if (format === 'f32') bytes.writeFloatLE(value / 2 ** 31, i * width);
    else if (format === 's32') bytes.writeInt32LE(value, i * width);
    else if (format === 's16') bytes.writeInt16LE(value >> 16, i * width);
    else if (format === 's24') bytes.writeInt32LE(value >> 8, i * width);
    else bytes.writeIntLE(value >> 8, i * width, 3);
  }
  return bytes;
}

/** `undefined` where `played` is `lead` frames of silence and then the beginning of `source`; else what it is. */
export function difference(played: Buffer, source: Buffer, lead: number, frameBytes: number): string | undefined {
  const silence = lead * frameBytes;
  for (let i = 0; i < played.length; i++)
    if (played[i] !== (i < silence ? 0 : source[i - silence])) {
      const frame = Math.floor(i / frameBytes);
      return `frame ${frame} of ${played.length / frameBytes} (byte ${i % frameBytes}) differs, silence being ${lead} frames`;
    }
  return played.length > silence + frameBytes ? undefined : `only ${played.length / frameBytes} frames`;
}
