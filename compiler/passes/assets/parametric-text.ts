// Text of a parametric equaliser: filter settings of REW, AutoEq and Equalizer APO. In: the file's text. Out: rows of
// (code, Hz, dB, Q) behind a row for the preamp, or the lines that are wrong. Invariant: a line that would change the
// sound is understood or reported, never skipped. Meaning of the lines: Equalizer APO, "Configuration reference";
// shelf slopes: R. Bristow-Johnson, "Audio EQ cookbook".

import type { ParametricType } from '../../../schema/parametric-types.ts';
import { parametricCode } from '../../../schema/parametric-types.ts';

/** (code, Hz, dB, Q) */
export type Row = readonly [code: number, hz: number, db: number, q: number];

export interface LineProblem {
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export interface ParametricText {
  readonly rows: readonly Row[];
  /** Preamp lines; their gains add up in the first row. */
  readonly preamps: number;
  readonly problems: readonly LineProblem[];
}

/** Q of a second-order section without a resonance: Butterworth. */
const FLAT_Q = Math.SQRT1_2;
/** What Equalizer APO takes where a notch names no Q. */
const NOTCH_Q = 30;
/** Slope of shelves that name none, as a share of 12 dB per octave. */
const DEFAULT_SLOPE = 0.9;

/** Beyond this nothing is meant; the kernel bears it still. */
const MOST_DB = 200;

interface Kind {
  readonly type: ParametricType;
  readonly gain: boolean;
  /** Taken where the line names no Q; undefined: it must. */
  readonly q?: number;
  /** Shelves: the frequency is where the slope ends rather than its middle, once a slope or Q is said. */
  readonly corner?: boolean;
}

const kinds: Readonly<Record<string, Kind>> = {
  PK: { type: 'peaking', gain: true },
  PEQ: { type: 'peaking', gain: true },
  MODAL: { type: 'peaking', gain: true },
  LS: { type: 'lowshelf', gain: true, corner: true },
  LSC: { type: 'lowshelf', gain: true },
  LSQ: { type: 'lowshelf', gain: true },
  HS: { type: 'highshelf', gain: true, corner: true },
  HSC: { type: 'highshelf', gain: true },
  HSQ: { type: 'highshelf', gain: true },
  LP: { type: 'lowpass', gain: false, q: FLAT_Q },
  LPQ: { type: 'lowpass', gain: false },
  HP: { type: 'highpass', gain: false, q: FLAT_Q },
  HPQ: { type: 'highpass', gain: false },
  BP: { type: 'bandpass', gain: false, q: FLAT_Q },
  NO: { type: 'notch', gain: false, q: NOTCH_Q },
  AP: { type: 'allpass', gain: false },
};

/** Commands of Equalizer APO that change the sound in a way that a list of filters cannot hold. */
const FOREIGN =
  /^\s*(Device|Channel|Stage|Include|GraphicEQ|Copy|Delay|Convolution|If|ElseIf|Else|EndIf|Eval|VSTPlugin|LoudnessCorrection)\s*:/i;
const PREAMP = /^\s*Preamp\s*:\s*(.*)$/i;
const FILTER = /^\s*Filter\s*\d*\s*:\s*(.*)$/i;
/** A filter that was mistyped, among notes that may say anything. */
const LOOKS_LIKE_FILTER = /\bFc\b.*\bHz\b|\b(ON|OFF)\s+(PK|PEQ|LSC?|HSC?|LPQ?|HPQ?)\b/i;
const NUMBER = String.raw`([+-]?[\d.,]+(?:e[+-]?\d+)?)`;
const PREAMP_DB = new RegExp(`^${NUMBER}\\s*dB$`, 'i');
const FREQUENCY = new RegExp(`\\bFc\\s+${NUMBER}\\s*Hz\\b`, 'i');
const GAIN = new RegExp(`\\bGain\\s+${NUMBER}\\s*dB\\b`, 'i');
const QUALITY = new RegExp(`\\bQ\\s+${NUMBER}`, 'i');
const BANDWIDTH = new RegExp(`\\bBW\\s+Oct\\s+${NUMBER}(?:\\s*/\\s*${NUMBER})?`, 'i');
/** `ON LS 6 dB Fc …`: type, slope in dB per octave, the rest. */
const HEAD = /^ON\s+([A-Za-z]+)\b(?:\s+([\d.,]+)\s*dB)?(.*)$/i;

/** Reads the text for a rate: filters must lie below half of it. */
export function parseParametric(text: string, rateHz: number): ParametricText {
  const rows: Row[] = [];
  const problems: LineProblem[] = [];
  let preampDb = 0;
  let preamps = 0;
  let offset = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\s*(#.*)?$/s, '');
    const complain = (message: string): void => {
      const start = offset + (line.length - line.trimStart().length);
      problems.push({ start, end: offset + line.length, message });
    };
    const read = readLine(line, rateHz);
    if (typeof read === 'string') complain(read);
    else if (read !== null && read.length === 1) {
      preampDb += read[0];
      preamps++;
    } else if (read !== null) rows.push(read);
    offset += raw.length + 1;
  }
  return { rows: [[parametricCode('preamp'), 0, preampDb, 0], ...rows], preamps, problems };
}

/** A row, a preamp, null for lines that say nothing, or what is wrong. */
function readLine(line: string, rateHz: number): Row | readonly [db: number] | string | null {
  const preamp = PREAMP.exec(line);
  if (preamp) {
    const db = numberIn(preamp[1] ?? '', PREAMP_DB);
    return db === undefined || Math.abs(db) > MOST_DB ? 'expected `Preamp: -6.2 dB`' : [db];
  }
  const filter = FILTER.exec(line);
  if (filter) return readFilter(filter[1] ?? '', rateHz);
  const foreign = FOREIGN.exec(line);
  if (foreign) return `\`${foreign[1]}\` is not a filter: only \`Preamp\` and \`Filter\` lines can be taken over`;
  return LOOKS_LIKE_FILTER.test(line) ? 'this looks like a filter, but does not start with `Filter 1:`' : null;
}

function readFilter(text: string, rateHz: number): Row | string | null {
  if (/^OFF\b/i.test(text) || /^ON\s+None\b/i.test(text)) return null;
  const head = HEAD.exec(text);
  if (!head) return /^ON\s*$/i.test(text) ? 'the filter has no type' : 'expected `ON` or `OFF`, then a type';
  const [, name = '', slopeText, rest = ''] = head;
  const kind = kinds[name.toUpperCase()];
  if (kind === undefined) return `there is no filter type \`${name}\` (known: ${Object.keys(kinds).join(', ')})`;
  const hz = numberIn(rest, FREQUENCY);
  if (hz === undefined) return 'expected a frequency: `Fc 105 Hz`';
  if (hz <= 0) return 'the frequency must be above 0 Hz';
  const db = numberIn(rest, GAIN);
  if (kind.gain && db === undefined) return 'expected a gain: `Gain -3.4 dB`';
  if (db !== undefined && Math.abs(db) > MOST_DB) return `the gain must lie between -${MOST_DB} and ${MOST_DB} dB`;
  const shape = shapeOf(kind, slopeText, rest, hz, db ?? 0);
  if (typeof shape === 'string') return shape;
  if (shape.hz >= rateHz / 2) return `${shape.hz} Hz is not below half the rate, ${rateHz / 2} Hz`;
  return [parametricCode(kind.type), shape.hz, kind.gain ? (db ?? 0) : 0, shape.q];
}

function shapeOf(
  kind: Kind,
  slopeText: string | undefined,
  rest: string,
  hz: number,
  db: number,
): { hz: number; q: number } | string {
  const isShelf = kind.type === 'lowshelf' || kind.type === 'highshelf';
  if (slopeText !== undefined && !isShelf) return 'only shelves have a slope';
  const said = numberIn(rest, QUALITY) ?? bandwidthQ(rest);
  if (said !== undefined && !(said >= 0.001 && said <= 1000)) return 'Q must lie between 0.001 and 1000';
  if (!isShelf) {
    const q = said ?? kind.q;
    return q === undefined ? 'expected a Q: `Q 0.70`' : { hz, q };
  }
  const slope = slopeText === undefined ? DEFAULT_SLOPE : (decimal(slopeText) ?? Number.NaN) / 12;
  if (!(slope > 0)) return 'the slope must be above 0 dB';
  const a = 10 ** (db / 40);
  const q = said ?? 1 / Math.sqrt(Math.max(0, (a + 1 / a) * (1 / slope - 1) + 2));
  if (!Number.isFinite(q)) return 'a shelf of this gain cannot be so steep';
  const usesCorner = kind.corner === true && (said !== undefined || slopeText !== undefined);
  if (!usesCorner) return { hz, q };
  const steepness = said === undefined ? slope : 1 / ((1 / (q * q) - 2) / (a + 1 / a) + 1);
  const shift = 10 ** (Math.abs(db) / 80 / steepness);
  if (!Number.isFinite(shift) || steepness <= 0) return 'a shelf of this gain cannot be so steep';
  return { hz: kind.type === 'lowshelf' ? hz * shift : hz / shift, q };
}

/** `BW Oct 0.5`, `BW Oct 1/3`: between the points of half the gain. */
function bandwidthQ(rest: string): number | undefined {
  const match = BANDWIDTH.exec(rest);
  if (!match) return undefined;
  const octaves =
    (decimal(match[1] ?? '') ?? Number.NaN) / (match[2] === undefined ? 1 : (decimal(match[2]) ?? Number.NaN));
  return 1 / (2 * Math.sinh((Math.LN2 / 2) * octaves));
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const match = pattern.exec(text.trim());
  return match === null ? undefined : decimal(match[1] ?? '');
}

/** A number with a point or a comma before its fraction; where both stand, the first one groups thousands. */
function decimal(text: string): number | undefined {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  const grouping = comma < 0 || point < 0 ? '' : comma < point ? ',' : '.';
  const plain = (grouping === '' ? text : text.replaceAll(grouping, '')).replace(',', '.');
  const value = Number(plain);
  return /\d/.test(plain) && Number.isFinite(value) ? value : undefined;
}
