// Mutants of the runtime: the wrong lines a hurried change to the control endpoint would make.

import type { Mutant } from './mutant.ts';

const server = ['test/control/server.test.ts'];
const files = ['test/control/engine-files.test.ts'];

export const runtimeMutants: readonly Mutant[] = [
  {
    name: 'any Host is answered',
    area: 'control',
    file: 'runtime/control/guard.ts',
    search: "if (!hosts.includes(headers.host ?? '')) {",
    replace: "if (headers.host === '') {",
    tests: server,
  },
  {
    name: 'any Origin is answered',
    area: 'control',
    file: 'runtime/control/guard.ts',
    search: 'if (headers.origin !== undefined &&',
    replace: "if (headers.origin === '' &&",
    tests: server,
  },
  {
    name: 'the token is not asked for',
    area: 'control',
    file: 'runtime/control/guard.ts',
    search: 'if (!sameText(given, token)) {',
    replace: "if (given === token && token === '') {",
    tests: server,
  },
  {
    name: 'WebSockets pass unseen',
    area: 'control',
    file: 'runtime/control/server.ts',
    search: 'const refused = guard(request.headers, port, token) ?? wrongPath(request);',
    replace: 'const refused = wrongPath(request);',
    tests: server,
  },
  {
    name: 'it listens everywhere',
    area: 'control',
    file: 'runtime/control/server.ts',
    search: "server.listen(0, '127.0.0.1', ",
    replace: "server.listen(0, '0.0.0.0', ",
    tests: server,
  },
  {
    name: 'a client that does not read is kept',
    area: 'control',
    file: 'runtime/control/server.ts',
    search: 'if (client.bufferedAmount > DEAD_BYTES) client.terminate();',
    replace: 'if (client.bufferedAmount < 0) client.terminate();',
    tests: server,
  },
  {
    name: 'anybody may read the token',
    area: 'control',
    file: 'runtime/control/engine-files.ts',
    search: 'mode: 0o600 }',
    replace: 'mode: 0o644 }',
    tests: files,
  },
  {
    name: 'files that others could write are believed',
    area: 'control',
    file: 'runtime/control/engine-files.ts',
    search: '(mode & 0o022) === 0',
    replace: 'mode > 0',
    tests: files,
  },
  {
    name: 'an engine that is gone is handed out',
    area: 'control',
    file: 'runtime/control/engine-files.ts',
    search: ' && isAlive(file.pid) ? [file] : [];',
    replace: ' ? [file] : [];',
    tests: files,
  },
  {
    name: 'the first of several engines is as good as any',
    area: 'control',
    file: 'runtime/cli/choose-engine.ts',
    search: 'if (only !== undefined && more.length === 0) return only;',
    replace: 'if (only !== undefined && more.length >= 0) return only;',
    tests: ['test/cli/control.test.ts'],
  },
];
