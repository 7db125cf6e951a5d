// Paths from device inputs to device outputs. In: ops in execution order and the arrival of signals. Out: each path's
// latency and the pads on it. Linear time: one set of ports per signal, as bits, forth from inputs and back from outputs.

import type { DeviceId, PlanDevice, PlanLoop, PlanPath, SignalId } from '../../../schema/plan.ts';
import type { Op, OpGraph, Part } from '../../ir/ops.ts';
import { PortBits } from './port-bits.ts';

interface PortRef {
  readonly address: string;
  readonly device: DeviceId;
  /** As `device:channel`, channels from 0. */
  readonly channels: readonly string[];
}

/** `ops` in execution order; `loops` are ranges of it. */
export function pathsOf(graph: OpGraph, ops: readonly Op[], loops: readonly PlanLoop[]): readonly PlanPath[] {
  const inputs = portsOf(graph.devices, 'in');
  const outputs = portsOf(graph.devices, 'out');
  const fromInputs = reachForth(graph, ops, loops, inputs);
  const { toOutputs, ends } = reachBack(graph, ops, loops, outputs);
  const padsTo = outputs.map((_, o) => graph.pads.filter((p) => toOutputs.has(p.signal, o)));

  const paths: PlanPath[] = [];
  for (const [i, input] of inputs.entries()) {
    for (const [o, output] of outputs.entries()) {
      const reached = ends[o]!.filter((signal) => fromInputs.has(signal, i));
      if (reached.length === 0) continue;
      paths.push({
        from: input.address,
        to: output.address,
        latencyFrames: reached.reduce((latest, signal) => Math.max(latest, graph.arrival[signal]!), 0),
        deviceFrames: framesOf(graph.deviceLatency?.[input.device]?.in, graph.deviceLatency?.[output.device]?.out),
        pads: padsTo[o]!.filter((p) => fromInputs.has(p.signal, i)).map((p) => ({
          signal: graph.signals[p.signal]!.name,
          frames: p.frames,
          cause: p.cause,
        })),
      });
    }
  }
  return paths;
}

/** Half a path says nothing: both ends are known, or none. */
const framesOf = (into: number | null | undefined, out: number | null | undefined): number | null =>
  typeof into === 'number' && typeof out === 'number' ? into + out : null;

function portsOf(devices: readonly PlanDevice[], direction: 'in' | 'out'): readonly PortRef[] {
  return devices.flatMap((device, d) =>
    device.ports
      .filter((p) => p.direction === direction)
      .map((p) => ({
        address: `${device.name}.${p.name}`,
        device: d,
        channels: p.channels.map((c) => `${d}:${c - 1}`),
      })),
  );
}

/** Indices of ports by hardware channel: ports may overlap. */
function byChannel(ports: readonly PortRef[]): (part: Part) => readonly number[] {
  const map = new Map<string, number[]>();
  for (const [i, port] of ports.entries()) {
    for (const c of port.channels) {
      const list = map.get(c);
      if (list) list.push(i);
      else map.set(c, [i]);
    }
  }
  return (part) => map.get(`${part.params.device}:${part.params.channel}`) ?? [];
}

const readsOf = (p: Part) => [p.readFirst, p.readCount] as const;
const writesOf = (p: Part) => [p.writeFirst, p.writeCount] as const;

// In a loop everything reaches everything: what enters it anywhere leaves it everywhere. That is settled where the
// walk comes upon the loop, so that feedback_out, which reads nothing, has its share.

function reachForth(
  graph: OpGraph,
  ops: readonly Op[],
  loops: readonly PlanLoop[],
  inputs: readonly PortRef[],
): PortBits {
  const bits = new PortBits(graph.signals.length, inputs.length);
  const portsAt = byChannel(inputs);
  const loopAt = new Map(loops.map((l) => [l.firstOp, l]));
  for (const [i, op] of ops.entries()) {
    const loop = loopAt.get(i);
    if (loop) {
      const members = ops.slice(i, i + loop.opCount);
      const read = members.flatMap((m) => m.reads);
      bits.spread(
        read,
        members.flatMap((m) => m.writes),
      );
    }
    for (const p of op.parts) {
      if (op.kernel !== 'device_read') bits.spread(op.reads, op.writes, readsOf(p), writesOf(p));
      else for (const port of portsAt(p)) bits.add(op.writes[p.writeFirst]!, port);
    }
  }
  return bits;
}

function reachBack(graph: OpGraph, ops: readonly Op[], loops: readonly PlanLoop[], outputs: readonly PortRef[]) {
  const toOutputs = new PortBits(graph.signals.length, outputs.length);
  const ends: SignalId[][] = outputs.map(() => []);
  const portsAt = byChannel(outputs);
  const loopAt = new Map(loops.map((l) => [l.firstOp + l.opCount - 1, l]));
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i]!;
    const loop = loopAt.get(i);
    if (loop) {
      const members = ops.slice(loop.firstOp, i + 1);
      const read = members.flatMap((m) => m.reads);
      // What an op of the loop makes for readers outside it (a tap of an alignment) goes only where those go.
      toOutputs.spread(
        members.flatMap((m) => m.writes),
        read,
      );
    }
    for (const p of op.parts) {
      if (op.kernel !== 'device_write') {
        toOutputs.spread(op.writes, op.reads, writesOf(p), readsOf(p));
        continue;
      }
      const signal = op.reads[p.readFirst]!;
      for (const port of portsAt(p)) {
        toOutputs.add(signal, port);
        ends[port]!.push(signal);
      }
    }
  }
  return { toOutputs, ends };
}
