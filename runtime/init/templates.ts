// The templates of `busbar init`. In: a name. Out: a template.

import type { Template } from './template.ts';
import { headphones } from './templates/headphones.ts';
import { homeStudio } from './templates/home-studio.ts';
import { piStreamer } from './templates/pi-streamer.ts';
import { streamer } from './templates/streamer.ts';
import { twoWay } from './templates/two-way.ts';

export const templates: readonly Template[] = [headphones, twoWay, homeStudio, streamer, piStreamer];
