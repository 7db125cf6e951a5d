// One config as `busbar diff` sees it. In: its text. Out: plan, controls, the validated config and the equipped graph.

import type { Studio } from '../../compiler/diff/studios.ts';
import type { Config } from '../../compiler/ir/config.ts';
import type { EquippedGraph } from '../../compiler/ir/graph.ts';
import { compileText, complaints } from '../support/compile-text.ts';
import type { Files } from '../support/memory-host.ts';

export async function studioOf(text: string, files: Files = {}): Promise<Studio & { readonly graph: EquippedGraph }> {
  const made: { config?: Config; graph?: EquippedGraph } = {};
  const result = await compileText(text, {
    files,
    trace: (pass, value) => {
      if (pass === 'match') made.config = value as Config;
      if (pass === 'assets') made.graph = value as EquippedGraph;
    },
  });
  const { plan, controls } = result;
  if (plan === undefined) throw new Error(`does not compile:\n${complaints(result)}`);
  return { plan, controls, config: made.config!, graph: made.graph! };
}
