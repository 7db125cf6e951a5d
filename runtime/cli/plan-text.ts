// The plan for people. In: a plan. Out: its ops in order with their slots, the latency of every path, an estimate of cost.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { Plan, PlanOp, PlanPath } from '../../schema/plan.ts';
import { type Colors, colors, type Sink } from './context.ts';
import { crossingLines } from './crossings-text.ts';
import { estimateLoad } from './plan-cost.ts';
import { latencyText, rateText } from './units-text.ts';

export function planText(plan: Plan, sink: Sink): string {
  const c = colors(sink);
  return `${[heading(plan, c), ...opLines(plan, c), '', ...crossingLines(plan, c), ...latencyLines(plan, c), '', costLine(plan)].join('\n')}\n`;
}

function heading(plan: Plan, c: Colors): string {
  const least =
    plan.slots === plan.slotBound
      ? 'no order needs fewer'
      : `at least ${plan.slotBound}: a gap of ${plan.slots - plan.slotBound}`;
  const name = plan.name === '' ? '' : `${c.bold(printable(plan.name))}  `;
  return `${name}${rateText(plan.rateHz)}, quantum ${plan.quantum} frames, ${plan.ops.length} ops in ${plan.slots} slot${plan.slots === 1 ? '' : 's'} (${least})\n`;
}

/** `0-3 5`: runs of neighbours shortened. */
function ranges(ids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const id of ids) {
    const last = runs.at(-1);
    if (last && last[1] + 1 === id) last[1] = id;
    else runs.push([id, id]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(' ') || '-';
}

function opLines(plan: Plan, c: Colors): string[] {
  const rows = plan.ops.map((op, i) => [
    `${i}`,
    op.name,
    op.kernel,
    ranges(op.reads),
    ranges(op.writes),
    delayOf(op, plan),
  ]);
  const titles = ['', 'op', 'kernel', 'reads', 'writes', 'latency'];
  const widths = titles.map((t, i) => Math.max(t.length, ...rows.map((r) => (r[i] as string).length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padStart(widths[i] as number) : cell.padEnd(widths[i] as number)))
      .join('  ')
      .trimEnd();
  const lines = [c.dim(line(titles))];
  rows.forEach((row, i) => {
    const domain = plan.domains.find((d) => d.firstOp === i && d.opCount > 0);
    if (domain && plan.domains.length > 1) lines.push(c.dim(`clock of ${domain.name}, ${rateText(domain.rateHz)}`));
    const loop = plan.loops.find((l) => l.firstOp === i);
    if (loop) {
      const last = loop.firstOp + loop.opCount - 1;
      lines.push(c.dim(`ops ${i} to ${last} are a feedback loop, run at most ${loop.frames} frames at a time`));
    }
    lines.push(line(row));
  });
  return lines;
}

const delayOf = (op: PlanOp, plan: Plan) => (op.latencyFrames > 0 ? latencyText(op.latencyFrames, plan.rateHz) : '');

function latencyLines(plan: Plan, c: Colors): string[] {
  if (plan.paths.length === 0) return [c.dim('No path leads from a device to a device.')];
  return [
    c.dim('latency from device to device'),
    ...merge(plan.paths).flatMap(({ from, path }) => {
      const device =
        path.deviceFrames === null ? '' : `, and ${latencyText(path.deviceFrames, plan.rateHz)} in the devices`;
      return [
        `${from.join(', ')} -> ${path.to}  ${c.bold(latencyText(path.latencyFrames, plan.rateHz))}${device}`,
        ...path.pads.map((p) =>
          c.dim(`  ${p.signal.replace(/\+\d+$/, '')} waits ${latencyText(p.frames, plan.rateHz)}: ${p.cause}`),
        ),
      ];
    }),
  ];
}

/** Paths to one port that differ in nothing else are told once. */
function merge(paths: readonly PlanPath[]): { readonly from: string[]; readonly path: PlanPath }[] {
  const groups = new Map<string, { from: string[]; path: PlanPath }>();
  for (const path of paths) {
    const { from, ...rest } = path;
    const key = JSON.stringify(rest);
    const group = groups.get(key);
    if (group) group.from.push(from);
    else groups.set(key, { from: [from], path });
  }
  return [...groups.values()];
}

function costLine(plan: Plan): string {
  const percent = 100 * estimateLoad(plan);
  const figure = percent < 0.1 ? 'less than 0.1' : percent < 10 ? percent.toFixed(1) : Math.round(percent);
  return `estimated load: ${figure} % of one core`;
}
