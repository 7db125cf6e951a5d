// Preloaded into a measured process: at its end it writes its peak resident set, in KiB, where BUSBAR_PEAK_FILE says.

import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  if (process.env.BUSBAR_PEAK_FILE) writeFileSync(process.env.BUSBAR_PEAK_FILE, String(process.resourceUsage().maxRSS));
});
