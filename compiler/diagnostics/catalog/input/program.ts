// Codes of configs that are programs: while they run, before anything of what they give is understood.

import type { Entry } from '../../entry.ts';
import { entry, quote, page as yamlPage } from '../../entry.ts';

const page = (...words: Parameters<typeof yamlPage>): string => yamlPage(...words).replaceAll('```yaml', '```ts');

export const programEntries = {
  'program/refused': entry<{ path: string }>({
    severity: 'error',
    title: 'Config may not run',
    message: ({ path }) => `${quote(path)} is a program, and nothing may be executed here`,
    help: () => 'Leave `--no-exec` out where you trust who wrote it, or write the config in YAML.',
    explain: yamlPage(
      `A config in TypeScript or JavaScript is run to learn what it describes. \`--no-exec\` forbids that: use it where the
config comes from somebody whom you do not know, such as a pull request. YAML never executes anything.`,
      'busbar check --no-exec busbar.config.ts',
      'busbar check --no-exec busbar.yaml',
    ).replaceAll('```yaml', '```sh'),
  }),

  'program/syntax': entry<{ message: string }>({
    severity: 'error',
    title: 'Not TypeScript',
    message: ({ message }) => `this cannot be read as TypeScript: ${message}`,
    help: () => 'Look at this place and just before it: a bracket, comma or quote is missing or too many.',
    explain: page(
      'The file could not be translated, so nothing of it ran.',
      'export default defineStudio({ busbar: 1, graph: { );',
      'export default defineStudio({ busbar: 1, graph: {} });',
    ),
  }),

  'program/threw': entry<{ message: string }>({
    severity: 'error',
    title: 'Config threw an error',
    message: ({ message }) => `the config ended with an error: ${message}`,
    help: () => 'It was thrown here, while the config ran.',
    explain: page(
      'A config is run from top to bottom before it is checked. An error that nothing catches ends it.',
      "const room = rooms['attic'].file;          // there is no attic",
      "const room = rooms['attic']?.file ?? 'flat.wav';",
    ),
  }),

  'program/import': entry<{ name: string }>({
    severity: 'error',
    title: 'Import not found',
    message: ({ name }) => `nothing can be imported as ${quote(name)}`,
    help: () => 'Check the path, which starts at this file’s folder; packages must be installed beside the config.',
    explain: page(
      `A config may be split over files and may use packages. Relative paths start at the file that imports; \`busbar\` itself
is always there. While \`busbar run\` plays, a file that was missing is waited for.`,
      "import { vocal } from './vocals.ts';       // the file is called vocal.ts",
      "import { vocal } from './vocal.ts';",
    ),
  }),

  'program/forbidden': entry<{ what: string }>({
    severity: 'error',
    title: 'Config oversteps its limits',
    message: ({ what }) => `a config may not ${what}`,
    help: () => 'A config may read files and compute. Do the rest before, and read what came of it.',
    explain: page(
      `A config describes a studio: it is run again at every save, so it must change nothing. It may read files and import
others. Held back are: writing files, starting processes and threads, loading native code, signals to other processes and
their priorities, sockets of every kind, and looking up names in the network. This keeps mistakes small. It is no sandbox,
so no defence against somebody who means harm: for that there is \`--no-exec\`.`,
      "const bands = execSync('./measure.sh').toString();",
      "const bands = readFileSync('bands.json', 'utf8');   // which ./measure.sh wrote",
    ),
  }),

  'program/no-default': entry<{ path: string }>({
    severity: 'error',
    title: 'No default export',
    message: ({ path }) => `${quote(path)} exports no config`,
    help: () => 'End it with `export default defineStudio({ busbar: 1, … })`.',
    explain: page(
      'The config is what the file exports by default; other exports are for other files.',
      'export const studio = defineStudio({ busbar: 1, graph: {} });',
      'export default defineStudio({ busbar: 1, graph: {} });',
    ),
  }),

  'program/not-plain': entry<{ path: string; what: string }>({
    severity: 'error',
    title: 'Not plain data',
    message: ({ path, what }) => `${path === '' ? 'the config' : quote(path)} is ${what}, not plain data`,
    help: () => 'A config holds text, finite numbers, true, false, null, lists and maps.',
    explain: page(
      `What a config exports must be what YAML could say: text, finite numbers, booleans, null, lists and plain maps.
Functions, symbols, dates, instances of classes, NaN and values that hold themselves have no meaning in a studio. A key
whose value is undefined is left out.`,
      "graph: { voice: () => ({ from: 'main.mic' }) }",
      "graph: { voice: { from: 'main.mic' } }",
    ),
  }),

  'program/limit': entry<{ how: string }>({
    severity: 'error',
    title: 'Config takes too much',
    message: ({ how }) => `the config was ended: ${how}`,
    help: () => 'A config takes milliseconds: look for a loop without an end, or work to do beforehand.',
    explain: page(
      `A config runs in a process of its own, for a few seconds at most, with bounded memory and a bounded amount of text
printed. What goes beyond is ended, with all that it began.`,
      'while (!ready) {}                          // never',
      "const bands = JSON.parse(readFileSync('bands.json', 'utf8'));",
    ),
  }),

  'program/ended': entry<{ how: string }>({
    severity: 'error',
    title: 'Config ended early',
    message: ({ how }) => `the config ended before it gave anything: ${how}`,
    help: () =>
      'It must reach its end and export a config; an exit before that, or a promise that never resolves, keeps it from that.',
    explain: page(
      'The process of the config was gone before its default export was there.',
      'if (room === undefined) exit(1);',
      "if (room === undefined) throw new Error('set ROOM to the name of a room');",
    ),
  }),
} satisfies Record<string, Entry<never>>;
