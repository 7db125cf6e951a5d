import { defineStudio } from 'busbar';

export const studio = defineStudio({ busbar: 1 });
