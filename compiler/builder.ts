// What a config in TypeScript imports from `busbar`. In: nothing. Out: defineStudio, a constructor per step type, types.

export type {
  Json,
  Step,
  StepType,
  Studio,
  StudioControl,
  StudioDevice,
  StudioNode,
  Written,
} from '../schema/written.ts';
export { defineStudio } from './builder/define-studio.ts';
export * from './builder/generated/steps.ts';
