import { defineStudio } from 'busbar';
import { vocal } from './vocals.ts';

export default defineStudio({ busbar: 1, graph: { vocal } });
