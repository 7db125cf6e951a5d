// `busbar` alone. In: a working directory. Out: where it is, what it found, and the next command.

import { type Context, colors } from './context.ts';
import { exitCode } from './exit-code.ts';
import { discoverConfig } from './find-config.ts';
import { version } from './version.ts';

const FIRST_CONFIG = `busbar: 1
devices:
  interface: { inputs: { mic: 1 }, outputs: { speakers: 1-2 } }
graph:
  voice:
    from: interface.mic
    do:
      - highpass: 80 Hz
      - compressor: { threshold: -20 dBFS, ratio: 3 }
    to: interface.speakers
`;

export async function overview(context: Context): Promise<number> {
  const { bold, dim } = colors(context.out);
  const line = (label: string, text: string) => context.out.write(`${label.padEnd(8)}${text}\n`);
  context.out.write(
    `${bold('busbar')} ${version()} ${dim('- compiles a studio: devices, routing and DSP in one file')}\n\n`,
  );
  line('here', context.cwd);
  const { path, top } = discoverConfig(context.cwd);
  if (path === undefined) {
    line('config', `none, from here up to ${top}`);
    context.out.write(`\nSave this as ${bold('busbar.yaml')}, then run ${bold('busbar check')}:\n\n${FIRST_CONFIG}`);
    return exitCode.ok;
  }
  const { compileConfig } = await import('./compile-config.ts');
  const { parseArguments } = await import('./arguments.ts');
  const { contents } = await import('./commands/check.ts');
  const { result } = await compileConfig(parseArguments([], {}, 'busbar'), path, context);
  const { plan, diagnostics } = result;
  const errors = diagnostics.filter((d) => d.severity === 'error').length;
  line('config', plan ? `${path}: ${contents(plan)}` : `${path}: ${errors} error${errors === 1 ? '' : 's'}`);
  line('next', bold(plan ? renderCommand(plan.devices) : 'busbar check'));
  line(
    '',
    dim(plan ? 'busbar plan shows ops, buffers and latency; busbar --help all verbs' : 'busbar --help shows all verbs'),
  );
  return exitCode.ok;
}

interface Width {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly read: string | null;
  readonly write: string | null;
}

/** The command that makes these devices sound: files that the config names need not be named again. */
function renderCommand(devices: readonly Width[]): string {
  const ins = devices.filter((d) => d.inputs > 0);
  const outs = devices.filter((d) => d.outputs > 0);
  const openIns = ins.filter((d) => d.read === null);
  const openOuts = outs.filter((d) => d.write === null);
  if (ins.length === 1 && outs.length === 1 && openIns.length + openOuts.length > 0)
    return 'busbar render in.wav out.wav';
  const words = [
    ...openIns.map((d) => ` --in ${d.name}=FILE.wav`),
    ...openOuts.map((d) => ` --out ${d.name}=FILE.wav`),
    ...(ins.length === 0 ? [' --for 10s'] : []),
  ];
  return `busbar render${words.join('')}`;
}
