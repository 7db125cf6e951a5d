// `busbar run` in the guest, step by step. In: a config, steps, cards. Out: what the run said, and how it ended.

import { readFileSync } from 'node:fs';
import type { RunEvent, RunEventName, RunEventOf } from '../../../runtime/session/events.ts';
import { packBusbar, putFiles, useBusbar } from './busbar.ts';
import { type Card, runGuest } from './guest.ts';

export type Step =
  | ({ readonly event: RunEventName } & Readonly<Record<string, string>>)
  | { readonly shell: string }
  | { readonly signal: NodeJS.Signals };

export interface Followed {
  readonly status: number | null;
  readonly killed: NodeJS.Signals | null;
  readonly stepsLeft: number;
  /** Milliseconds of the guest's clock from the last signal to the end of the process. */
  readonly endedMs: number;
  readonly events: readonly RunEvent[];
}

export interface Plot {
  readonly shared: string;
  readonly config: string;
  readonly steps: readonly Step[];
  readonly cards: readonly Card[];
  /** Shell before the run, in the guest's /tmp, and after it. */
  readonly before?: string;
  readonly after?: string;
}

export async function follow({ shared, config, steps, cards, before = '', after = '' }: Plot): Promise<Followed> {
  packBusbar(shared);
  putFiles(shared, {
    'busbar.yaml': config,
    'steps.json': JSON.stringify(steps),
    'follow-run.mjs': readFileSync(new URL('in-guest/follow-run.mjs', import.meta.url)),
  });
  const script = [useBusbar, before, 'node follow-run.mjs steps.json || exit 9', after].join('\n');
  const { status, stdout, stderr } = await runGuest({ script, shared, virtualTime: true, cards });
  if (status !== 0 || stderr !== '') throw new Error(`the guest ended with ${status}: ${stderr}\n${stdout}`);
  return JSON.parse(stdout) as Followed;
}

export const eventsOf = <Name extends RunEventName>({ events }: Followed, name: Name): readonly RunEventOf<Name>[] =>
  events.filter((e) => e.event === name) as unknown as readonly RunEventOf<Name>[];
