// Figures for people. In: numbers in plain units. Out: short words.

const trim = (n: number, digits: number) => String(Number(n.toFixed(digits)));

/** `48 kHz`, `44.1 kHz`. */
export const rateText = (hz: number): string => `${trim(hz / 1000, 3)} kHz`;

/** `96 frames, 2 ms`; `0 frames`. */
export const latencyText = (frames: number, rateHz: number): string =>
  frames === 0 ? '0 frames' : `${frames} frame${frames === 1 ? '' : 's'}, ${trim((1000 * frames) / rateHz, 2)} ms`;

/** `8.20 s`, `1 min 3.20 s`. */
export function secondsText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds.toFixed(2)} s` : `${minutes} min ${(seconds - 60 * minutes).toFixed(2)} s`;
}

export const decibelsOf = (factor: number): number => 20 * Math.log10(factor);

/** `-3.2 dBFS`; `silence` for 0. */
export const levelText = (factor: number): string => (factor > 0 ? `${decibelsOf(factor).toFixed(1)} dBFS` : 'silence');

export const formatText: Readonly<Record<string, string>> = {
  u8: '8 bit',
  s16: '16 bit',
  s24_3: '24 bit',
  s32: '32 bit',
  f32: '32-bit float',
  f64: '64-bit float',
};

export const channelsText = (n: number): string => (n === 1 ? 'mono' : n === 2 ? 'stereo' : `${n} channels`);
