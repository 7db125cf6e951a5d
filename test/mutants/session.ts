// Mutants of a live session: the wrong lines that lose a save, a value or a device.

import type { Mutant } from './mutant.ts';

const saves = ['test/runtime/session.test.ts'];
const devices = ['test/runtime/session-devices.test.ts'];

export const sessionMutants: readonly Mutant[] = [
  {
    name: 'a value that moves while a change is made ready is lost',
    area: 'session',
    file: 'runtime/engine.ts',
    search: '      for (const value of late.values()) this.move(value);\n',
    replace: '',
    tests: devices,
    only: 'while a change is made ready',
  },
  {
    name: 'a save forgets what was moved by hand',
    area: 'session',
    file: 'runtime/session/playing.ts',
    search: 'const plan = this.values.over(next);',
    replace: 'const plan = next;',
    tests: devices,
    only: 'keeps it over saves',
  },
  {
    name: 'a value stays moved whatever the file says',
    area: 'session',
    file: 'runtime/session/values.ts',
    search: 'return this.config === undefined ? this.moved : valuesKept(this.config, next, this.moved);',
    replace: 'return next === undefined || valuesKept === undefined ? [] : this.moved;',
    tests: devices,
    only: 'keeps it over saves',
  },
  {
    name: 'every save is taken, the latest or not',
    area: 'session',
    file: 'runtime/session.ts',
    search: 'if (this.saves.isOvertaken || this.ended) return;',
    replace: 'if (this.ended) return;',
    tests: saves,
    only: 'the latest wins',
  },
  {
    name: 'a save does not wait for the last change',
    area: 'session',
    file: 'runtime/session.ts',
    search: '    await this.playing.engine.idle(this.ending.signal);\n',
    replace: '',
    tests: saves,
    only: 'the latest wins',
  },
  {
    name: 'every device is opened again',
    area: 'session',
    file: 'runtime/session/device-set.ts',
    search: 'return serves(entry.want.spec, spec) && serves(entry.want.standIn, standIn);',
    replace: 'return serves(spec, spec) && serves(standIn, entry.want.standIn) && devices.length === 0;',
    tests: devices,
    only: 'takes the device in when it comes',
  },
  {
    name: 'a device that drives nothing gets a clock in its place',
    area: 'session',
    file: 'runtime/session/wanted-streams.ts',
    search: 'const standIn = drives ? common : null;',
    replace: 'const standIn = common;',
    tests: devices,
    only: 'a member that does not drive',
  },
  {
    name: 'a heavy transition plays side by side all the same',
    area: 'session',
    file: 'runtime/session/playing.ts',
    search: 'const MOST_LOAD = 0.8;',
    replace: 'const MOST_LOAD = 80;',
    tests: saves,
    only: 'goes through silence',
  },
  {
    name: 'a value out of range is set',
    area: 'session',
    file: 'runtime/session/targets.ts',
    search: 'return reading.value >= min && reading.value <= max ? reading.value : undefined;',
    replace: 'return min <= max ? reading.value : undefined;',
    tests: devices,
    only: 'set refuses',
  },
  {
    name: 'a recording starts over where its stream is opened again',
    area: 'session',
    file: 'runtime/session/device-files.ts',
    search: 'offset: offset + bytesOf(recording),',
    replace: 'offset: offset + 0 * bytesOf(recording),',
    tests: ['test/integration/virtual/saves.test.ts'],
    only: 'reopen',
  },
];
