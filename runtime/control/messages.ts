// What goes over the control endpoint. In: nothing. Out: types, and how a client's message is read. The page for people
// is README.md beside this. Invariants: JSON all of it; fields are added and never renamed; `protocol` rises when an old
// client could misread a new engine.

import type { Problem } from '../render-inputs.ts';
import type { ControlValue, LiveValue, SessionStatus } from '../session/control.ts';
import type { RunEvent, RunEventOf } from '../session/events.ts';

export const PROTOCOL = 1;

/** `GET /status`. */
export interface StatusReport extends SessionStatus {
  readonly protocol: number;
  readonly pid: number;
  /** The last save that was taken, and the last that was refused; null: none yet. */
  readonly lastReload: RunEventOf<'reloaded'> | null;
  readonly lastRejection: RunEventOf<'rejected'> | null;
}

/** `GET /values`. */
export interface ValuesReport {
  readonly values: readonly LiveValue[];
}

/** `GET /controls`. */
export interface ControlsReport {
  readonly controls: readonly ControlValue[];
}

/** Body of every answer that is no success. */
export interface Refusal {
  readonly problem: Problem;
}

/** From a client of `/events`; each is answered by one Answered with its `id`. */
export type Wish =
  | { readonly id: number; readonly do: 'status' | 'values' | 'levels' | 'controls' }
  | { readonly id: number; readonly do: 'get'; readonly target: string }
  | { readonly id: number; readonly do: 'set'; readonly target: string; readonly value: string };

export type Answered =
  | { readonly answer: number; readonly ok: true; readonly value: unknown }
  | { readonly answer: number; readonly ok: false; readonly problem: Problem };

/** To a client of `/events`: a greeting, then every event of the run, and answers to its wishes. */
export type ServerMessage = { readonly hello: StatusReport } | RunEvent | Answered;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A client's message; a text is what is wrong with it. */
export function readWish(text: string): Wish | string {
  const fields = fieldsOf(parsed(text));
  if (fields === undefined) return 'a message is one JSON object';
  const { id, do: what, target, value } = fields;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return '`id` is a whole number';
  switch (what) {
    case 'status':
    case 'values':
    case 'levels':
    case 'controls':
      return { id, do: what };
    case 'get':
      return typeof target === 'string' ? { id, do: what, target } : '`target` is text';
    case 'set':
      if (typeof target !== 'string' || typeof value !== 'string') return '`target` and `value` are texts';
      return { id, do: what, target, value };
    default:
      return '`do` is status, values, controls, levels, get or set';
  }
}

/** Body of `PUT /values/TARGET`: the value as a config would have it. */
export function readNewValue(text: string): string | undefined {
  const value = fieldsOf(parsed(text))?.value;
  return typeof value === 'string' ? value : undefined;
}
