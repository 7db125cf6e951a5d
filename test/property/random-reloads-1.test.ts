import { randomReloads } from './reload.ts';

randomReloads(1);
