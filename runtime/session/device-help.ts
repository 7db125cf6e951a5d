// What to do about a device that cannot be opened. In: the fault. Out: a sentence; empty where the message says it.

import type { DeviceFault } from '../native-live.ts';

const help: Readonly<Record<DeviceFault, string>> = {
  missing: 'Plug it in, or say `missing: wait` or `missing: silence` for it in the config.',
  busy: 'Another program holds it: stop that program, or reach the device through JACK or PipeWire.',
  denied: '',
  unsupported: 'Ask for another rate, format or period in the config.',
  changed: 'Try again.',
  gone: 'Plug it in again.',
  library: 'Install the library that the message names.',
  failed: '',
};

export const deviceHelp = (fault: DeviceFault): string => help[fault];
