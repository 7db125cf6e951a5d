// Where the devices of a plan play offline. In: output files by device, the inputs, the length. Out: part files with
// their headers written, ready for the engine's samples. Invariants: no output is an input, the config, an asset or
// another output; the old file stands until `commitOutputs`.

import { fstatSync, writeSync } from 'node:fs';
import { bytesPerSample, frameWav, type WavFormat } from '../compiler/wav.ts';
import type { DeviceId, Plan, PlanDevice } from '../schema/plan.ts';
import { openPartFile, type PartFile, writeError } from './atomic-file.ts';
import { EngineError } from './engine-error.ts';
import type { PcmFile } from './native.ts';
import { type ProtectedFile, refuseToOverwrite } from './protected-files.ts';
import { isWavName, type NamedFile, type RenderInput } from './render-inputs.ts';

export interface RenderOutput extends NamedFile {
  readonly device: DeviceId;
  readonly format: WavFormat;
  readonly channels: number;
  readonly rateHz: number;
  readonly frames: number;
  readonly part: PartFile;
  readonly pcm: PcmFile;
  readonly trailer: Uint8Array;
}

/** From narrow to wide: what `auto` means by the widest input. */
const widths: readonly WavFormat[] = ['u8', 's16', 's24_3', 'f32', 's32', 'f64'];

/** Format of a device's file: its own, else the widest input's, else f32. */
export function formatOf(device: PlanDevice, inputs: readonly RenderInput[]): WavFormat {
  if (device.format === 's24') return 's24_3'; // files pack 24 bits
  const named = widths.find((f) => f === device.format);
  if (named) return named;
  return (
    inputs.reduce<WavFormat | undefined>(
      (widest, { header: { format } }) =>
        widest === undefined || widths.indexOf(format) > widths.indexOf(widest) ? format : widest,
      undefined,
    ) ?? 'f32'
  );
}

export interface OutputRequest {
  readonly files: ReadonlyMap<DeviceId, NamedFile>;
  readonly inputs: readonly RenderInput[];
  /** Length in frames of the device's rate. */
  readonly frames: (device: PlanDevice) => number;
  /** Beside the inputs: the config and its assets. */
  readonly keep: readonly ProtectedFile[];
}

/** Opens all outputs or none. Throws EngineError `output`. */
export function openOutputs(plan: Plan, request: OutputRequest): readonly RenderOutput[] {
  const keep = [...request.inputs.map((i) => ({ path: i.path, role: 'an input' })), ...request.keep];
  const opened: RenderOutput[] = [];
  try {
    for (const [id, file] of request.files) {
      if (!isWavName(file.path)) {
        throw new EngineError('output', `${file.shown} does not end in .wav.`, 'busbar writes WAV files only.');
      }
      refuseToOverwrite(file.path, file.shown, keep);
      const device = plan.devices[id] as PlanDevice;
      opened.push(openOutput(id, file, device, formatOf(device, request.inputs), request.frames(device)));
      refuseTwins(opened);
    }
    return opened;
  } catch (e) {
    discardOutputs(opened);
    throw e;
  }
}

function openOutput(
  id: DeviceId,
  file: NamedFile,
  { rateHz, outputs: channels }: PlanDevice,
  format: WavFormat,
  frames: number,
): RenderOutput {
  if (channels * bytesPerSample[format] > 0xffff) {
    throw new EngineError('output', `${file.shown}: a WAV file cannot hold ${channels} channels of ${format}.`);
  }
  const { header, trailer } = frameWav({ rateHz, channels, format, frames });
  const part = openPartFile(file.path, file.shown);
  try {
    writeSync(part.fd, header);
  } catch (e) {
    part.discard();
    throw writeError(e, file.shown);
  }
  const pcm = { device: id, path: part.path, offset: header.length, format, channels, frames };
  return { ...file, device: id, format, channels, rateHz, frames, part, pcm, trailer };
}

/** Two names of one file: the later would replace the earlier. */
function refuseTwins(outputs: readonly RenderOutput[]): void {
  const last = outputs.at(-1);
  const twin = outputs.find((o) => o !== last && o.part.target === last?.part.target);
  if (twin && last) {
    throw new EngineError(
      'output',
      `${twin.shown} and ${last.shown} are one file.`,
      'Give each device a file of its own.',
    );
  }
}

/** Writes what stands behind the samples and puts every file into place. `mayCommit` is asked last. */
export async function commitOutputs(outputs: readonly RenderOutput[], mayCommit: () => void): Promise<void> {
  for (const { part, trailer, pcm, frames, shown } of outputs) {
    const end = pcm.offset + frames * pcm.channels * bytesPerSample[pcm.format as WavFormat];
    try {
      if (trailer.length > 0) writeSync(part.fd, trailer, 0, trailer.length, end);
      if (fstatSync(part.fd).size !== end + trailer.length) throw new Error('the file has not the expected length');
    } catch (e) {
      throw writeError(e, shown);
    }
    await part.sync();
  }
  mayCommit();
  for (const { part } of outputs) part.commit();
}

export function discardOutputs(outputs: readonly RenderOutput[]): void {
  for (const { part } of outputs) part.discard();
}
