// Devices that a run waits for before it begins. In: what compiled first, and a way to compile it again for the devices of
// now. Out: what compiles once every device under `missing: wait` is there, or the run ends. Invariant: it is told whom it
// waits for whenever that changes; a config that stops compiling meanwhile is told once, and waited with.

import { isDeepStrictEqual } from 'node:util';
import type { CompileResult } from '../../compiler/request.ts';
import type { Told } from './events.ts';
import { Lookout } from './lookout.ts';

export interface ArrivalParts {
  readonly compile: () => Promise<CompileResult>;
  readonly tell: (told: Told) => void;
  readonly reject: (result: CompileResult) => void;
  readonly ending: AbortSignal;
}

export class Arrival {
  private readonly parts: ArrivalParts;
  private readonly lookout = new Lookout(() => this.look());
  private result: CompileResult;
  private away: readonly string[];
  private isBroken = false;
  private done = (): void => {};

  constructor(first: CompileResult, parts: ArrivalParts) {
    this.parts = parts;
    this.result = first;
    this.away = awaitedBy(first);
  }

  async all(): Promise<CompileResult> {
    if (this.away.length === 0) return this.result;
    const { tell, ending } = this.parts;
    tell({ event: 'waiting', devices: this.away });
    await new Promise<void>((done) => {
      this.done = () => done();
      ending.addEventListener('abort', this.done);
      this.lookout.notice();
    });
    ending.removeEventListener('abort', this.done);
    this.lookout.stop();
    return this.result;
  }

  /** Something was plugged. */
  notice(): void {
    this.lookout.notice();
  }

  private async look(): Promise<boolean> {
    const next = await this.parts.compile();
    if (next.plan !== undefined) this.result = next;
    else if (!this.isBroken) this.parts.reject(next);
    this.isBroken = next.plan === undefined;
    const before = this.away;
    this.away = awaitedBy(this.result);
    if (this.away.length === 0) this.done();
    else if (!isDeepStrictEqual(this.away, before)) this.parts.tell({ event: 'waiting', devices: this.away });
    return this.away.length > 0;
  }
}

/** Devices, by name, that are not there and that the config says to wait for. */
const awaitedBy = ({ plan, devices }: CompileResult): readonly string[] =>
  (plan?.devices ?? [])
    .filter((d) => d.missing === 'wait' && devices.some((m) => m.name === d.name && m.state === 'missing'))
    .map((d) => d.name);
