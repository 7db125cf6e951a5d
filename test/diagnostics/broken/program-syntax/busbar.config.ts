import { defineStudio } from 'busbar';

export default defineStudio({ busbar: 1, graph: { voice: ] } });
