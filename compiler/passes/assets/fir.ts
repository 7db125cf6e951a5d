// FIR files. In: a name, with `$channel` or without. Out: taps, a row per channel; undefined, with a diagnostic, where
// the file cannot serve. Invariants: rows are 1 or the step's channels; rows of several files are padded to one length.

import { diagnose } from '../../diagnostics/catalog.ts';
import { position } from '../../diagnostics/span.ts';
import { asksForChannel, expandFileName } from '../../ir/file-name.ts';
import type { JsonPointer } from '../../ir/source.ts';
import { decodeWav } from '../../wav.ts';
import { parseFirText } from './fir-text.ts';
import type { AssetReader, FileContents } from './reader.ts';
import { textOf } from './reader.ts';

/** As many taps as a list in the config may have. */
const MAX_TAPS = 1_000_000;

export interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

export interface FirRequest {
  readonly name: string;
  readonly at: JsonPointer;
  /** Address of the step, for messages. */
  readonly step: string;
  /** Channels of the step; 0: not known. */
  readonly channels: number;
  readonly rateHz: number;
}

/** Files of a request, in the order of their rows. */
export const firNames = ({ name, channels, rateHz }: FirRequest): readonly string[] =>
  Array.from({ length: asksForChannel(name) ? channels : 1 }, (_, c) =>
    expandFileName(name, { rate: rateHz, channel: c + 1 }),
  );

export async function readFir(reader: AssetReader, request: FirRequest): Promise<Rows | undefined> {
  const lines: Float64Array[] = [];
  let failed = false;
  for (const name of firNames(request)) {
    const file = await reader.read(name, request.at);
    const channels = file && decode(reader, file, request);
    const needs = asksForChannel(request.name) ? 1 : request.channels;
    if (file === undefined || channels === undefined || !fits(reader, file, channels, request, needs)) failed = true;
    else lines.push(...channels);
  }
  return failed || lines.length === 0 ? undefined : stacked(lines);
}

function stacked(lines: readonly Float64Array[]): Rows {
  const columns = Math.max(...lines.map((l) => l.length));
  const data = new Float64Array(lines.length * columns);
  for (const [row, line] of lines.entries()) data.set(line, row * columns);
  return { rows: lines.length, columns, data };
}

function fits(
  reader: AssetReader,
  { path }: FileContents,
  channels: readonly Float64Array[],
  { step, at, channels: known }: FirRequest,
  needs: number,
): boolean {
  const span = reader.context.span(at);
  const has = channels.length;
  if (known > 0 && has !== 1 && has !== needs) {
    reader.found.push(diagnose('fir/channels', span, { path, has, step, needs }));
    return false;
  }
  const taps = channels[0]?.length ?? 0;
  if (taps === 0 || taps > MAX_TAPS) {
    reader.found.push(diagnose('fir/length', span, { path, taps, most: MAX_TAPS }));
    return false;
  }
  for (const channel of channels) {
    const bad = channel.findIndex((v) => !Number.isFinite(v));
    if (bad < 0) continue;
    reader.found.push(diagnose('fir/not-finite', span, { path, tap: bad + 1 }));
    return false;
  }
  return true;
}

function decode(reader: AssetReader, file: FileContents, request: FirRequest): readonly Float64Array[] | undefined {
  const { path, bytes } = file;
  if (bytes.length === 0) return [new Float64Array()];
  const looksBinary = bytes.subarray(0, 4096).includes(0) && !(bytes[0] === 0xff && bytes[1] === 0xfe);
  return /\.wave?$/i.test(path) || startsRiff(bytes) || looksBinary
    ? decodeSamples(reader, file, request)
    : decodeText(reader, file, request);
}

const startsRiff = (b: Uint8Array): boolean => String.fromCharCode(...b.subarray(0, 4)) === 'RIFF';

function decodeSamples(
  reader: AssetReader,
  { path, bytes }: FileContents,
  { at, rateHz }: FirRequest,
): readonly Float64Array[] | undefined {
  const span = reader.context.span(at);
  const decoded = decodeWav(bytes);
  if (!decoded.ok) {
    reader.found.push(diagnose('fir/file', span, { path, problem: decoded.problem.message }));
    return undefined;
  }
  const { header, channels } = decoded.value;
  if (header.length === 'cut') {
    const problem = `it promises ${header.declaredFrames} taps, but ends after ${header.frames}`;
    reader.found.push(diagnose('fir/file', span, { path, problem }));
    return undefined;
  }
  if (header.rateHz !== rateHz) {
    reader.found.push(diagnose('fir/rate', span, { path, rateHz: header.rateHz, engineHz: rateHz }));
    return undefined;
  }
  return channels;
}

function decodeText(reader: AssetReader, file: FileContents, { at }: FirRequest): readonly Float64Array[] | undefined {
  const { taps, problems } = parseFirText(textOf(file.bytes));
  if (problems.length === 0) return [taps];
  const source = reader.source(file);
  const span = reader.context.span(at);
  for (const { start, end, message } of problems) {
    const args = { path: file.path, line: position(source, start).line, problem: message };
    const related = [{ span: { source: source.id, start, end }, label: message }];
    reader.found.push(diagnose('fir/text', span, args, { related }));
  }
  return undefined;
}
