// What a test plays and what it expects are words: maps of one key, as steps are. In: nothing. Out: how one is described,
// which the reader, the JSON Schema and the reference derive from. Invariant: a word has a table of all its keys.

import type { KeySpec, KeyTable } from '../forms.ts';
import type { ParamSpec } from '../param.ts';

export interface TestWord {
  readonly type: string;
  /** One or two lines for the reference and for hover. */
  readonly summary: string;
  readonly keys: KeyTable;
  /** The key that a bare value stands for. */
  readonly main?: string;
  /** What stands under the word, as a user writes it. */
  readonly example: unknown;
}

export const key = (summary: string, spec: ParamSpec, more: Omit<KeySpec, 'summary' | 'form'> = {}): KeySpec => ({
  summary,
  form: { form: 'param', spec },
  ...more,
});

const addresses = (summary: string, example: string): KeySpec => ({
  summary,
  form: { form: 'addresses' },
  required: true,
  example,
});

/** Where signals are measured: channels of device outputs, or of nodes and their steps. */
export const at = addresses(
  'What is measured: a device output, a node or one of its steps; a list counts as one.',
  'daw.rec.1',
);
export const from = addresses('Device inputs that are played into, all channels at once.', 'interface.mic');
export const to = addresses('What is measured, channel by channel: as `at`.', 'daw.rec.1');

export const device: KeySpec = {
  summary: 'Name of a device with a simulated `clock`.',
  form: { form: 'name' },
  required: true,
  example: 'usb',
};

/** A map or list whose own rules its reader and its schema know. */
export const special = (summary: string, example: unknown, required = false): KeySpec => ({
  summary,
  form: { form: 'value' },
  example,
  ...(required ? { required } : {}),
});
