// Runs in the guest: node edit-often.mjs COUNT EVERY_MS. `busbar run` plays studio-0.yaml; the saves studio-1.yaml and
// so on go over it in turns, one every so many milliseconds, however long each takes. Out: a line of JSON.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const count = Number(process.argv[2]);
const everyMs = Number(process.argv[3]);
const saves = readdirSync('.')
  .filter((name) => /^studio-\d+\.yaml$/.test(name))
  .sort()
  .map((name) => readFileSync(name, 'utf8'));
writeFileSync('busbar.yaml', saves[0]);

const child = spawn(process.execPath, [process.env.BUSBAR, 'run', 'busbar.yaml', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const events = [];
let edits = 0;
let quiet;

const edit = () => {
  writeFileSync('busbar.yaml', saves[++edits % saves.length]);
  if (edits === count) clearInterval(timer);
};
/** Ends when nothing was reloaded for a second after the last save. */
const waitOn = () => {
  clearTimeout(quiet);
  if (edits === count) quiet = setTimeout(() => child.kill('SIGINT'), 1000);
};
let timer;
/** The run practises saves in its first seconds, which take longer in the guest: two that fall together count once. */
const practiceMs = 12_000;
const startEdits = () => {
  timer = setInterval(edit, everyMs);
};
createInterface({ input: child.stdout }).on('line', (line) => {
  const event = JSON.parse(line);
  if (event.event === 'meter') return;
  events.push(event);
  if (event.event === 'started') setTimeout(startEdits, practiceMs);
  if (event.event === 'reloaded') waitOn();
});
child.on('close', (status) => {
  const of = (name) => events.filter((e) => e.event === name);
  const reloads = of('reloaded');
  const [started] = of('started');
  const [stopped] = of('stopped');
  console.log(
    JSON.stringify({
      ...{ status, edits, reloads: reloads.length, rejected: of('rejected').length, xruns: stopped?.xruns },
      ...{ frames: stopped?.frames, load: stopped?.load, devices: started?.devices },
      ...{ kinds: [...new Set(reloads.map((e) => e.kind))].sort(), worstMs: Math.max(...reloads.map((e) => e.ms)) },
    }),
  );
});
