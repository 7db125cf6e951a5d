// Files that virtual devices hear and record. In: plans, and which file each device has. Out: where the samples are.
// Invariants: a recording goes on over every reload, in the width that it began with; it appears when it is finished, whole,
// and replaces nothing that is read; headers of inputs are read anew with each plan.

import { fstatSync, writeSync } from 'node:fs';
import { bytesPerSample, frameWav, type WavFormat } from '../../compiler/wav.ts';
import type { DeviceId, Plan, PlanDevice } from '../../schema/plan.ts';
import { openPartFile, type PartFile, writeError } from '../atomic-file.ts';
import { EngineError } from '../engine-error.ts';
import type { PcmSource } from '../native-live.ts';
import { type ProtectedFile, refuseToOverwrite } from '../protected-files.ts';
import { isWavName, type NamedFile, openInputs, type Problem, type RenderInput } from '../render-inputs.ts';
import { formatOf } from '../render-outputs.ts';
import type { PlayingFiles } from './playing.ts';

export interface ChosenFiles {
  readonly inputs: ReadonlyMap<DeviceId, NamedFile>;
  readonly outputs: ReadonlyMap<DeviceId, NamedFile>;
  /** Names of devices that the command line gave a file. */
  readonly given: ReadonlySet<string>;
}

interface Recording extends NamedFile {
  readonly shape: { readonly rateHz: number; readonly channels: number; readonly format: WavFormat };
  readonly part: PartFile;
  /** Where samples begin. */
  readonly offset: number;
}

export class DeviceFiles implements PlayingFiles {
  private readonly choose: (plan: Plan) => ChosenFiles;
  private readonly recordings = new Map<string, Recording>();
  private inputs: ReadonlyMap<string, RenderInput> = new Map();
  private given: ReadonlySet<string> = new Set();
  private isReady = false;

  /** `choose` throws where the choice makes no sense for a plan. */
  constructor(choose: (plan: Plan) => ChosenFiles) {
    this.choose = choose;
  }

  /** What it throws for the first plan is the command line's fault; later ones refuse the save. */
  prepare(plan: Plan, keep: readonly ProtectedFile[] = []): readonly Problem[] {
    try {
      const chosen = this.choose(plan);
      const { inputs, problems } = openInputs(plan, chosen.inputs);
      if (problems.length > 0) return problems;
      const read = inputs.map((i) => ({ path: i.path, role: 'an input' }));
      for (const [id, file] of chosen.outputs)
        this.record(plan.devices[id] as PlanDevice, file, inputs, [...keep, ...read]);
      this.inputs = new Map(inputs.map((i) => [(plan.devices[i.device] as PlanDevice).name, i]));
      this.given = chosen.given;
      this.isReady = true;
      return [];
    } catch (e) {
      if (!this.isReady || !(e instanceof Error)) throw e;
      return [{ message: e.message, help: '' }];
    }
  }

  reads({ name }: PlanDevice): Omit<PcmSource, 'slot'> | undefined {
    const input = this.inputs.get(name);
    if (input === undefined) return undefined;
    const { path, header } = input;
    return { path, offset: header.dataOffset, format: header.format, channels: header.channels, frames: header.frames };
  }

  writes({ name }: PlanDevice): Omit<PcmSource, 'slot'> | undefined {
    const recording = this.recordings.get(name);
    if (recording === undefined) return undefined;
    const { part, shape, offset } = recording;
    const { format, channels } = shape;
    return { path: part.path, offset: offset + bytesOf(recording), format, channels, frames: -1 };
  }

  isGiven({ name }: PlanDevice): boolean {
    return this.given.has(name);
  }

  /** When no stream writes any more. Throws EngineError `output`. */
  async finish(): Promise<void> {
    for (const recording of this.recordings.values()) await finish(recording);
    this.recordings.clear();
  }

  private record(
    device: PlanDevice,
    file: NamedFile,
    inputs: readonly RenderInput[],
    keep: readonly ProtectedFile[],
  ): void {
    if (device.outputs === 0 || this.recordings.has(device.name)) return;
    if (!isWavName(file.path))
      throw new EngineError('output', `${file.shown} does not end in .wav.`, 'busbar writes WAV files only.');
    refuseToOverwrite(file.path, file.shown, keep);
    const shape = { rateHz: device.rateHz, channels: device.outputs, format: formatOf(device, inputs) };
    const { header } = frameWav({ ...shape, frames: 0, growing: true });
    const part = openPartFile(file.path, file.shown);
    const twin = [...this.recordings.values()].find((r) => r.part.target === part.target);
    if (twin !== undefined) {
      part.discard();
      throw new EngineError(
        'output',
        `${twin.shown} and ${file.shown} are one file.`,
        'Give each device a file of its own.',
      );
    }
    writeSync(part.fd, header);
    this.recordings.set(device.name, { ...file, shape, part, offset: header.length });
  }
}

/** Bytes of whole frames that are on the disk. */
function bytesOf({ part, offset, shape }: Recording): number {
  const frame = shape.channels * bytesPerSample[shape.format];
  return frame * Math.floor(Math.max(0, fstatSync(part.fd).size - offset) / frame);
}

async function finish(recording: Recording): Promise<void> {
  const { part, shape, shown, offset } = recording;
  const bytes = bytesOf(recording);
  const frames = bytes / (shape.channels * bytesPerSample[shape.format]);
  const { header, trailer } = frameWav({ ...shape, frames, growing: true });
  try {
    writeSync(part.fd, header, 0, header.length, 0);
    if (trailer.length > 0) writeSync(part.fd, trailer, 0, trailer.length, offset + bytes);
    await part.sync();
    part.commit();
  } catch (e) {
    throw writeError(e, shown);
  } finally {
    part.discard();
  }
}
