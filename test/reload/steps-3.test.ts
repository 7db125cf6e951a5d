import { everyStepType } from './steps.ts';

everyStepType(3);
