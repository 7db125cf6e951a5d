// The offline run. In: a plan, WAV files by device, a length. Out: WAV files and what can be said of them.
// Invariants: deterministic; memory does not grow with the length (the engine streams); outputs appear whole or not
// at all, all together; problems with inputs are collected, not thrown one by one.

import { encode } from '../compiler/encode.ts';
import type { DeviceId, Plan, PlanDevice } from '../schema/plan.ts';
import { writeError } from './atomic-file.ts';
import { EngineError } from './engine-error.ts';
import type { ClockReport, NativeAddon, NativeRenderer, OutputReport } from './native.ts';
import type { ProtectedFile } from './protected-files.ts';
import { type NamedFile, openInputs, type Problem, pcmOf, type RenderInput } from './render-inputs.ts';
import { commitOutputs, discardOutputs, openOutputs, type RenderOutput } from './render-outputs.ts';
import { simulatedClocks, speedHz } from './simulated-clocks.ts';

export interface RenderRequest {
  readonly plan: Plan;
  readonly inputs: ReadonlyMap<DeviceId, NamedFile>;
  readonly outputs: ReadonlyMap<DeviceId, NamedFile>;
  /** Length, where it is given; else the longest input and what rings on after it. */
  readonly seconds?: number;
  /** Files that outputs must not replace, beside the inputs: the config and its assets. */
  readonly keep: readonly ProtectedFile[];
  /** Called now and then with the share done, 0 to 1. */
  readonly progress: (share: number) => void;
  /** Aborted by a signal: the render ends with EngineError `interrupted`, older files as they were. */
  readonly signal: AbortSignal;
}

export interface RenderedOutput {
  readonly file: Omit<RenderOutput, 'part' | 'pcm' | 'trailer'>;
  readonly report: OutputReport;
}

export interface Rendered {
  readonly frames: number;
  /** Wall time of the engine's run. */
  readonly wallSeconds: number;
  readonly inputs: readonly RenderInput[];
  readonly outputs: readonly RenderedOutput[];
  /** Of simulated clocks; none where all are ideal. */
  readonly clocks: readonly ClockReport[];
}

export type RenderResult =
  | { readonly ok: true; readonly value: Rendered }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Frames of the first run; later ones follow the speed, so that a Ctrl-C is answered in about 0.1 s. */
const FIRST_RUN = 4096;
const RUN_SECONDS = 0.1;

/** Throws EngineError `output` and `interrupted`; problems with the inputs are values. */
export async function render(addon: NativeAddon, request: RenderRequest): Promise<RenderResult> {
  const { plan } = request;
  const { inputs, problems } = openInputs(plan, request.inputs);
  if (problems.length > 0) return { ok: false, problems };
  const frames = lengthOf(plan, inputs, request.seconds);
  if (frames === undefined) return { ok: false, problems: [noLength] };

  const outputs = openOutputs(plan, {
    files: request.outputs,
    inputs,
    frames: (device) => Math.round((frames * speedHz(plan, device)) / plan.rateHz),
    keep: request.keep,
  });
  let renderer: NativeRenderer | undefined;
  try {
    const started = performance.now();
    renderer = new addon.Renderer(
      encode(plan),
      inputs.map(pcmOf),
      outputs.map((o) => o.pcm),
      simulatedClocks(plan),
    );
    await runAll(renderer, frames, request);
    const clocks = renderer.clocks();
    const reports = renderer.finish();
    const wallSeconds = (performance.now() - started) / 1000;
    await commitOutputs(outputs, () => stopIfAsked(request.signal));
    return { ok: true, value: { frames, wallSeconds, inputs, outputs: outputs.map((o) => join(o, reports)), clocks } };
  } catch (e) {
    throw translate(e, inputs, outputs);
  } finally {
    renderer?.close();
    discardOutputs(outputs);
  }
}

const noLength: Problem = {
  message: 'Nothing says how long to render: no input has a file.',
  help: 'Give an input (--in DEVICE=FILE.wav) or a length (--for 10 s).',
};

/** In nominal frames of the master: what was asked for, or the longest input, the latency it meets and the tail after it. */
function lengthOf(plan: Plan, inputs: readonly RenderInput[], seconds: number | undefined): number | undefined {
  if (seconds !== undefined) return Math.round(seconds * plan.rateHz);
  if (inputs.length === 0) return undefined;
  const longest = Math.max(
    ...inputs.map((i) =>
      Math.ceil((i.header.frames * plan.rateHz) / speedHz(plan, plan.devices[i.device] as PlanDevice)),
    ),
  );
  const latency = Math.max(0, ...plan.paths.map((p) => p.latencyFrames));
  return longest + latency + plan.tailFrames;
}

async function runAll(renderer: NativeRenderer, frames: number, { progress, signal }: RenderRequest): Promise<void> {
  let size = FIRST_RUN;
  for (let done = 0; done < frames; ) {
    stopIfAsked(signal);
    const n = Math.min(size, frames - done);
    const before = performance.now();
    await renderer.run(n);
    done += n;
    progress(done / frames);
    const took = (performance.now() - before) / 1000;
    size = Math.max(FIRST_RUN, Math.min(size * 2, Math.round((n * RUN_SECONDS) / Math.max(took, 1e-4))));
  }
  stopIfAsked(signal);
}

function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new EngineError('interrupted', 'Interrupted: no output was written.');
}

function join({ part, pcm, trailer, ...file }: RenderOutput, reports: readonly OutputReport[]): RenderedOutput {
  const report = reports.find((r) => r.device === file.device);
  if (!report) throw new Error(`the engine reports nothing of ${file.shown}`);
  return { file, report };
}

/** The engine names part files; people know their own names. */
function translate(error: unknown, inputs: readonly RenderInput[], outputs: readonly RenderOutput[]): unknown {
  const { path } = error as { readonly path?: unknown };
  if (error instanceof EngineError || typeof path !== 'string') return error;
  const output = outputs.find((o) => o.pcm.path === path);
  if (output) return writeError(error, output.shown);
  const input = inputs.find((i) => i.path === path);
  if (input) return new EngineError('input', `${input.shown} cannot be read: ${(error as Error).message}.`);
  return error;
}
