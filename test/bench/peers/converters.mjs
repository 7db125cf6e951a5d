// Converters of a ratio that moves, two channels (W6), from memory: programs in one binary (native/convert.cpp), ours too.
// In: the binary. Out: a command for so many seconds, per engine; those whose library was not found are missing.

import { spawnSync } from 'node:child_process';

const MISSING = 3;
const packages = {
  libsamplerate: ['libsamplerate best', 'libsamplerate0-dev'],
  speexdsp: ['speexdsp q10, its ratio still', 'libspeexdsp-dev'],
  zita: ['zita-resampler 96 (to 94 dB at 18 kHz)', 'libzita-resampler-dev'],
};

export const rates = { 'W6: 48 kHz, a clock that moves': [48000, 48000], 'W6: 44.1 to 48 kHz': [44100, 48000] };

export const converter =
  (binary, engine, [from, to]) =>
  (seconds) => [binary, [engine, String(from), String(to), String(seconds)]];

/** Those that are here, and what is said of the others. */
export function converters(binary) {
  const isHere = (engine) => spawnSync(binary, [engine, '48000', '48000', '0.01']).status !== MISSING;
  const all = Object.entries(packages).map(([engine, [name, debian]]) => ({
    engine,
    name,
    debian,
    here: isHere(engine),
  }));
  return {
    here: all.filter((c) => c.here),
    notes: all.filter((c) => !c.here).map((c) => `${c.name}: not installed (Debian: ${c.debian}).`),
  };
}
