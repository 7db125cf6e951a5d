// What a render did. In: its result. Out: words for people, or the object of `render --json`.
// Invariant: the JSON shape is public: fields are added, never renamed; null stands for minus infinity.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { Plan } from '../../schema/plan.ts';
import { boostsTo } from '../clip-advice.ts';
import type { Rendered, RenderedOutput } from '../render.ts';
import { clockLines, clocksJson } from './clocks-text.ts';
import type { Colors } from './context.ts';
import type { ChosenFiles } from './render-files.ts';
import { channelsText, decibelsOf, formatText, levelText, rateText, secondsText } from './units-text.ts';

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
const largest = (values: Float64Array) => values.reduce((a, b) => Math.max(a, b), 0);
const finite = (n: number) => (Number.isFinite(n) ? n : null);

export function renderText(plan: Plan, rendered: Rendered, instructionSet: string, c: Colors): string {
  const lines = [...rendered.outputs.flatMap((o) => outputLines(plan, o, c)), ...clockLines(plan, rendered.clocks, c)];
  const seconds = rendered.frames / plan.rateHz;
  const factor = Math.round(seconds / rendered.wallSeconds);
  const speed = c.dim(
    `${secondsText(seconds)} in ${rendered.wallSeconds.toFixed(2)} s: ${factor} x real time (${instructionSet})`,
  );
  return `${[...lines, `Rendered ${speed}`].join('\n')}\n`;
}

function outputLines(plan: Plan, { file, report }: RenderedOutput, c: Colors): string[] {
  const shape = `${rateText(file.rateHz)}, ${formatText[file.format]}, ${channelsText(file.channels)}`;
  const loudness = Number.isFinite(report.loudness) ? `${report.loudness.toFixed(1)} LUFS` : 'below -70 LUFS';
  const lines = [
    `${c.green(c.bold(printable(file.shown)))}  ${secondsText(file.frames / file.rateHz)}, ${shape}`,
    `  peak ${levelText(largest(report.peaks))}, loudness ${loudness}`,
  ];
  const clipped = sum(report.clipped);
  const peak = largest(report.peaks);
  if (clipped > 0) {
    const what = `${clipped} sample${clipped === 1 ? '' : 's'} clipped`;
    lines.push(`  ${c.yellow(`${what}: ${boostAdvice(plan, file.device, peak)}, or write floats (format: f32)`)}`);
  } else if (peak > 1) {
    lines.push(
      `  ${c.yellow(`above full scale: floats keep it, most players clip it; ${boostAdvice(plan, file.device, peak)}`)}`,
    );
  }
  if (report.notFinite > 0) lines.push(`  ${c.red(`${report.notFinite} samples were not finite and became silence`)}`);
  return lines;
}

/** `turn down vocal.compressor.makeup (now 4 dB) by 1.3 dB`. */
function boostAdvice(plan: Plan, device: number, peak: number): string {
  const over = Math.max(0.1, Math.ceil(decibelsOf(peak) * 10) / 10).toFixed(1);
  const [boost] = boostsTo(plan, device);
  return boost
    ? `turn down ${boost.target} (now ${boost.gainDb} dB) by ${over} dB`
    : `lower the level before ${plan.devices[device]?.name} by ${over} dB`;
}

/** What may surprise: devices that heard or played nothing of this, streams without a length. */
export function notes(plan: Plan, files: ChosenFiles, { inputs }: Rendered): readonly string[] {
  const endless = inputs.filter((i) => i.header.length === 'unknown');
  return [
    ...endless.map((i) => `${i.shown} does not say how long it is: it was read to its end`),
    ...silentNotes(plan, files),
  ];
}

function silentNotes(plan: Plan, files: ChosenFiles): readonly string[] {
  return plan.devices.flatMap((d, id) => [
    ...(d.inputs > 0 && !files.inputs.has(id)
      ? [`${d.name} has no input file and is silent (--in ${d.name}=FILE.wav)`]
      : []),
    ...(d.outputs > 0 && !files.outputs.has(id)
      ? [`what ${d.name} plays is not kept (--out ${d.name}=FILE.wav keeps it)`]
      : []),
  ]);
}

export function renderJson(plan: Plan, rendered: Rendered, instructionSet: string): unknown {
  const seconds = rendered.frames / plan.rateHz;
  return {
    frames: rendered.frames,
    seconds,
    rateHz: plan.rateHz,
    wallSeconds: rendered.wallSeconds,
    realtimeFactor: seconds / rendered.wallSeconds,
    instructionSet,
    inputs: rendered.inputs.map(({ device, shown, header }) => ({
      device: plan.devices[device]?.name,
      file: shown,
      format: header.format,
      channels: header.channels,
      rateHz: header.rateHz,
      frames: header.frames,
    })),
    outputs: rendered.outputs.map(({ file, report }) => ({
      device: plan.devices[file.device]?.name,
      file: file.shown,
      format: file.format,
      channels: file.channels,
      rateHz: file.rateHz,
      frames: file.frames,
      peaksDbfs: [...report.peaks].map((p) => finite(decibelsOf(p))),
      loudnessLufs: finite(report.loudness),
      clipped: [...report.clipped],
      notFinite: report.notFinite,
      boosts: boostsTo(plan, file.device),
    })),
    clocks: clocksJson(plan, rendered.clocks),
  };
}
