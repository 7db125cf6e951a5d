// The control endpoint over real sockets: what it answers, whom it refuses, how it ends.

import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, follow } from '../../runtime/control/client.ts';
import { type EngineFile, runningEngines } from '../../runtime/control/engine-files.ts';
import type { StatusReport } from '../../runtime/control/messages.ts';
import { type ControlServer, startControl } from '../../runtime/control/server.ts';
import type { RunEvent } from '../../runtime/session/events.ts';
import { FakeSession } from '../support/fake-session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Running {
  readonly session: FakeSession;
  readonly server: ControlServer;
  readonly engine: EngineFile;
  readonly env: NodeJS.ProcessEnv;
}

async function running(): Promise<Running> {
  const session = new FakeSession();
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const server = await startControl(session, '/studio/busbar.yaml', env);
  onTestFinished(() => server.close());
  const [engine] = runningEngines(env);
  return { session, server, engine: engine!, env };
}

interface Raw {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

function raw(port: number, path: string, headers: Record<string, string>, method = 'GET', body = ''): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (block: string) => {
        text += block;
      });
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
const bearer = ({ token }: EngineFile) => ({ authorization: `Bearer ${token}` });

describe('questions', () => {
  test('status is that of the session, with the last reload and rejection', async () => {
    const { session, engine } = await running();
    const status = async () => (await ask<StatusReport>(engine, 'GET', '/status')) as { ok: true; value: StatusReport };
    expect((await status()).value).toEqual({
      protocol: 1,
      pid: process.pid,
      ...session.status(),
      lastReload: null,
      lastRejection: null,
    });
    session.tell({
      event: 'reloaded',
      tier: 1,
      kind: 'live',
      changes: [],
      ms: 12,
      phases: { notice: 0, compile: 8, compare: 1, load: 3 },
      warmUpMs: 0,
      gapMs: null,
    });
    session.tell({ event: 'rejected', reason: 'no', diagnostics: [] });
    const { lastReload, lastRejection } = (await status()).value;
    expect([lastReload?.ms, lastRejection?.reason]).toEqual([12, 'no']);
  });

  test('values are read and moved, whatever their address holds', async () => {
    const { session, engine } = await running();
    const target = '/values/voice.mix%5Bmain.mic%5D.gain';
    expect(await ask(engine, 'PUT', target, { value: '-3 dB' })).toEqual({
      ok: true,
      value: { target: 'voice.mix[main.mic].gain', value: '-3 dB', number: -3, config: '0 dB' },
    });
    expect(session.moves).toEqual(['voice.mix[main.mic].gain -3']);
    expect(await ask(engine, 'GET', target)).toEqual({ ok: true, value: session.values()[1] });
    expect(await ask(engine, 'GET', '/values')).toEqual({ ok: true, value: { values: session.values() } });
    expect(await ask(engine, 'GET', '/levels')).toEqual({ ok: true, value: { devices: session.levels() } });
  });

  test.each([
    ['GET', '/values/voice.gain', '', 404, 'Did you mean voice.level.gain?'],
    ['PUT', '/values/voice.level.gain', '{"value":"99 dB"}', 422, 'It wants a value up to 24 dB.'],
    ['PUT', '/values/voice.level.gain', '{"value":-6}', 400, 'Send { "value": "-6 dB" }.'],
    ['PUT', '/values/voice.level.gain', '{', 400, 'Send { "value": "-6 dB" }.'],
    ['PUT', '/values/%ff', '{"value":"0 dB"}', 400, ''],
    ['DELETE', '/values/voice.level.gain', '', 405, ''],
    ['POST', '/status', '', 405, ''],
    ['GET', '/', '', 404, 'Ask /status, /levels, /values, /controls or /events.'],
    ['PUT', '/values/voice.level.gain', `{"value":"${'x'.repeat(70_000)}"}`, 413, ''],
  ])('%s %s is refused, and changes nothing', async (method, path, body, status, help) => {
    const { session, engine } = await running();
    const answer = await raw(engine.port, path, bearer(engine), method, body);
    expect([answer.status, JSON.parse(answer.body).problem.help]).toEqual([status, help]);
    expect(session.moves).toEqual([]);
  });

  test('many at once are answered each', async () => {
    const { engine } = await running();
    const all = await Promise.all(Array.from({ length: 40 }, () => ask(engine, 'GET', '/values/voice.level.gain')));
    expect(all.every((a) => a.ok)).toBe(true);
  });
});

describe('strangers', () => {
  test.each([
    ['no token', {}, 401],
    ['a wrong token', { authorization: 'Bearer nonsense' }, 401],
    ['a token of another form', { authorization: 'Basic AAAA' }, 401],
  ])('%s', async (_, headers, status) => {
    const { engine } = await running();
    expect((await raw(engine.port, '/status', headers)).status).toBe(status);
  });

  test('a name that was made to point here, and a page of another site, even with the token', async () => {
    const { engine, session } = await running();
    const { port } = engine;
    const put = (headers: Record<string, string>) =>
      raw(port, '/values/voice.level.gain', { ...bearer(engine), ...headers }, 'PUT', '{"value":"0 dB"}');
    expect((await put({ host: `rebound.example:${port}` })).status).toBe(421);
    expect((await put({ host: '127.0.0.1' })).status).toBe(421);
    expect((await put({ origin: 'https://rebound.example' })).status).toBe(403);
    expect((await put({ origin: 'null' })).status).toBe(403);
    expect((await put({ origin: `http://127.0.0.1:${port + 1}` })).status).toBe(403);
    expect(session.moves).toEqual([]);
    expect((await put({ origin: `http://localhost:${port}`, host: `localhost:${port}` })).status).toBe(200);
    const { headers } = await put({});
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('the same for WebSockets', async () => {
    const { engine, session } = await running();
    const { port } = engine;
    const refused = async (headers: Record<string, string>, path = '/events') => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      const status = await new Promise<number>((resolve) => {
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
        socket.once('open', () => resolve(101));
      });
      socket.on('error', () => {}).terminate();
      return status;
    };
    expect(await refused({})).toBe(401);
    expect(await refused({ ...bearer(engine), host: `rebound.example:${port}` })).toBe(421);
    expect(await refused({ ...bearer(engine), origin: 'https://rebound.example' })).toBe(403);
    expect(await refused(bearer(engine), '/status')).toBe(404);
    expect(session.listening).toBe(1); // the server's own
  });

  test('nothing listens on other addresses', async () => {
    const { engine } = await running();
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter((a) => !a.internal && a.family === 'IPv4').map((a) => a.address),
    );
    for (const host of [...others, '127.0.0.2', '::1']) {
      const socket = connect({ host, port: engine.port });
      const outcome = await new Promise<string | undefined>((resolve) => {
        socket.once('connect', () => resolve('it listens'));
        socket.once('error', (e: NodeJS.ErrnoException) => resolve(e.code));
      });
      socket.destroy();
      expect(outcome, host).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT|ENETUNREACH/);
    }
  });
});

describe('events', () => {
  /** A socket whose messages can be awaited one by one. */
  async function socketOf(engine: EngineFile) {
    const socket = new WebSocket(`ws://127.0.0.1:${engine.port}/events`, { headers: bearer(engine) });
    const waiting: unknown[] = [];
    let wake = () => {};
    socket.on('message', (data) => {
      waiting.push(JSON.parse(String(data)));
      wake();
    });
    await once(socket, 'open');
    const next = async (): Promise<unknown> => {
      while (waiting.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    };
    return { socket, next };
  }

  test('come in order after a greeting, and wishes are answered by number', async () => {
    const { session, engine } = await running();
    const { socket, next } = await socketOf(engine);
    expect(await next()).toMatchObject({ hello: { protocol: 1, name: 'desk' } });
    session.tell({ event: 'xrun', device: 'main', kind: 'capture', frames: 64 });
    expect(await next()).toEqual({ event: 'xrun', device: 'main', kind: 'capture', frames: 64, time: 12.5 });
    const wish = (fields: object) => socket.send(JSON.stringify(fields));
    wish({ id: 7, do: 'set', target: 'voice.level.gain', value: '-9 dB' });
    expect(await next()).toEqual({ event: 'set', target: 'voice.level.gain', value: '-9 dB', time: 12.5 });
    expect(await next()).toMatchObject({ answer: 7, ok: true, value: { number: -9, config: '-6 dB' } });
    wish({ id: 8, do: 'get', target: 'voice.gain' });
    expect(await next()).toMatchObject({ answer: 8, ok: false, problem: { help: 'Did you mean voice.level.gain?' } });
    for (const [id, what] of ['status', 'values', 'levels'].entries()) {
      wish({ id, do: what });
      expect(await next()).toMatchObject({ answer: id, ok: true });
    }
  });

  test.each(['', '[]', '{"id":1}', '{"id":"1","do":"status"}', '{"id":1,"do":"set","target":"a","value":3}'])(
    'a client that sends %j is told so and let go',
    async (text) => {
      const { engine } = await running();
      const { socket } = await socketOf(engine);
      socket.send(text);
      const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
      expect([code, String(reason).length > 10]).toEqual([1003, true]);
    },
  );

  test('a client that sends too much is let go, and the others stay', async () => {
    const { session, engine } = await running();
    const [bad, good] = [await socketOf(engine), await socketOf(engine)];
    await good.next();
    bad.socket.on('error', () => {});
    bad.socket.send('x'.repeat(100_000));
    await once(bad.socket, 'close');
    session.meter();
    expect(await good.next()).toMatchObject({ event: 'meter' });
  });

  test('a client that does not read is cut off, and nobody waits for it', async () => {
    const { session, engine } = await running();
    const { socket, next } = await socketOf(engine);
    await next();
    const stuck = new WebSocket(`ws://127.0.0.1:${engine.port}/events`, { headers: bearer(engine) });
    await once(stuck, 'open');
    stuck.on('error', () => {});
    (stuck as unknown as { readonly _socket: Socket })._socket.pause();
    let heard = 0;
    socket.on('message', () => {
      heard++;
    });
    const reason = 'x'.repeat(1 << 20);
    const tell = () => session.tell({ event: 'rejected', reason, diagnostics: [] });
    for (let i = 0; i < 30; i++) {
      tell();
      while (heard <= i) await once(socket, 'message');
    }
    const end = new Promise<string>((resolve) => {
      let served = 0;
      stuck.on('message', () => {
        if (++served >= 30) resolve('it was served all of it');
      });
      stuck.on('close', (code) => resolve(`closed with ${code}`));
    });
    (stuck as unknown as { readonly _socket: Socket })._socket.resume();
    expect(await end).toBe('closed with 1006');
  });

  test('end with the engine: clients hear it, the port is free, the file is gone', async () => {
    const { session, server, engine, env } = await running();
    const heard: RunEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      const readings = setInterval(() => session.meter(), 5);
      const done = follow(engine, new AbortController().signal, (event) => {
        if (heard.push(event) > 1) return;
        clearInterval(readings);
        session.tell({ event: 'stopped', frames: 1, xruns: 0, load: session.status().load, reason: 'signal' });
        server.close().then(() => done.then(resolve), reject);
      });
    });
    expect(heard.at(-1)).toMatchObject({ event: 'stopped' });
    expect(runningEngines(env)).toEqual([]);
    expect(session.listening).toBe(0);
    await expect(ask(engine, 'GET', '/status')).rejects.toThrow('No engine is running here.');
    await server.close(); // twice does no harm
  });

  test('no longer than the signal says', async () => {
    const { session, engine } = await running();
    const end = new AbortController();
    const readings = setInterval(() => session.meter(), 5);
    onTestFinished(() => clearInterval(readings));
    let heard = 0;
    await follow(engine, end.signal, () => {
      heard++;
      end.abort();
    });
    expect(heard).toBeGreaterThan(0);
  });
});
