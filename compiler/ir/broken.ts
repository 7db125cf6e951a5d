// A value that was refused before it could be read. In: nothing. Out: the mark, known by identity.
// Whoever meets it says nothing: the mistake has been reported where it was made.

import type { JsonMap, JsonValue } from './document.ts';

export const broken: JsonMap = Object.freeze({});
export const isBroken = (value: JsonValue | undefined): boolean => value === broken;
