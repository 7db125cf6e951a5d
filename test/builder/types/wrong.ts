// What must not compile, one mistake per line: each is told by the compiler of TypeScript, or this file is refused.

import * as busbar from 'busbar';
import {
  compressor,
  crossover,
  defineStudio,
  delay,
  ducker,
  exchange,
  fir,
  gain,
  highpass,
  lowshelf,
  tone,
} from 'busbar';

// @ts-expect-error: a time is no gain
gain('5 ms');
// @ts-expect-error: a level is no gain
gain('-6 dBFS');
// @ts-expect-error: a number without a digit
gain('loud dB');
// @ts-expect-error: a gain is no frequency
highpass('-6 dB');
// @ts-expect-error: a misspelt unit
highpass('80 Herz');
// @ts-expect-error: a param that the step has not
gain({ gian: -6 });
// @ts-expect-error: a param of another step
highpass({ freq: 80, ratio: 3 });
// @ts-expect-error: a choice that there is not
highpass({ freq: 80, kind: 'LR3' });
// @ts-expect-error: a missing param
compressor({ threshold: -20 });
// @ts-expect-error: nothing, where something must be written
delay();
// @ts-expect-error: a step without a main param
compressor(-20);
// @ts-expect-error: a main param bare, where another must be written too
lowshelf('120 Hz');
// @ts-expect-error: a missing side-chain
ducker({ depth: 18 });
// @ts-expect-error: a side-chain that the step has not
gain({ gain: 0, key: 'talkback' });
// @ts-expect-error: a ratio has no unit
compressor({ threshold: -20, ratio: '3 dB' });
// @ts-expect-error: true is no number
gain(true);
// @ts-expect-error: text is no switch
gain({ bypass: 'yes' });
// @ts-expect-error: a file is text
fir(3);
// @ts-expect-error: a time in a list of frequencies
crossover({ at: ['80 Hz', '5 ms'] });
// @ts-expect-error: a step that takes nothing
exchange({ width: 3 });
// @ts-expect-error: a frequency is no level
tone({ level: '440 Hz' });
// @ts-expect-error: a step type that there is not
busbar.compresor({ threshold: -20, ratio: 3 });

// @ts-expect-error: a misspelt key at the top
defineStudio({ busbar: 1, grahp: {} });
// @ts-expect-error: a version that there is not
defineStudio({ busbar: 2 });
// @ts-expect-error: a unit of another quantity
defineStudio({ engine: { rate: '48 ms' } });
// @ts-expect-error: an include that is no file
defineStudio({ include: 3 });
// @ts-expect-error: a misspelt key of a template
defineStudio({ templates: { pre: { form: '$in' } } });
// @ts-expect-error: a misspelt key of a device
defineStudio({ devices: { main: { input: 2 } } });
// @ts-expect-error: a back end that there is not
defineStudio({ devices: { main: { backend: 'also' } } });
// @ts-expect-error: channels are numbers
defineStudio({ devices: { main: { inputs: { mic: 'first' } } } });
// @ts-expect-error: a selector with a key that there is not
defineStudio({ devices: { main: { match: { vendor: '1235' } } } });
// @ts-expect-error: an aggregate without a clock
defineStudio({ aggregates: { room: { members: ['a', 'b'] } } });
// @ts-expect-error: a drift that there is not
defineStudio({ aggregates: { room: { clock: 'a', members: ['a', 'b'], drift: { b: 'resmaple' } } } });
// @ts-expect-error: nor of all members
defineStudio({ aggregates: { room: { clock: 'a', members: ['a', 'b'], drift: 'lokced' } } });
// @ts-expect-error: a misspelt key of a node
defineStudio({ graph: { voice: { form: 'main.mic' } } });
// @ts-expect-error: a step that is not one
defineStudio({ graph: { voice: { from: 'main.mic', do: [{ compresor: { threshold: -20, ratio: 3 } }] } } });
// @ts-expect-error: a wrong unit in a plain step
defineStudio({ graph: { voice: { from: 'main.mic', do: [{ gain: '5 ms' }] } } });
// @ts-expect-error: steps by name alone
defineStudio({ graph: { voice: { from: 'main.mic', do: ['exchange'] } } });
// @ts-expect-error: a level in a mix
defineStudio({ graph: { sum: { mix: { voice: '-6 dBFS' } } } });
// @ts-expect-error: a function is no value
defineStudio({ graph: { voice: () => ({ from: 'main.mic' }) } });
// @ts-expect-error: a control whose name does not begin with a slash
defineStudio({ controls: { level: { target: 'voice.level.gain' } } });
// @ts-expect-error: a control without a target
defineStudio({ controls: { '/level': { range: ['-60 dB', '0 dB'] } } });
// @ts-expect-error: a range of one end
defineStudio({ controls: { '/level': { target: 'voice.level.gain', range: ['-60 dB'] } } });
// @ts-expect-error: a mode that there is not
defineStudio({ controls: { '/level': { target: 'voice.cut.muted', mode: 'latch' } } });
