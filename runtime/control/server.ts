// The control endpoint of a running session: HTTP for one question, a WebSocket for all that happens. In: a session.
// Out: a port on loopback, and a file that says so to this user alone. Invariants: bound to 127.0.0.1; nobody without the
// token gets past the headers; what a client sends is bounded, and one that does not read is cut off rather than waited for.

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { EngineError } from '../engine-error.ts';
import type { SessionControl } from '../session/control.ts';
import type { RunEvent } from '../session/events.ts';
import { Answers } from './answers.ts';
import { ENGINE_FILE_VERSION, writeEngineFile } from './engine-files.ts';
import { guard, type Refused } from './guard.ts';
import { readWish, type ServerMessage } from './messages.ts';

/** More than any target and value need. */
const LONGEST_MESSAGE = 1 << 16;
const MOST_CLIENTS = 64;
/** Bytes a client may leave unread: past the first, meters are left out for it; past the second it is cut off. */
const SLOW_BYTES = 1 << 20;
const DEAD_BYTES = 1 << 23;
/** How long clients have to say goodbye. */
const GOODBYE_MS = 500;

export interface ControlServer {
  readonly port: number;
  /** Says goodbye to all, frees the port and removes the file. */
  close(): Promise<void>;
}

/** `config`: absolute path of what plays. Throws EngineError `output` where there is no place for the token. */
export async function startControl(
  session: SessionControl,
  config: string,
  env: NodeJS.ProcessEnv,
): Promise<ControlServer> {
  const token = randomBytes(32).toString('base64url');
  const answers = new Answers(session);
  const server = createServer({ requestTimeout: 5000, headersTimeout: 5000 });
  server.maxConnections = MOST_CLIENTS;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE, clientTracking: true });
  const port = await listen(server);
  server.on('request', (request, response) => serve(request, response, answers, port, token));
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refused = guard(request.headers, port, token) ?? wrongPath(request);
    if (refused) refuse(socket, refused);
    else sockets.handleUpgrade(request, socket, head, (client) => welcome(client, answers));
  });
  const unsubscribe = session.subscribe((event) => {
    answers.hear(event);
    for (const client of sockets.clients) send(client, event);
  });
  const stop = async () => {
    unsubscribe();
    await goodbye(sockets);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  try {
    const file = { formatVersion: ENGINE_FILE_VERSION, pid: process.pid, port, token, config };
    const removeFile = writeEngineFile(file, env);
    return {
      port,
      close: () => {
        removeFile();
        return stop();
      },
    };
  } catch (e) {
    await stop();
    throw e;
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (e) =>
      reject(new EngineError('output', `The control endpoint has no port: ${(e as NodeJS.ErrnoException).code}.`)),
    );
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answers: Answers,
  port: number,
  token: string,
): Promise<void> {
  const reply = (status: number, body: unknown) => {
    const text = `${JSON.stringify(body)}\n`;
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(text);
  };
  const refused = guard(request.headers, port, token);
  if (refused) {
    const { status, message, help } = refused;
    response.shouldKeepAlive = false;
    reply(status, { problem: { message, help } });
    return;
  }
  const body = await bodyOf(request);
  if (body === undefined) {
    response.shouldKeepAlive = false;
    reply(413, { problem: { message: 'The body is too long.', help: '' } });
    return;
  }
  const [path = '/'] = (request.url ?? '/').split('?');
  const { status, body: answer } = answers.http(request.method ?? 'GET', path, body);
  reply(status, answer);
}

/** Undefined: too long, or the client left. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const blocks: Buffer[] = [];
  let length = 0;
  try {
    for await (const block of request) {
      length += (block as Buffer).length;
      if (length > LONGEST_MESSAGE) return undefined;
      blocks.push(block as Buffer);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(blocks).toString('utf8');
}

const wrongPath = ({ url }: IncomingMessage): { status: 404; message: string } | undefined =>
  url === '/events' ? undefined : { status: 404, message: 'WebSockets are at /events.' };

function refuse(socket: Duplex, { status, message }: Pick<Refused, 'message'> & { readonly status: number }): void {
  const text = `${message}\n`;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

function welcome(client: WebSocket, answers: Answers): void {
  client.on('error', () => client.terminate());
  client.on('message', (data, isBinary) => {
    const wish = isBinary ? 'messages are text' : readWish(String(data));
    if (typeof wish === 'string') client.close(1003, wish);
    else send(client, answers.wish(wish));
  });
  send(client, { hello: answers.status() });
}

function send(client: WebSocket, message: ServerMessage | RunEvent): void {
  if (client.readyState !== client.OPEN) return;
  if (client.bufferedAmount > DEAD_BYTES) client.terminate();
  else if (client.bufferedAmount < SLOW_BYTES || !('event' in message) || message.event !== 'meter') {
    client.send(JSON.stringify(message));
  }
}

async function goodbye(sockets: WebSocketServer): Promise<void> {
  const clients = [...sockets.clients];
  const closed = clients.map((client) => new Promise<void>((resolve) => client.once('close', () => resolve())));
  for (const client of clients) client.close(1001, 'the engine stops');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, GOODBYE_MS);
  });
  await Promise.race([Promise.all(closed), late]);
  clearTimeout(timer);
  for (const client of clients) client.terminate();
  sockets.close();
}
