// What Node's permission model leaves to a config and a config has no use for: signals, priorities of processes, sockets.
// In: nothing. Out: after `holdBack()` each of them throws what the permission model throws.
// Invariant: they are replaced where the rest of Node finds them too: http, tls and fetch build on these sockets. No sandbox:
// who looks for another way to the system finds one.

import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';

/** As Node's own refusals, which `blame` puts into words. */
class Refused extends Error {
  readonly code = 'ERR_ACCESS_DENIED';
  readonly permission: Act;
  constructor(permission: Act) {
    super(permission);
    this.permission = permission;
  }
}

type Act = 'Signal' | 'Priority' | 'Net';

function replace(owner: object, names: readonly string[], act: Act): void {
  for (const name of names) {
    if (!(name in owner)) continue;
    const value = () => {
      throw new Refused(act);
    };
    Object.defineProperty(owner, name, { value, writable: false, configurable: false });
  }
}

/** Names are looked up with a packet, whoever asks. */
const lookups = (owner: object): readonly string[] =>
  Object.getOwnPropertyNames(owner).filter((name) => /^(lookup|resolve|reverse)/.test(name));

export function holdBack(): void {
  replace(process, ['kill', '_kill', '_debugProcess', 'abort'], 'Signal');
  replace(os, ['setPriority'], 'Priority');
  replace(net.Socket.prototype, ['connect'], 'Net');
  replace(net.Server.prototype, ['listen'], 'Net');
  replace(net, ['_createServerHandle'], 'Net');
  replace(dgram.Socket.prototype, ['bind', 'connect', 'send'], 'Net');
  replace(dgram, ['_createSocketHandle'], 'Net');
  for (const owner of [dns, dns.promises]) {
    replace(owner.Resolver.prototype, lookups(owner.Resolver.prototype), 'Net');
    replace(owner, lookups(owner), 'Net');
  }
  // Beside the sockets beneath, so that the refusal stands where they are called.
  replace(globalThis, ['fetch', 'WebSocket', 'EventSource'], 'Net');
  syncBuiltinESMExports();
}
