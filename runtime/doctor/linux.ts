// Linux: what real-time audio needs of the kernel and of the user's rights. In: a machine. Out: findings. Pure.

import { type Finding, finding, type Machine } from './finding.ts';

export const linuxFindings = (machine: Machine): readonly Finding[] => [
  realtime(machine),
  memory(machine),
  soundNodes(machine),
  governor(machine),
];

const GROUP = 'audio';
/** Of SCHED_FIFO: what a run asks for. */
const PRIORITY = 60;
/** Plans, states and stacks of any studio fit. */
const LOCKED_MIB = 64;

/** A limit of this process, soft; undefined: not known. */
function limit(machine: Machine, name: string): number | undefined {
  const line = machine
    .read('/proc/self/limits')
    ?.split('\n')
    .find((l) => l.startsWith(name));
  const [, soft] = /^\S.*?\s{2,}(\S+)/.exec(line ?? '') ?? [];
  return soft === undefined ? undefined : soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Raises a limit for the group, and brings the user into it; both count from the next login. */
function granted(machine: Machine, item: string, value: string): string {
  const write = `echo '@${GROUP} - ${item} ${value}' | sudo tee /etc/security/limits.d/busbar-${item}.conf`;
  return machine.groups.includes(GROUP) ? write : `${write} && sudo usermod -aG ${GROUP} ${machine.user}`;
}

function realtime(machine: Machine): Finding {
  const most = limit(machine, 'Max realtime priority');
  if (most === undefined) return finding('realtime', 'note', 'the limit of real-time priority is not known');
  if (most >= PRIORITY) return finding('realtime', 'ok', `audio threads may have real-time priority, up to ${most}`);
  const mend = granted(machine, 'rtprio', '95');
  if (most > 0) {
    const text = `real-time priority is granted up to ${most} only, below the ${PRIORITY} that a run asks for`;
    return finding('realtime', 'warning', text, mend);
  }
  const text = 'real-time priority is refused by the kernel, so a run has to ask rtkit: log in anew after this';
  return finding('realtime', 'warning', text, mend);
}

function memory(machine: Machine): Finding {
  const bytes = limit(machine, 'Max locked memory');
  if (bytes === undefined) return finding('memory', 'note', 'the limit of locked memory is not known');
  if (bytes === Number.POSITIVE_INFINITY) return finding('memory', 'ok', 'memory of audio threads may be locked');
  const mib = Math.floor(bytes / 2 ** 20);
  if (mib >= LOCKED_MIB) return finding('memory', 'ok', `memory of audio threads may be locked, ${mib} MiB of it`);
  const text = `only ${mib} MiB may be locked: what is beyond can be paged out, and is late when it is needed`;
  return finding('memory', 'warning', text, granted(machine, 'memlock', 'unlimited'));
}

function soundNodes(machine: Machine): Finding {
  const nodes = machine.list('/dev/snd').filter((n) => n.startsWith('pcm'));
  if (nodes.length === 0) return finding('sound', 'note', 'no sound card is here: ALSA has no devices');
  const refused = nodes.filter((n) => !machine.mayUse(`/dev/snd/${n}`));
  if (refused.length === 0) return finding('sound', 'ok', 'sound cards may be opened');
  const text = `${refused.length} of ${nodes.length} sound devices may not be opened by ${machine.user}: log in anew after this`;
  return finding('sound', 'error', text, `sudo usermod -aG ${GROUP} ${machine.user}`);
}

function governor(machine: Machine): Finding {
  const base = '/sys/devices/system/cpu';
  const cores = machine.list(base).filter((n) => /^cpu\d+$/.test(n));
  const governors = cores.flatMap((n) => machine.read(`${base}/${n}/cpufreq/scaling_governor`)?.trim() ?? []);
  if (governors.length === 0) return finding('governor', 'ok', 'the processor’s frequency is not governed from here');
  const slow = governors.filter((g) => g !== 'performance');
  if (slow.length === 0) return finding('governor', 'ok', 'the processor keeps its frequency (performance)');
  const text = `${slow.length} of ${governors.length} cores slow down between cycles (${slow[0]}): short periods may come late`;
  const mend = `echo performance | sudo tee ${base}/cpu*/cpufreq/scaling_governor`;
  return finding('governor', 'warning', text, mend);
}
