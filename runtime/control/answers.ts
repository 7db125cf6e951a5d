// What the endpoint answers, whichever way it was asked. In: a request in plain data. Out: status and body.
// Invariant: a refusal changes nothing and says why; nothing here knows of sockets.

import type { Problem } from '../render-inputs.ts';
import type { Answer, SessionControl } from '../session/control.ts';
import type { RunEvent, RunEventOf } from '../session/events.ts';
import { type Answered, PROTOCOL, type Refusal, readNewValue, type StatusReport, type Wish } from './messages.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

const refusal = (status: number, message: string, help = ''): HttpAnswer => ({
  status,
  body: { problem: { message, help } } satisfies Refusal,
});

export class Answers {
  readonly #session: SessionControl;
  #reload: RunEventOf<'reloaded'> | null = null;
  #rejection: RunEventOf<'rejected'> | null = null;

  constructor(session: SessionControl) {
    this.#session = session;
  }

  /** Every event of the run, in order. */
  hear(event: RunEvent): void {
    if (event.event === 'reloaded') this.#reload = event;
    if (event.event === 'rejected') this.#rejection = event;
  }

  status(): StatusReport {
    return {
      protocol: PROTOCOL,
      pid: process.pid,
      ...this.#session.status(),
      lastReload: this.#reload,
      lastRejection: this.#rejection,
    };
  }

  http(method: string, path: string, body: string): HttpAnswer {
    const target = targetIn(path);
    if (target === undefined) return refusal(400, `${path} is no path.`);
    const isRead = method === 'GET';
    switch (path) {
      case '/status':
        return isRead ? { status: 200, body: this.status() } : notAllowed(path, 'GET');
      case '/levels':
        return isRead ? { status: 200, body: { devices: this.#session.levels() } } : notAllowed(path, 'GET');
      case '/values':
        return isRead ? { status: 200, body: { values: this.#session.values() } } : notAllowed(path, 'GET');
      case '/controls':
        return isRead ? { status: 200, body: { controls: this.#session.controls() } } : notAllowed(path, 'GET');
    }
    if (target === null)
      return refusal(404, `There is no ${path}.`, 'Ask /status, /levels, /values, /controls or /events.');
    if (isRead) return answered(this.#session.get(target), 404);
    if (method !== 'PUT') return notAllowed(path, 'GET or PUT');
    const value = readNewValue(body);
    if (value === undefined) return refusal(400, 'The body is no value.', 'Send { "value": "-6 dB" }.');
    return answered(this.#session.set(target, value), 422);
  }

  wish(wish: Wish): Answered {
    const { id } = wish;
    const fine = (value: unknown): Answered => ({ answer: id, ok: true, value });
    const either = <T>(a: Answer<T>): Answered =>
      a.ok ? fine(a.value) : { answer: id, ok: false, problem: a.problem };
    switch (wish.do) {
      case 'status':
        return fine(this.status());
      case 'values':
        return fine({ values: this.#session.values() });
      case 'controls':
        return fine({ controls: this.#session.controls() });
      case 'levels':
        return fine({ devices: this.#session.levels() });
      case 'get':
        return either(this.#session.get(wish.target));
      case 'set':
        return either(this.#session.set(wish.target, wish.value));
    }
  }
}

const answered = (answer: Answer<unknown>, otherwise: number): HttpAnswer =>
  answer.ok ? { status: 200, body: answer.value } : problem(otherwise, answer.problem);
const problem = (status: number, { message, help }: Problem): HttpAnswer => refusal(status, message, help);
const notAllowed = (path: string, methods: string): HttpAnswer => refusal(405, `${path} takes ${methods}.`);

/** TARGET of `/values/TARGET`; null: another path; undefined: its escapes mean nothing. */
function targetIn(path: string): string | null | undefined {
  const [, encoded] = /^\/values\/(.+)$/.exec(path) ?? [];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
