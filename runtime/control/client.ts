// The other end of the control endpoint: what verbs use to talk to a running engine. In: an engine's file, a question.
// Out: the answer, or what refused it. Invariant: an engine that is gone, hangs or is of another version is told in words.

import { request as httpRequest } from 'node:http';
import { WebSocket } from 'ws';
import { EngineError } from '../engine-error.ts';
import type { Problem } from '../render-inputs.ts';
import type { RunEvent } from '../session/events.ts';
import type { EngineFile } from './engine-files.ts';

/** An engine answers at once, or something is wrong with it. */
const PATIENCE_MS = 5000;
const LONGEST_ANSWER = 1 << 26;

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export const noEngine = (): EngineError =>
  new EngineError('engine', 'No engine is running here.', '`busbar run` starts one.');

const hangs = ({ pid }: EngineFile): EngineError =>
  new EngineError('engine', `The engine (process ${pid}) does not answer.`, 'End it, and start it again.');

/** One question over HTTP. Throws EngineError `engine` where nobody answers. */
export async function ask<T>(
  engine: EngineFile,
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
): Promise<Reply<T>> {
  const { status, text } = await exchange(engine, method, path, body === undefined ? '' : JSON.stringify(body));
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw noEngine(); // somebody else has the port now
  }
  if (status === 200) return { ok: true, value: answer as T };
  if (status === 401 || status === 421) throw noEngine();
  const { problem } = answer as { readonly problem?: Problem };
  return { ok: false, problem: problem ?? { message: `The engine answers ${status}.`, help: '' } };
}

function exchange(engine: EngineFile, method: string, path: string, body: string) {
  return new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    const { port, token } = engine;
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers, agent: false, timeout: PATIENCE_MS },
      (response) => {
        const blocks: Buffer[] = [];
        let length = 0;
        response.on('data', (block: Buffer) => {
          length += block.length;
          if (length > LONGEST_ANSWER) response.destroy();
          else blocks.push(block);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(blocks).toString('utf8') }),
        );
        response.on('error', () => reject(noEngine()));
      },
    );
    request.on('timeout', () => {
      reject(hangs(engine));
      request.destroy();
    });
    request.on('error', () => reject(noEngine()));
    request.end(body);
  });
}

/** Calls back for every event until `signal` aborts or the engine stops. Throws EngineError `engine`. */
export function follow(engine: EngineFile, signal: AbortSignal, hear: (event: RunEvent) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${engine.port}/events`, {
      headers: { authorization: `Bearer ${engine.token}` },
      handshakeTimeout: PATIENCE_MS,
      perMessageDeflate: false,
    });
    const stop = () => socket.close();
    signal.addEventListener('abort', stop, { once: true });
    let wasOpen = false;
    socket.on('open', () => {
      wasOpen = true;
      if (signal.aborted) stop();
    });
    socket.on('message', (data) => {
      const message: unknown = JSON.parse(String(data));
      if (typeof message === 'object' && message !== null && 'event' in message) hear(message as RunEvent);
    });
    socket.on('error', () => {}); // `close` follows
    socket.on('close', () => {
      signal.removeEventListener('abort', stop);
      if (wasOpen || signal.aborted) resolve();
      else reject(noEngine());
    });
  });
}
