// Exits with 3 in the middle of a render that would take for ever: run by renderer.test.ts in a process of its own.

import { encode } from '../../compiler/encode.ts';
import { loadAddon } from '../../runtime/native.ts';
import { handPlan, input, output } from './hand-plan.ts';

const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.message);
const renderer = new loaded.addon.Renderer(encode(handPlan({ ops: [input(0), output(0)] })), [], []);
renderer.run(1e12).catch(() => {});
setTimeout(() => process.exit(3), 50);
