// The default export of a config in TypeScript. In: a config. Out: the same, its types checked.

import type { Studio } from '../../schema/written.ts';

/** `export default defineStudio({ busbar: 1, … })`: the shape of busbar.yaml. */
export const defineStudio = (studio: Studio): Studio => studio;
