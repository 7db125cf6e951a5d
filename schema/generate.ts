// Every generated file as path -> text. In: descriptors and layouts. Out: text only; runtime/cli/generate.ts writes it.

import { generateNative } from './generate-native.ts';

export const generateAll = (): ReadonlyMap<string, string> => new Map([...generateNative()]);
