// The work that engines are compared on, as data and as configs. In: nothing; numbers come from a seeded generator.
// W1 equalisers, W2 a matrix, W3 long responses, W4 a graph of a thousand nodes, W5 an active cross-over.

/** mulberry32: the same numbers on every machine. */
function numbers(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const between = (random, low, high) => low + (high - low) * random();
const rounded = (x, digits) => Number(x.toFixed(digits));
const range = (n) => Array.from({ length: n }, (_, i) => i);

export const FRAMES = 128;
const RATE = 48000;

const bells = (random, n) =>
  range(n).map(() => ({
    freq: rounded(40 * 2 ** between(random, 0, 8), 1),
    q: 1.41,
    gain: rounded(between(random, -6, 6), 2),
  }));
const bellStep = ({ freq, q, gain }) => `{ peaking: { freq: ${freq} Hz, q: ${q}, gain: ${gain} dB } }`;
const head = (name, ins, outs) => [
  'busbar: 1',
  `name: ${name}`,
  `engine: { rate: ${RATE} Hz, quantum: ${FRAMES} frames }`,
  `devices: { card: { inputs: { a: 1-${ins} }, outputs: { b: 1-${outs} } } }`,
  'graph:',
];
const text = (lines) => `${lines.join('\n')}\n`;

export function equalisers(channels = 8) {
  const random = numbers(1);
  const chains = range(channels).map(() => bells(random, 10));
  const config = text([
    ...head('w1', channels, channels),
    ...chains.map(
      (chain, c) =>
        `  eq${c + 1}: { from: card.a.${c + 1}, do: [ ${chain.map(bellStep).join(', ')} ], to: card.b.${c + 1} }`,
    ),
  ]);
  return { ins: channels, outs: channels, chains, config };
}

export function matrix(size = 64) {
  const random = numbers(2);
  const decibels = range(size).map(() => range(size).map(() => rounded(between(random, -40, -20), 2)));
  const gains = decibels.map((row) => row.map((db) => 10 ** (db / 20)));
  const rows = decibels.map((row) => `[${row.map((db) => `${db} dB`).join(', ')}]`);
  const config = text([
    ...head('w2', size, size),
    `  blend: { from: card.a, do: [ { matrix: { gains: [ ${rows.join(',\n      ')} ] } } ], to: card.b }`,
  ]);
  return { ins: size, outs: size, gains, config };
}

export function responses(taps = 65_536) {
  const random = numbers(3);
  const files = range(2).map(() => {
    const h = Float32Array.from({ length: taps }, (_, i) => 0.01 * between(random, -1, 1) * Math.exp((-7 * i) / taps));
    h[0] += 0.7;
    return h;
  });
  const config = text([
    ...head('w3', 2, 2),
    ...['left', 'right'].map(
      (name, c) => `  ${name}: { from: card.a.${c + 1}, do: [ { fir: { file: ${name}.txt } } ], to: card.b.${c + 1} }`,
    ),
  ]);
  const names = ['left.txt', 'right.txt'];
  return { ins: 2, outs: 2, responses: files, config, files: files.map((h, i) => [names[i], [...h].join('\n')]) };
}

/** A third each of gains, equalisers and sums, wired at random to what came not long before; every node is heard. */
export function graph(nodes = 1000) {
  const random = numbers(4);
  const made = [];
  const unheard = new Set(range(8));
  for (let id = 8; id < nodes + 8; id++) {
    const kind = ['gain', 'bell', 'sum'][Math.floor(3 * random())];
    const from = new Set();
    const wanted = kind === 'sum' ? 2 + Math.floor(3 * random()) : 1;
    while (from.size < wanted) {
      const waiting = [...unheard].slice(-40);
      const pick = random() < 0.5 && waiting.length > 0 ? waiting[Math.floor(random() * waiting.length)] : undefined;
      from.add(pick ?? Math.max(0, id - 120) + Math.floor(random() * Math.min(id, 120)));
    }
    for (const f of from) unheard.delete(f);
    unheard.add(id);
    const decibels = kind === 'sum' ? rounded(-20 * Math.log10(wanted), 3) : rounded(between(random, -2.5, 2.3), 2);
    const bell = {
      freq: rounded(50 * 2 ** between(random, 0, 8), 1),
      q: rounded(between(random, 0.5, 4), 3),
      gain: rounded(between(random, -3, 3), 2),
    };
    made.push({ id, kind, from: [...from], decibels, bell });
  }
  const sinks = range(8).map((s) => [...unheard].filter((_, i) => i % 8 === s));
  const name = (id) => (id < 8 ? `card.a.${id + 1}` : `n${id}`);
  const sum = (ids, db) => `{ ${ids.map((i) => `${name(i)}: ${db} dB`).join(', ')} }`;
  const step = (n) => (n.kind === 'bell' ? bellStep(n.bell) : `{ gain: ${n.decibels} dB }`);
  const config = text([
    ...head('w4', 8, 8),
    ...made.map((n) =>
      n.kind === 'sum'
        ? `  n${n.id}: { channels: 1, mix: ${sum(n.from, n.decibels)} }`
        : `  n${n.id}: { from: ${name(n.from[0])}, do: [ ${step(n)} ] }`,
    ),
    ...sinks.map((ids, s) => `  sink${s}: { channels: 1, mix: ${sum(ids, 0)}, to: card.b.${s + 1} }`),
  ]);
  return { ins: 8, outs: 8, nodes: made, sinks, config };
}

const EDGES = [undefined, 80, 400, 2500, undefined];

/** Two channels in, four ways each; Linkwitz-Riley, five bells, a delay and, if asked for, a limiter at so many dBFS. */
export function crossover(limited, ceiling = -6) {
  const random = numbers(5);
  const ways = range(8).map((w) => ({
    source: Math.floor(w / 4),
    low: EDGES[w % 4],
    high: EDGES[(w % 4) + 1],
    bells: bells(random, 5),
    frames: Math.round(48 * between(random, 1, 8)),
  }));
  const steps = (w) => [
    ...(w.low === undefined ? [] : [`{ highpass: { freq: ${w.low} Hz, kind: LR4 } }`]),
    ...(w.high === undefined ? [] : [`{ lowpass: { freq: ${w.high} Hz, kind: LR4 } }`]),
    ...w.bells.map(bellStep),
    `{ delay: ${w.frames} frames }`,
    ...(limited ? [`{ limiter: { ceiling: ${ceiling} dBFS, lookahead: 1 ms } }`] : []),
  ];
  const config = text([
    ...head('w5', 2, 8),
    ...ways.map(
      (w, i) => `  way${i + 1}: { from: card.a.${w.source + 1}, do: [ ${steps(w).join(', ')} ], to: card.b.${i + 1} }`,
    ),
  ]);
  return { ins: 2, outs: 8, ways, limited, ceiling: 10 ** (ceiling / 20), config };
}

/** What moving the samples costs, which is taken off. */
export function passThrough(ins, outs) {
  const config = text([
    ...head('through', ins, outs),
    ...range(outs).map((o) => `  wire${o}: { from: card.a.${(o % ins) + 1}, to: card.b.${o + 1} }`),
  ]);
  return { ins, outs, config };
}

/** Coefficients b0 b1 b2 a1 a2 after the cookbook of R. Bristow-Johnson. */
const normal = (b0, b1, b2, a0, a1, a2) => [b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0];
const angle = (freq, q) => {
  const w = (2 * Math.PI * freq) / RATE;
  return { cos: Math.cos(w), alpha: Math.sin(w) / (2 * q) };
};
export function peakingBiquad({ freq, q, gain }) {
  const a = 10 ** (gain / 40);
  const { cos, alpha } = angle(freq, q);
  return normal(1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a);
}
export function lowpassBiquad(freq) {
  const { cos, alpha } = angle(freq, Math.SQRT1_2);
  return normal((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
}
export function highpassBiquad(freq) {
  const { cos, alpha } = angle(freq, Math.SQRT1_2);
  return normal((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha);
}
/** All sections of a way; LR4 is a Butterworth twice. */
export const wayBiquads = (w) => [
  ...(w.low === undefined ? [] : [highpassBiquad(w.low), highpassBiquad(w.low)]),
  ...(w.high === undefined ? [] : [lowpassBiquad(w.high), lowpassBiquad(w.high)]),
  ...w.bells.map(peakingBiquad),
];
