import { randomGraphs } from './graphs/suite.ts';

randomGraphs(2);
