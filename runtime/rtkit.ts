// Real-time priority by way of rtkit, for users who may not ask the kernel. In: the kernel's number of a thread of this
// process. Out: whether some tool had the call answered; what was granted is read back by who asks. The call goes through
// a command-line tool of D-Bus, since it is made once per stream and a D-Bus client is a large thing to depend on for it.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The most that rtkit grants as it is shipped. */
const PRIORITY = 20;
const PATIENCE_MS = 2000;
const SERVICE = 'org.freedesktop.RealtimeKit1';
const OBJECT = '/org/freedesktop/RealtimeKit1';

const run = promisify(execFile);

/** Asks with the first tool that is there. Never rejects. */
export async function askRtkit(thread: number): Promise<boolean> {
  const { pid } = process;
  const tools: readonly (readonly [string, readonly string[]])[] = [
    [
      'busctl',
      [
        '--system',
        'call',
        SERVICE,
        OBJECT,
        SERVICE,
        'MakeThreadRealtimeWithPID',
        'ttu',
        ...[pid, thread, PRIORITY].map(String),
      ],
    ],
    [
      'dbus-send',
      ['--system', '--print-reply', `--dest=${SERVICE}`, OBJECT, `${SERVICE}.MakeThreadRealtimeWithPID`].concat(
        `uint64:${pid}`,
        `uint64:${thread}`,
        `uint32:${PRIORITY}`,
      ),
    ],
  ];
  for (const [tool, words] of tools) {
    try {
      await run(tool, words, { timeout: PATIENCE_MS });
      return true;
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'ENOENT') return false; // it is there: rtkit, or the bus, said no
    }
  }
  return false;
}
