// The shape of every event of `run --json`, as a program reads it. In: nothing. Out: a JSON Schema per event.
// Invariant: nothing is optional and nothing more is allowed, so that a field that comes or goes turns a test red.

type Schema = Readonly<Record<string, unknown>>;

const object = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const list = (items: Schema): Schema => ({ type: 'array', items });
const word: Schema = { type: 'string', minLength: 1 };
const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const natural: Schema = { type: 'integer', minimum: 0 };
const share: Schema = { type: 'number', minimum: 0 };
const or = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const oneOf = (...values: readonly string[]): Schema => ({ enum: values });

const realtime = { granted: { type: 'boolean' }, detail: word };
const drift = { ppm: number, fillFrames: number, latencyFrames: natural, lost: natural, restarts: natural };
const load = object({ mean: share, p99: share, worst: share });
const kind = oneOf('none', 'live', 'fade', 'reopen');
const levels = list(object({ peakDbfs: or(number), rmsDbfs: or(number) }));
const port = object({
  name: word,
  direction: oneOf('in', 'out'),
  channels: list({ type: 'integer', minimum: 1 }),
});
const place = { file: word, line: natural, column: natural, endLine: natural, endColumn: natural };

const fields: Readonly<Record<string, Record<string, Schema>>> = {
  waiting: { devices: list(word) },
  started: {
    config: word,
    devices: list(
      object({
        name: word,
        backend: word,
        id: text,
        ports: list(port),
        state: oneOf('open', 'stand-in', 'away'),
        note: text,
        rateHz: number,
        period: natural,
        periods: natural,
        format: word,
        inputLatencyFrames: natural,
        outputLatencyFrames: natural,
        drift: or(object(drift)),
        realtime: object(realtime),
      }),
    ),
    latencies: list(object({ from: word, to: word, frames: natural, ms: number })),
    realtime: object(realtime),
  },
  reloaded: {
    tier: { enum: [0, 1, 2, 3] },
    kind,
    changes: list(object({ target: word, from: or(text), to: or(text), kind, text: word })),
    ms: share,
    phases: object({ notice: share, compile: share, compare: share, load: share }),
    warmUpMs: share,
    gapMs: or(share),
  },
  rejected: {
    reason: word,
    diagnostics: list(
      object({
        code: word,
        severity: oneOf('error', 'warning', 'hint'),
        message: word,
        ...place,
        label: text,
        related: list(object({ ...place, label: text })),
        help: text,
        edits: list(object({ ...place, text, title: word })),
      }),
    ),
  },
  xrun: { device: word, kind: word, frames: natural },
  device: { name: word, state: oneOf('lost', 'back'), fault: or(word), why: text },
  drift: { device: word, ...drift },
  handover: { device: word, to: oneOf('device', 'clock'), gapMs: share },
  remark: { device: word, text: word },
  widened: { device: word, frames: natural },
  meter: {
    devices: list(object({ name: word, inputs: levels, outputs: levels, clipped: natural, drift: or(object(drift)) })),
    load,
    xruns: natural,
  },
  set: { target: word, value: word },
  realtime,
  'not-finite': { node: word, step: word },
  stopped: { frames: natural, xruns: natural, load, reason: oneOf('ended', 'signal', 'failed') },
};

export const eventNames: readonly string[] = Object.keys(fields);

export const eventShape = (name: string): Schema =>
  object({ event: { const: name }, time: share, ...(fields[name] as Record<string, Schema>) });
