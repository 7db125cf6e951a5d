// `npm run demo:live`: plays a chord with the real command on the default sound device (on a virtual one where there is none),
// saves its config a few times while it plays, a mistake among them, and says in words what each save did.

import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../runtime/session/events.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const config = join(root, 'demo/busbar.yaml');
/** How long each save is listened to. */
const LISTEN_MS = 1500;

/** A fifth, and steps behind it. */
const studio = (
  steps: string,
  fifth = '-6 dB',
) => `# Written by \`npm run demo\`. \`npx busbar run demo/busbar.yaml\` plays it: change something and save.
busbar: 1
name: demo
devices:
  speakers: { match: { default: output }, outputs: { both: 1-2 } }
graph:
  root:  { channels: 1, do: [{ tone: { freq: 220 Hz, level: -30 dBFS } }] }
  fifth: { channels: 1, do: [{ tone: { freq: 330 Hz, level: -30 dBFS } }] }
  chord:
    channels: 1
    mix: { root: 0 dB, fifth: ${fifth} }
    do: [${steps}]
    to: speakers.both
`;

const saves: readonly (readonly [what: string, text: string])[] = [
  ['the fifth louder', studio('{ gain: { id: level, gain: 0 dB } }', '0 dB')],
  ['120 ms later', studio('{ gain: { id: level, gain: 0 dB } }, { delay: 120 ms }', '0 dB')],
  ['a mistake', studio('{ gian: 0 dB }', '0 dB')],
  ['a low-pass instead', studio('{ gain: { id: level, gain: 0 dB } }, { lowpass: 250 Hz }', '0 dB')],
];

mkdirSync(dirname(config), { recursive: true });
const save = (text: string) => {
  writeFileSync(`${config}.new`, text);
  renameSync(`${config}.new`, config);
};
save(studio('{ gain: { id: level, gain: 0 dB } }'));

const shown = relative(process.cwd(), config);
console.log(`busbar run ${shown}\n`);
const cli = join(root, 'dist/runtime/cli/main.js');
const run = spawn(process.execPath, [cli, 'run', shown, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = new Promise<number>((resolve) => run.on('close', (code) => resolve(code ?? 1)));
process.on('SIGINT', () => run.kill('SIGTERM'));

const lines = createInterface({ input: run.stdout })[Symbol.asyncIterator]();
/** The next event but meters; undefined at the end. */
async function next(): Promise<RunEvent | undefined> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) return undefined;
    const event = JSON.parse(value) as RunEvent;
    if (event.event !== 'meter') return event;
  }
}

function told(event: RunEvent | undefined): string {
  switch (event?.event) {
    case 'reloaded':
      return `${event.changes.map((c) => c.text).join('; ') || 'nothing to hear'} (${event.ms.toFixed(0)} ms after the save)`;
    case 'rejected':
      return `not taken: ${event.diagnostics.find((d) => d.severity === 'error')?.message ?? event.reason}; it plays on`;
    case 'stopped':
      return `${event.xruns} xruns, worst load ${(100 * event.load.worst).toFixed(1)} %`;
    default:
      return event?.event ?? 'it ended';
  }
}

const started = await next();
if (started?.event !== 'started') {
  console.error(`  ${told(started)}`);
  process.exit((await ended) || 1);
}
const [device] = started.devices;
const where = device?.state === 'open' ? `plays on ${device.backend} ${device.id}` : (device?.note ?? '');
console.log(`  ${where}; audio thread: ${started.realtime.detail}`);
for (const [what, text] of saves) {
  await setTimeout(LISTEN_MS);
  if (run.exitCode !== null) break;
  save(text);
  console.log(`  ${what.padEnd(20)} ${told(await next())}`);
}
await setTimeout(LISTEN_MS);
run.kill('SIGTERM');
console.log(`  faded out            ${told(await next())}`);
console.log(`\nNext      npx busbar run ${shown}, then change a value in it and save`);
process.exit(await ended);
