import { everyStepType } from './steps.ts';

everyStepType(1);
