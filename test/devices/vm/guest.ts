// A throw-away QEMU guest with Debian's kernel and its real ALSA drivers. In: a command, sound cards, a folder to share.
// Out: the command's exit code and output. The guest sees the host's files read-only and writes to RAM; `shared` is
// writable at its own path. Invariant: in virtual time the guest's clock counts its instructions (1 ns each) and skips
// idle time, so its timing does not depend on the host's load. Waiting for the host's files costs guest time then: copy
// what a timed run reads to /tmp first, and print at the end.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guestKernel } from './kernel.ts';

export interface Card {
  readonly driver: 'aloop' | 'dummy' | 'hda' | 'usb';
  /** Module options; `aloop` and `dummy` take several cards by `enable=1,1`. */
  readonly options?: string;
  /** `hda`, `usb`: what is played lands in this WAV file of the host, at 48 kHz in 16 bit. */
  readonly wav?: string;
}

export interface GuestRun {
  /** Run by bash, in `shared`. */
  readonly script: string;
  /** Folder of the host, writable. */
  readonly shared: string;
  readonly cards: readonly Card[];
  readonly virtualTime: boolean;
  /** Virtual CPUs in real time (default 2); virtual time has one. */
  readonly cpus?: number;
  readonly memoryMb?: number;
  readonly limitSeconds?: number;
}

export interface GuestResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

const modules: Readonly<Record<Card['driver'], readonly string[]>> = {
  aloop: ['snd-aloop'],
  dummy: ['snd-dummy'],
  hda: ['snd-hda-intel'],
  usb: ['xhci-pci', 'snd-usb-audio'],
};

/** Cards that modules make: one, or one per 1 of `enable=1,1`. They must have appeared before the script starts. */
const countOf = (card: Card) => (/enable=([01,]+)/.exec(card.options ?? '')?.[1] ?? '1').split('1').length - 1;

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** A comma inside of a QEMU option is doubled. */
const option = (text: string) => text.replaceAll(',', ',,');

/** HDA and USB controllers with a card each; the mixers are left out or full, so that samples stay what they are. */
function emulated(card: Card): string[] {
  if (card.driver !== 'hda' && card.driver !== 'usb') return [];
  const form = 'out.frequency=48000,out.channels=2,out.format=s16,timer-period=2000';
  const sink = `wav,id=${card.driver}0,path=${option(card.wav ?? '/dev/null')},${form}`;
  return card.driver === 'hda'
    ? ['-audiodev', sink, '-device', 'intel-hda', '-device', 'hda-duplex,audiodev=hda0,mixer=off']
    : ['-audiodev', sink, '-device', 'qemu-xhci,id=xhci', '-device', 'usb-audio,audiodev=usb0,bus=xhci.0'];
}

/** Process 1 once the root stands: few and cheap programs, for they are emulated. */
function bootScript(run: GuestRun): string {
  const last = run.cards.reduce((sum, card) => sum + countOf(card), 0) - 1;
  const load = run.cards.flatMap((card) =>
    modules[card.driver].map(
      (name, i, all) => `modprobe ${name}${i === all.length - 1 ? ` ${card.options ?? ''}` : ''}`,
    ),
  );
  return [
    'bb=/run/busybox; $bb hostname guest; $bb ip link set lo up',
    ...load.map((line) => `${line} 2>/dev/stderr-port || echo ${quote(`guest: ${line} failed`)} >/dev/stderr-port`),
    ...(last >= 0
      ? [`n=0; while [ ! -e /dev/snd/controlC${last} ] && [ $n -lt 100 ]; do $bb usleep 50000; n=$((n+1)); done`]
      : []),
    '$bb setsid /bin/bash /run/vm/script.sh >/dev/stdout-port 2>/dev/stderr-port </dev/null',
    'echo $? >/run/vm/status; $bb sync; $bb poweroff -f',
  ].join('\n');
}

function scriptOf(run: GuestRun): string {
  const passed = ['PATH', 'HOME', 'LANG', 'BUSBAR_ADDON'].filter((name) => process.env[name] !== undefined);
  const set = passed.map((name) => `export ${name}=${quote(process.env[name]!)}`);
  return `${set.join('\n')}\ncd ${quote(run.shared)}\n${run.script}\n`;
}

export async function runGuest(run: GuestRun): Promise<GuestResult> {
  const { kernel, initrd, modules: folder } = guestKernel();
  const control = mkdtempSync(join(tmpdir(), 'busbar-guest-'));
  const read = (name: string) => (existsSync(join(control, name)) ? readFileSync(join(control, name), 'utf8') : '');
  writeFileSync(join(control, 'shared'), run.shared);
  writeFileSync(join(control, 'modules'), folder);
  writeFileSync(join(control, 'boot.sh'), `${bootScript(run)}\n`);
  writeFileSync(join(control, 'script.sh'), scriptOf(run));
  const plan9 = (tag: string, path: string, more = '') =>
    `local,path=${option(path)},mount_tag=${tag},security_model=none,multidevs=remap${more}`;
  const port = (name: string) => [
    ...['-chardev', `file,id=${name},path=${option(join(control, name))}`],
    ...['-device', `virtserialport,chardev=${name},name=${name}`],
  ];
  const timing = run.virtualTime
    ? ['-accel', 'tcg,thread=single', '-icount', 'shift=0,sleep=off', '-smp', '1']
    : ['-accel', 'tcg,thread=multi', '-smp', String(run.cpus ?? 2)];
  const began = performance.now();
  try {
    const ended = await launch(
      [
        ...[
          '-name',
          'busbar-guest',
          '-M',
          'pc,usb=off',
          '-nodefaults',
          '-no-user-config',
          '-display',
          'none',
          '-no-reboot',
        ],
        ...[...timing, '-cpu', 'max', '-m', String(run.memoryMb ?? 1024), '-rtc', 'base=utc'],
        ...['-kernel', kernel, '-initrd', initrd, '-append'],
        'console=ttyS0 quiet loglevel=4 panic=-1 tsc=reliable mitigations=off nokaslr random.trust_cpu=on',
        ...['-serial', `file:${option(join(control, 'console'))}`],
        ...['-device', 'virtio-serial-pci', ...port('stdout'), ...port('stderr')],
        ...['-virtfs', plan9('host', '/', ',readonly=on')],
        ...['-virtfs', plan9('control', control), '-virtfs', plan9('shared', run.shared)],
        ...run.cards.flatMap(emulated),
      ],
      run.limitSeconds ?? 1500,
    );
    const status = read('status');
    if (status === '')
      throw new Error(
        `the guest ended without a status (${ended})\n${read('stderr')}\n${read('console').slice(-4000)}`,
      );
    const seconds = (performance.now() - began) / 1000;
    return { status: Number(status), stdout: read('stdout'), stderr: read('stderr'), seconds };
  } finally {
    rmSync(control, { recursive: true, force: true });
  }
}

/** Runs QEMU to its end, at most for so long. Says how it ended. */
function launch(args: readonly string[], limitSeconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const qemu = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let late = false;
    const watch = setTimeout(() => {
      late = true;
      qemu.kill('SIGKILL');
    }, limitSeconds * 1000);
    for (const stream of [qemu.stdout, qemu.stderr]) stream.on('data', (data) => (said += data));
    qemu.on('error', reject);
    qemu.on('close', (code, signal) => {
      clearTimeout(watch);
      resolve(late ? `time limit of ${limitSeconds} s` : `QEMU: ${signal ?? code} ${said}`);
    });
  });
}
