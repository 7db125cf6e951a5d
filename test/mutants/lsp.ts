// Mutants of the language server: what an editor would be told, or do to a config, by a wrong line.

import type { Mutant } from './mutant.ts';

const names = ['test/lsp/names.test.ts'];
const diagnostics = ['test/lsp/diagnostics.test.ts'];

export const lspMutants: readonly Mutant[] = [
  {
    name: 'a rename is not compiled before it is given away',
    area: 'lsp',
    file: 'runtime/lsp/rename.ts',
    search: '  if (view.project !== undefined) await checkCompiles(view.project, edited, files);\n',
    replace: '  if (view.project === undefined) await checkCompiles(view.project!, edited, files);\n',
    tests: names,
    only: 'a name that text is made into',
  },
  {
    name: 'quick fixes do not wait for what has just been typed',
    area: 'lsp',
    file: 'runtime/lsp/server.ts',
    search: '    await workspace.settle();\n',
    replace: '',
    tests: diagnostics,
    only: 'are those of the text as it is',
  },
  {
    name: 'a program runs when it is opened',
    area: 'lsp',
    file: 'runtime/lsp/workspace.ts',
    search: 'if (project.last === undefined && !project.isProgram) await this.#check(project);',
    replace: 'if (project.last === undefined) await this.#check(project);',
    tests: diagnostics,
    only: 'runs when it is saved',
  },
  {
    name: 'a source that is in the mix is offered again',
    area: 'lsp',
    file: 'runtime/lsp/completion.ts',
    search: 'if (isKey && typing.siblings.includes(name.label)) continue;',
    replace: 'if (isKey && typing.siblings.length < 0) continue;',
    tests: names,
    only: 'sources in a mix',
  },
  {
    name: 'params of a template are those of the config',
    area: 'lsp',
    file: 'runtime/lsp/mentions.ts',
    search: "const owner = own?.has(name) ? String(template) : '';",
    replace: "const owner = own?.has(name) ? '' : String(template ?? '');",
    tests: names,
    only: 'a param of a template',
  },
  {
    name: 'of two keys that could be one the further has it',
    area: 'validate',
    file: 'compiler/passes/validate/meant-keys.ts',
    search: '(b.distance < a.distance ? b : a)',
    replace: '(b.distance > a.distance ? b : a)',
    tests: ['test/diagnostics/broken.test.ts'],
    only: 'key-misspelt-twice',
  },
];
