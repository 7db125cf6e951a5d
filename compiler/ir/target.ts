// Targets: what a live value is addressed by, `vocal.compressor.threshold` or `desk.mix[vocal].gain`. In: text. Out: its
// parts. Whether there is such a thing in a config or a plan is for others to say.

export interface Target {
  readonly node: string;
  /** Step id, or `mix[source]`. */
  readonly step: string;
  readonly param: string;
}

const WRITTEN = /^([a-z][a-z0-9_-]*)\.(mix\[[^\]]+\]|[a-z][a-z0-9_-]*)\.([a-z][a-z0-9_]*)$/;
const SOURCE = /^mix\[([^\]]+)\]$/;

/** undefined: not the form of a target. */
export function parseTarget(text: string): Target | undefined {
  const [, node, step, param] = WRITTEN.exec(text) ?? [];
  return node === undefined || step === undefined || param === undefined ? undefined : { node, step, param };
}

export const targetText = ({ node, step, param }: Target): string => `${node}.${step}.${param}`;

/** The source of a mix that a target is about; undefined where it is about a step. */
export const mixSource = ({ step }: Target): string | undefined => SOURCE.exec(step)?.[1];
