// Every generated file as path -> text. In: descriptors and layouts. Out: text only; runtime/cli/generate.ts writes it.

import { generateNative } from './generate-native.ts';
import { jsonSchema } from './json-schema.ts';
import { reference } from './reference.ts';

export const generateAll = (): ReadonlyMap<string, string> =>
  new Map([
    ...generateNative(),
    ['schema/generated/config.schema.json', `${JSON.stringify(jsonSchema(), null, 2)}\n`],
    ['schema/generated/reference.md', reference()],
  ]);
