// `busbar check` of a whole process, start to exit, without the addon, over the size of the graph; beside it a process of
// Node that does nothing. Out: medians of wall and processor time. The processor's is the one that a busy machine leaves alone.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf } from './configs.mjs';

const ROUNDS = 15;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** Wall and processor time in ms of one process, as the shell's own `time` tells them. */
function timed(words, cwd) {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" > /dev/null';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', process.execPath, ...words], {
    cwd,
    env: { ...process.env, BUSBAR_ADDON: join(cwd, 'nowhere.node') },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  const [wall, user, system] = stderr
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map((s) => 1000 * Number(s));
  return { wall, cpu: user + system };
}

export function check(root) {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-'));
  const cli = join(root, 'dist/runtime/cli/main.js');
  const cases = [['nothing (node -e 0)', ['-e', '0']]];
  for (const nodes of [20, 200, 2000]) {
    writeFileSync(join(folder, `${nodes}.yaml`), consoleOf(nodes));
    cases.push([`check, ${nodes} nodes`, [cli, 'check', `${nodes}.yaml`]]);
  }
  const all = cases.map(() => []);
  // Rounds go through all cases, so that a busy machine is busy for each.
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, [, words]] of cases.entries()) all[i].push(timed(words, folder));
  rmSync(folder, { recursive: true });
  return {
    title: 'busbar check, process start to exit, no addon',
    rows: cases.map(([what], i) => ({
      what,
      wallMs: median(all[i].map((r) => r.wall)),
      leastWallMs: Math.min(...all[i].map((r) => r.wall)),
      cpuMs: median(all[i].map((r) => r.cpu)),
    })),
    notes: [`Medians of ${ROUNDS} rounds.`],
  };
}
