// Runs in the guest: node follow-run.mjs STEPS.json. `busbar run busbar.yaml` plays while the steps are taken, one after
// the other: { event, …fields } waits for such an event (those before it count no more), { shell } runs a command without
// waiting for its end, { signal } is sent. Out: a line of JSON with all events but meters, and how the run ended.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const steps = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const child = spawn(process.execPath, [process.env.BUSBAR, 'run', 'busbar.yaml', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const events = [];
let at = 0;
let signalled;

const fits = (event, { event: name, ...fields }) =>
  event.event === name && Object.entries(fields).every(([key, value]) => event[key] === value);

/** Takes the steps that need no event. */
function go() {
  for (; at < steps.length && steps[at].event === undefined; at++) {
    const { shell, signal } = steps[at];
    if (shell !== undefined) spawn('sh', ['-c', shell], { stdio: 'ignore' });
    if (signal === undefined) continue;
    signalled = performance.now();
    child.kill(signal);
  }
}

createInterface({ input: child.stdout }).on('line', (line) => {
  const event = JSON.parse(line);
  if (event.event !== 'meter') events.push(event);
  if (at < steps.length && steps[at].event !== undefined && fits(event, steps[at])) {
    at++;
    go();
  }
});
child.on('close', (status, killed) => {
  const endedMs = signalled === undefined ? null : performance.now() - signalled;
  console.log(JSON.stringify({ status, killed, stepsLeft: steps.length - at, endedMs, events }));
});
