// What the devices of a plan hear offline. In: a plan and a WAV file by device. Out: where the samples are, or every
// reason why the files do not fit. Invariant: channel i of a file is hardware channel i; nothing is converted silently.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseWav, type WavHeader, type WavReader } from '../compiler/wav.ts';
import type { DeviceId, Plan, PlanDevice } from '../schema/plan.ts';
import type { PcmFile } from './native.ts';

export interface Problem {
  readonly message: string;
  /** What to do; empty where the message says it. */
  readonly help: string;
}

/** A file as the user names it, and where it is. */
export interface NamedFile {
  readonly shown: string;
  readonly path: string;
}

export interface RenderInput extends NamedFile {
  readonly device: DeviceId;
  readonly header: WavHeader;
}

export interface OpenedInputs {
  readonly inputs: readonly RenderInput[];
  readonly problems: readonly Problem[];
}

/** Reads the headers of all files; devices without one are silent. */
export function openInputs(plan: Plan, files: ReadonlyMap<DeviceId, NamedFile>): OpenedInputs {
  const inputs: RenderInput[] = [];
  const problems: Problem[] = [];
  for (const [id, file] of files) {
    const device = plan.devices[id] as PlanDevice;
    const header = readHeader(file);
    const found = 'message' in header ? [header] : misfits(header, file, device);
    problems.push(...found);
    if (!('message' in header) && found.length === 0) inputs.push({ ...file, device: id, header });
  }
  return { inputs, problems };
}

export const pcmOf = ({ device, path, header }: RenderInput): PcmFile => ({
  device,
  path,
  offset: header.dataOffset,
  format: header.format,
  channels: header.channels,
  frames: header.frames,
});

function readHeader({ shown, path }: NamedFile): WavHeader | Problem {
  if (!isWavName(path)) return { message: `${shown} does not end in .wav.`, help: wavOnly(shown) };
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (e) {
    return unreadable(e, shown);
  }
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) return { message: `${shown} is a folder, not a WAV file.`, help: '' };
    if (!stat.isFile()) {
      return { message: `${shown} is not a regular file.`, help: 'Save the stream to a file first.' };
    }
    const parsed = parseWav(fileReader(fd, stat.size));
    if (parsed.ok) return parsed.value;
    const { kind, message } = parsed.problem;
    const help = kind === 'foreign' || kind === 'unsupported' ? wavOnly(shown) : 'Write the file again.';
    return { message: `${shown} cannot be read: ${message}.`, help };
  } catch (e) {
    return unreadable(e, shown);
  } finally {
    closeSync(fd);
  }
}

export const isWavName = (path: string): boolean => /\.wav$/i.test(path);

const wavOnly = (shown: string) =>
  `busbar reads PCM and float WAV files. SoX converts others: \`sox ${shown} ${shown.replace(/(\.[^./]*)?$/, '-pcm.wav')}\`.`;

function unreadable(error: unknown, shown: string): Problem {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        message: `There is no file ${shown}.`,
        help: 'Relative paths on the command line start at the working directory.',
      };
    case 'EACCES':
    case 'EPERM':
      return { message: `Reading ${shown} is not permitted.`, help: '' };
    default:
      return { message: `${shown} cannot be read: ${(error as Error).message}.`, help: '' };
  }
}

const fileReader = (fd: number, size: number): WavReader => ({
  size,
  read: (offset, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset));
  },
});

const seconds = (frames: number, rateHz: number) => `${(frames / rateHz).toFixed(2)} s`;

/** What of a readable file does not suit the device. */
function misfits(header: WavHeader, { shown }: NamedFile, device: PlanDevice): readonly Problem[] {
  const problems: Problem[] = [];
  if (header.length === 'cut') {
    problems.push({
      message: `${shown} is cut off: its header promises ${seconds(header.declaredFrames, header.rateHz)}, the file holds ${seconds(header.frames, header.rateHz)}.`,
      help: `Copy it again; or accept what is there: \`sox --ignore-length ${shown} ${shown.replace(/\.wav$/i, '-mended.wav')}\`.`,
    });
  }
  if (header.rateHz !== device.rateHz) {
    problems.push({
      message: `${shown} has ${header.rateHz} Hz, but device ${device.name} runs at ${device.rateHz} Hz.`,
      help: `Set \`engine: { rate: ${header.rateHz} Hz }\`, or convert the file: \`sox ${shown} -r ${device.rateHz} ${shown.replace(/\.wav$/i, `-${device.rateHz}.wav`)}\`.`,
    });
  }
  if (header.channels < device.inputs) {
    const port = device.ports.find((p) => p.direction === 'in' && Math.max(...p.channels) > header.channels);
    problems.push({
      message: `${shown} has ${header.channels === 1 ? '1 channel' : `${header.channels} channels`}, but port ${device.name}.${port?.name} needs channel ${Math.max(...(port?.channels ?? []))}.`,
      help: `Give a file of ${device.inputs} channels or more, or declare the port on channels that the file has.`,
    });
  }
  return problems;
}
