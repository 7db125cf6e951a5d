// Every generated file as path -> text. In: descriptors and layouts. Out: text only; runtime/cli/generate.ts writes it.

import { generateNative } from './generate-native.ts';
import { generateSteps } from './generate-steps.ts';
import { jsonSchema } from './json-schema.ts';
import { reference } from './reference.ts';
import { testJsonSchema } from './tests/json-schema.ts';
import { testReference } from './tests/reference.ts';

export const generateAll = (): ReadonlyMap<string, string> =>
  new Map([
    ...generateNative(),
    ['compiler/builder/generated/steps.ts', generateSteps()],
    ['schema/generated/config.schema.json', `${JSON.stringify(jsonSchema(), null, 2)}\n`],
    ['schema/generated/reference.md', reference()],
    ['schema/generated/tests.schema.json', `${JSON.stringify(testJsonSchema(), null, 2)}\n`],
    ['schema/generated/tests.md', testReference()],
  ]);
