// Codes about `$name`, `params` and `--set`.

import type { Entry } from '../../entry.ts';
import { entry, listed, page, quote } from '../../entry.ts';

export const paramEntries = {
  'param/unknown': entry<{ name: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown param',
    message: ({ name }) => `there is no param ${quote(name)}`,
    help: ({ known }) =>
      known.length === 0
        ? 'Declare it under `params:`, or write `$$` for a dollar sign.'
        : `Declared are ${listed(known)}; \`$$\` is a dollar sign.`,
    explain: page(
      `\`$name\` takes a value from \`params\`. An unbraced name ends at the first character that is not a small letter, a
digit or \`_\`; \`\${name}\` serves where that would run on, or where the name has a hyphen.`,
      'params: { room: rooms/a }\ngraph:\n  mon: { from: main.in, do: [ { fir: $rooms/left.wav } ] }',
      'params: { room: rooms/a }\ngraph:\n  mon: { from: main.in, do: [ { fir: $room/left.wav } ] }',
    ),
  }),

  'param/cycle': entry<{ path: readonly string[] }>({
    severity: 'error',
    title: 'Param contains itself',
    message: ({ path }) => `a param contains itself: ${path.map((p) => `\`$${p}\``).join(' → ')}`,
    help: () => 'Give one of them a value of its own.',
    explain: page(
      'Params may use other params, but not in a circle: none of them would ever have a value.',
      'params: { a: $b, b: $a }',
      'params: { a: $b, b: -3 dB }',
    ),
  }),

  'param/not-here': entry<{ name: string; where: string }>({
    severity: 'error',
    title: 'Param not usable here',
    message: ({ name, where }) => `\`$${name}\` means something only in ${where}`,
    help: () => 'Write the value out, or declare a param of another name for it.',
    explain: page(
      `\`$rate\` and \`$channel\` are filled in when a step reads a file, one channel at a time; \`$date\`, \`$time\` and
\`$host\` when a recording is opened. Anywhere else they have no value.`,
      'engine: { rate: $rate }',
      'fir: rooms/$channel-$rate.wav',
    ),
  }),

  'param/syntax': entry<{ text: string }>({
    severity: 'error',
    title: 'Dollar without a name',
    message: ({ text }) => `${quote(text)} is not a param`,
    help: () => `Write \`$name\` or \`\${name}\`; \`$$\` is a dollar sign.`,
    explain: page(
      `A dollar sign starts a param: \`$name\` or \`\${name}\`. Where the text should hold a dollar sign, write it twice.`,
      'fir: takes/$1.wav',
      'fir: takes/$$1.wav',
    ),
  }),

  'param/in-text': entry<{ name: string; is: string }>({
    severity: 'error',
    title: 'Param is not text',
    message: ({ name, is }) => `\`$${name}\` is ${is} and cannot stand inside text`,
    help: () => 'Let `$name` be the whole value, or make the param one value.',
    explain: page(
      'A param that is a list or a map can be a whole value. Inside text only one value can be put in.',
      'params: { at: [80 Hz, 2 kHz] }\ngraph:\n  top: { from: main.in, do: [ { fir: rooms/$at.wav } ] }',
      'params: { at: [80 Hz, 2 kHz] }\ngraph:\n  top: { from: main.in, do: [ { crossover: { at: $at } } ] }',
    ),
  }),

  'param/too-large': entry<{ name: string; problem: string }>({
    severity: 'error',
    title: 'Params multiply too far',
    message: ({ name, problem }) => `\`$${name}\` goes too far: ${problem}`,
    help: () => 'Write the values out where they are used.',
    explain: page(
      `Params that use other params twice grow by multiplication: forty of them can stand for a million million values. No
studio needs that, so busbar stops counting early.`,
      'params: { a: [$b, $b], b: [$c, $c], c: [$d, $d] }   # and so on',
      'params: { low: 80 Hz, high: 2 kHz, corners: [$low, $high] }',
    ),
  }),

  'param/unused': entry<{ name: string }>({
    severity: 'hint',
    title: 'Unused param',
    message: ({ name }) => `nothing uses the param ${quote(name)}`,
    help: ({ name }) => `Write \`$${name}\` where it belongs, or take it out.`,
    explain: page(
      'A param that nothing uses does no harm; it is a hint, because the `$` before its name may have been forgotten.',
      'params: { top: -3 dB }\ngraph:\n  voice: { from: main.mic, do: [ { gain: -3 dB } ] }',
      'params: { top: -3 dB }\ngraph:\n  voice: { from: main.mic, do: [ { gain: $top } ] }',
    ),
  }),

  'set/unknown-path': entry<{ path: string; problem: string }>({
    severity: 'error',
    title: 'Nothing to set there',
    message: ({ path, problem }) => `\`--set ${path}\` sets nothing: ${problem}`,
    help: () => 'Name `params.name`, `node.step.param`, `node.mix[source].gain`, or a path such as `engine.quantum`.',
    explain: page(
      `\`--set\` changes a value of the config before it is compiled: a param, a param of a step, a value of a mix, or any
other by its path. It adds no devices, nodes or params, so a mistyped path cannot pass unseen.`,
      'busbar check --set vocals.gain.gain=-3 dB     # the node is called vocal',
      'busbar check --set "vocal.gain.gain=-3 dB"',
    ).replaceAll('```yaml', '```sh'),
  }),
} satisfies Record<string, Entry<never>>;
