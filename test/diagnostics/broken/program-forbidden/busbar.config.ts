import { execSync } from 'node:child_process';
import { defineStudio } from 'busbar';

const host = execSync('hostname').toString();
export default defineStudio({ busbar: 1, name: host });
