// The stage, with a function per kind of monitor in a file of its own.

import { compressor, defineStudio, downmix, highpass } from 'busbar';
import { ears, heard, level, wedge } from './mixes.ts';

export default defineStudio({
  busbar: 1,
  name: 'monitor-mix',
  engine: { rate: '48 kHz', quantum: '64 frames', latency_budget: '4 ms' },
  devices: {
    stagebox: {
      inputs: {
        kick: 1,
        snare: 2,
        hat: 3,
        toms: '4-5',
        overheads: '6-7',
        bass: 8,
        guitar: 9,
        acoustic: 10,
        keys: '11-12',
        sax: 13,
        lead: 14,
        choir_a: 15,
        choir_b: 16,
      },
      outputs: {
        wedge_lead: 1,
        wedge_choir: 2,
        wedge_guitar: 3,
        wedge_sax: 4,
        ears_drums: '5-6',
        ears_keys: '7-8',
      },
    },
  },
  graph: {
    // What several mixes share is made once.
    lead: { from: 'stagebox.lead', do: [highpass('120 Hz'), compressor({ threshold: -20, ratio: 3, makeup: '3 dB' })] },
    choir: { mix: { 'stagebox.choir_a': '-3 dB', 'stagebox.choir_b': '-3 dB' }, do: [highpass('140 Hz')] },
    kit: {
      channels: 2,
      mix: {
        'stagebox.kick': '0 dB',
        'stagebox.snare': '-2 dB',
        'stagebox.hat': { gain: '-8 dB', pan: '25 %' },
        'stagebox.toms': '-4 dB',
        'stagebox.overheads': '-6 dB',
      },
    },
    keys_mono: { from: 'stagebox.keys', do: [downmix('mono')] },

    wedge_lead: wedge('lead', { lead: 0, choir: -8, 'stagebox.acoustic': -6, keys_mono: -10 }, '2.5 kHz'),
    wedge_choir: wedge('choir', { choir: 0, lead: -6, keys_mono: -6 }, '3.1 kHz'),
    wedge_guitar: wedge('guitar', { 'stagebox.guitar': 0, 'stagebox.bass': -6, 'stagebox.snare': -9, lead: -6 }),
    wedge_sax: wedge('sax', { 'stagebox.sax': 0, keys_mono: -6, 'stagebox.bass': -9, lead: -8 }),
    ears_drums: ears('drums', {
      kit: 0,
      'stagebox.bass': -3,
      'stagebox.guitar': { gain: -8, pan: '-40 %' },
      'stagebox.keys': -8,
      lead: -6,
    }),
    ears_keys: ears('keys', {
      'stagebox.keys': 0,
      kit: -8,
      'stagebox.bass': -6,
      'stagebox.sax': { gain: -6, pan: '35 %' },
      choir: { gain: -9, pan: '-35 %' },
      lead: -4,
    }),
  },
  controls: {
    '/wedge/lead/voice': level('wedge_lead', 'lead', 6),
    '/wedge/lead/guitar': level('wedge_lead', 'stagebox.acoustic'),
    '/ears/drums/guitar': level('ears_drums', 'stagebox.guitar'),
    '/ears/keys/voice/on': heard('ears_keys', 'lead'),
  },
});
