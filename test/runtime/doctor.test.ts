// Doctor on machines of paper: what is found, how bad it is, and the command that mends it.

import { describe, expect, test } from 'vitest';
import { findingsText } from '../../runtime/cli/commands/doctor.ts';
import { colors } from '../../runtime/cli/context.ts';
import { examine } from '../../runtime/doctor/examine.ts';
import type { Machine } from '../../runtime/doctor/finding.ts';
import { thisMachine } from '../../runtime/doctor/this-machine.ts';
import type { LoadedAddon } from '../../runtime/native.ts';
import type { DeviceFacts } from '../../schema/inventory.ts';
import { alsa, inventory } from '../support/inventory.ts';

const missing: LoadedAddon = { ok: false, reason: 'missing', message: 'It was not built.', help: 'Build it.' };

const limits = (
  priority: string,
  locked: string,
) => `Limit                     Soft Limit           Hard Limit           Units
Max locked memory         ${locked}              ${locked}              bytes
Max realtime priority     ${priority}                    ${priority}
`;
const cpu = '/sys/devices/system/cpu';

interface Paper {
  readonly priority?: string;
  readonly locked?: string;
  readonly governors?: readonly string[];
  readonly groups?: readonly string[];
  readonly nodes?: readonly string[];
  readonly usable?: boolean;
  readonly platform?: string;
}

const machine = (paper: Paper): Machine => {
  const { priority = '95', locked = 'unlimited', governors = [], groups = ['audio'], nodes = [] } = paper;
  const files = new Map([
    ['/proc/self/limits', limits(priority, locked)],
    ...governors.map((g, i) => [`${cpu}/cpu${i}/cpufreq/scaling_governor`, `${g}\n`] as const),
  ]);
  const folders = new Map([
    ['/dev/snd', ['controlC0', ...nodes]],
    [cpu, ['cpufreq', ...governors.map((_, i) => `cpu${i}`)]],
  ]);
  return {
    platform: paper.platform ?? 'linux',
    user: 'ada',
    groups,
    read: (path) => files.get(path),
    list: (path) => folders.get(path) ?? [],
    mayUse: () => paper.usable ?? true,
  };
};

const found = (paper: Paper, check: string) => {
  const [one, ...more] = examine(machine(paper), missing, undefined).filter((f) => f.check === check);
  expect(more).toEqual([]);
  return one;
};

describe('on Linux', () => {
  test('a machine that is fit has nothing to mend', () => {
    const fit = { governors: ['performance', 'performance'], nodes: ['pcmC0D0p'] };
    const findings = examine(machine(fit), missing, undefined).filter((f) => f.check !== 'engine');
    expect(findings.map((f) => [f.check, f.state, f.mend])).toEqual([
      ['realtime', 'ok', null],
      ['memory', 'ok', null],
      ['sound', 'ok', null],
      ['governor', 'ok', null],
    ]);
  });

  test('limits that are too low name the line that raises them, and the group where the user is not in it', () => {
    const line = "echo '@audio - rtprio 95' | sudo tee /etc/security/limits.d/busbar-rtprio.conf";
    expect(found({ priority: '0' }, 'realtime')).toMatchObject({ state: 'warning', mend: line });
    expect(found({ priority: '20' }, 'realtime')?.text).toContain('up to 20 only');
    expect(found({ priority: '0', groups: ['ada'] }, 'realtime')?.mend).toBe(`${line} && sudo usermod -aG audio ada`);
    expect(found({ locked: '8388608' }, 'memory')).toMatchObject({ state: 'warning' });
    expect(found({ locked: '8388608' }, 'memory')?.text).toContain('only 8 MiB');
    expect(found({ locked: '134217728' }, 'memory')?.state).toBe('ok');
  });

  test('cores that slow down, cards that may not be opened, cards that are not there', () => {
    expect(found({ governors: ['powersave', 'performance'] }, 'governor')).toMatchObject({
      state: 'warning',
      mend: `echo performance | sudo tee ${cpu}/cpu*/cpufreq/scaling_governor`,
    });
    expect(found({ nodes: ['pcmC0D0p'], usable: false }, 'sound')).toMatchObject({
      state: 'error',
      mend: 'sudo usermod -aG audio ada',
    });
    expect(found({}, 'sound')?.state).toBe('note');
  });

  test('this machine can be asked', () => {
    expect(examine({ ...thisMachine(), platform: 'linux' }, missing, undefined).length).toBe(5);
  });
});

const mac = (name: string, over: Partial<DeviceFacts>): DeviceFacts =>
  alsa(name, { backend: 'coreaudio', id: name, card: null, clock: null, sharing: 'mixed', ...over });

describe('on a Mac', () => {
  const examined = (devices: readonly DeviceFacts[]) =>
    examine(machine({ platform: 'darwin' }), missing, inventory(devices, [{ backend: 'coreaudio', absent: null }]));

  test('the microphone, headsets, hog mode and ports between programs', () => {
    const findings = examined([
      mac('Desk', { transport: 'usb', busy: 'process 812' }),
      mac('Pods', { transport: 'bluetooth' }),
      mac('Speaker', { transport: 'bluetooth', inputs: null }),
    ]);
    expect(findings.map((f) => [f.check, f.state, f.mend])).toEqual([
      ['engine', 'error', null],
      ['microphone', 'note', 'tccutil reset Microphone'],
      ['bluetooth', 'warning', null],
      ['hog-mode', 'warning', 'kill 812'],
      ['virtual-ports', 'note', 'brew install blackhole-2ch'],
    ]);
  });

  test('nothing is said of what is not there', () => {
    const findings = examined([mac('BlackHole', { transport: 'virtual', inputs: null })]);
    expect(findings.slice(1).map((f) => [f.check, f.state])).toEqual([
      ['microphone', 'ok'],
      ['virtual-ports', 'ok'],
    ]);
  });
});

test('in words: the state, and the command below', () => {
  const c = colors({ write: () => true, color: false, isTerminal: false, columns: 80, rows: 24 });
  const lines = findingsText(examine(machine({ priority: '0' }), missing, undefined), c).split('\n');
  expect(lines[0]).toBe('error: It was not built. Build it.');
  expect(lines[1]).toMatch(/^warning: real-time priority/);
  expect(lines[2]).toMatch(/^ {4}echo /);
});
