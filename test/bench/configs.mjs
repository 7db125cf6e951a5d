// Configs of any size for the benches: channel strips into groups into a stereo mix, as a console is laid out.

/** A config whose graph has `nodes` nodes. */
export function consoleOf(nodes) {
  const strips = Math.max(1, Math.floor((nodes * 8) / 10));
  const groups = Math.max(1, nodes - strips - 1);
  const lines = [
    'busbar: 1',
    'name: console',
    'engine: { rate: 48 kHz, quantum: 64 frames }',
    `devices: { desk: { inputs: { mic: 1-64 }, outputs: { main: 1-2 } } }`,
    'graph:',
  ];
  for (let i = 0; i < strips; i++)
    lines.push(
      `  strip${i}:`,
      `    from: desk.mic.${(i % 64) + 1}`,
      '    do:',
      `      - highpass: ${60 + (i % 7) * 10} Hz`,
      `      - peaking: { freq: ${800 + i} Hz, gain: ${(i % 9) - 4} dB, q: 1.2 }`,
      `      - gain: ${-(i % 12) - 1} dB`,
    );
  const mixes = Array.from({ length: groups }, () => []);
  for (let i = 0; i < strips; i++) mixes[i % groups].push(`strip${i}: ${-(i % 20)} dB`);
  for (const [i, mix] of mixes.entries())
    if (mix.length > 0)
      lines.push(
        `  group${i}:`,
        '    channels: 2',
        '    mix:',
        ...mix.map((m) => `      ${m}`),
        `    do: [ { highshelf: { freq: 8 kHz, gain: 1 dB } } ]`,
      );
  lines.push('  main:', '    channels: 2', '    mix:');
  for (const [i, mix] of mixes.entries()) if (mix.length > 0) lines.push(`      group${i}: 0 dB`);
  lines.push('    to: desk.main');
  return `${lines.join('\n')}\n`;
}
