// The version, read from package.json: beside the sources, or one folder further up from the build.

import { readFileSync } from 'node:fs';

export function version(): string {
  for (const place of ['../../package.json', '../../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { version: string };
      return version;
    } catch {} // the other layout
  }
  return 'unknown';
}
