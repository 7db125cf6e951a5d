// macOS: what a Mac does to audio programs without a word. In: what is plugged in. Out: findings. Pure.

import type { DeviceFacts, Inventory } from '../../schema/inventory.ts';
import { type Finding, finding } from './finding.ts';

export function macosFindings(inventory: Inventory | undefined): readonly Finding[] {
  const devices = (inventory?.devices ?? []).filter((d) => d.backend === 'coreaudio');
  return [microphone(devices), ...bluetooth(devices), ...held(devices), virtualPorts(devices)];
}

/** Who asks is the run: doctor opens no device. */
const microphone = (devices: readonly DeviceFacts[]): Finding => {
  if (devices.every((d) => d.inputs === null)) return finding('microphone', 'ok', 'no device here has inputs');
  return finding(
    'microphone',
    'note',
    'the first run with inputs asks whether the terminal that starts busbar may use the microphone (System Settings > Privacy & Security > Microphone), and waits for the answer; under launchd nobody is ever asked, so start it from a terminal or a signed app. A run tells when it hears exact zeros, which some terminals get for a yes. This has macOS ask anew:',
    'tccutil reset Microphone',
  );
};

function bluetooth(devices: readonly DeviceFacts[]): readonly Finding[] {
  return devices
    .filter((d) => d.transport === 'bluetooth' && d.inputs !== null)
    .map(({ name }) =>
      finding(
        'bluetooth',
        'warning',
        `${name} is a Bluetooth headset: while its microphone is open, all of it runs at 16 or 24 kHz. Use another microphone beside it`,
      ),
    );
}

/** `busy` is what hog mode does to others. */
const held = (devices: readonly DeviceFacts[]): readonly Finding[] =>
  devices
    .filter((d) => d.busy !== null)
    .map(({ name, busy }) =>
      finding('hog-mode', 'warning', `${name} belongs to ${busy} alone (hog mode) and cannot be opened`, killOf(busy)),
    );

const killOf = (busy: string | null): string | null => {
  const pid = /^process (\d+)$/.exec(busy ?? '')?.[1];
  return pid === undefined ? null : `kill ${pid}`;
};

function virtualPorts(devices: readonly DeviceFacts[]): Finding {
  const some = devices.find((d) => d.transport === 'virtual');
  if (some !== undefined)
    return finding(
      'virtual-ports',
      'ok',
      `other programs are reached through ${some.name}; \`exclusive\` does not go with it`,
    );
  return finding(
    'virtual-ports',
    'note',
    'macOS has no ports between programs: BlackHole is a device that gives what it is given',
    'brew install blackhole-2ch',
  );
}
