// Colour by role. In: a role and text. Out: text. The caller injects it: the compiler knows no terminal.

import type { Severity } from '../diagnostic.ts';

/** What a piece of a report is: a severity, a frame line, a related place, new text, a heading. */
export type Role = Severity | 'frame' | 'related' | 'edit' | 'strong';
export type Paint = (role: Role, text: string) => string;

export const noPaint: Paint = (_, text) => text;
