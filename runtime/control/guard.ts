// Who may speak to the endpoint. In: the headers of a request. Out: nothing, or why it is refused.
// Invariants: the token is asked for last, so that nobody can try tokens from a page; comparing takes the same time
// whatever is wrong. A page of another site reaches loopback in a browser in two ways: by a name of its own that suddenly
// points here (`Host` betrays it: DNS rebinding), or by asking us as what it is (`Origin` does).

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Refused {
  readonly status: 401 | 403 | 421;
  readonly message: string;
  readonly help: string;
}

const sameText = (a: string, b: string): boolean => {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
};

export function guard(headers: IncomingHttpHeaders, port: number, token: string): Refused | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) {
    return { status: 421, message: 'This is not that host.', help: `Ask ${hosts[0]}.` };
  }
  if (headers.origin !== undefined && !hosts.some((host) => headers.origin === `http://${host}`)) {
    return { status: 403, message: 'Pages of other sites are not answered.', help: '' };
  }
  const [, given = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (!sameText(given, token)) {
    const help = 'Send `Authorization: Bearer` with the token of the engine’s file.';
    return { status: 401, message: 'The token is missing or wrong.', help };
  }
  return undefined;
}
