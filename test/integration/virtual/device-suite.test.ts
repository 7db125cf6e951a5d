// The suite of all back ends, on virtual devices; they are pulled at times of their own (clocks.test.ts).

import { deviceSuite } from '../../devices/device-suite.ts';
import { describeLive, native } from '../../support/addon.ts';

const ppm = { first: -35, second: 120 } as const;

describeLive('virtual devices', () => {
  deviceSuite({ begin: native, keys: (name) => `backend: virtual, clock: { ppm: ${ppm[name]} }`, ppm });
});
