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

interface Found {
  readonly here: string;
  /** Null: none, from here up to `top`. */
  readonly config: string | null;
  readonly top: string;
  readonly contents: string | null;
  readonly errors: number;
  readonly next: string;
}

export async function overview(context: Context, json: boolean): Promise<number> {
  const found = await look(context);
  if (json) context.out.write(`${JSON.stringify({ version: version(), ...found }, null, 2)}\n`);
  else print(found, context);
  return exitCode.ok;
}

async function look(context: Context): Promise<Found> {
  const here = context.cwd;
  const { path, top } = discoverConfig(here);
  if (path === undefined) return { here, config: null, top, contents: null, errors: 0, next: 'busbar check' };
  const { compileConfig } = await import('./compile-config.ts');
  const { parseArguments } = await import('./arguments.ts');
  const { contents } = await import('./commands/check.ts');
  const { result } = await compileConfig(parseArguments([], {}, 'busbar'), path, context);
  const { plan, diagnostics } = result;
  return {
    here,
    config: path,
    top,
    contents: plan ? contents(plan) : null,
    errors: diagnostics.filter((d) => d.severity === 'error').length,
    next: plan ? renderCommand(plan.devices) : 'busbar check',
  };
}

function print({ here, config, top, contents, errors, next }: Found, { out }: Context): void {
  const { bold, dim } = colors(out);
  const line = (label: string, text: string) => out.write(`${label.padEnd(8)}${text}\n`);
  out.write(`${bold('busbar')} ${version()} ${dim('- compiles a studio: devices, routing and DSP in one file')}\n\n`);
  line('here', here);
  if (config === null) {
    line('config', `none, from here up to ${top}`);
    out.write(`\n${bold('busbar init')} begins one, with tests. Or save this as ${bold('busbar.yaml')}, then run `);
    out.write(`${bold(next)}:\n\n${FIRST_CONFIG}`);
    return;
  }
  line('config', `${config}: ${contents ?? `${errors} error${errors === 1 ? '' : 's'}`}`);
  line('next', bold(next));
  line(
    '',
    dim(
      contents
        ? 'busbar run plays it live; busbar plan shows ops, buffers and latency; busbar --help all verbs'
        : 'busbar --help shows all verbs',
    ),
  );
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
