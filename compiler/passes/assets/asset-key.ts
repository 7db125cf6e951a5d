// Where the assets of a step are found: by the pointer of the param, whether it was written bare or under its name.

import type { StepConfig } from '../../ir/config.ts';
import { type JsonPointer, pointer } from '../../ir/source.ts';

export const assetKey = (step: StepConfig, param: string): JsonPointer => pointer(step.paramsAt, param);
