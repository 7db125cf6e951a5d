// Devices of random graphs: one clock or several, aggregates with crossings, files. In: numbers of a recipe.
// Out: clocks with their input ports, and sinks on demand. Invariant: every hardware channel is driven at most once.

export interface Clock {
  readonly inputs: readonly { readonly address: string; readonly width: number }[];
  readonly devices: readonly string[];
  /** Most frames that its inputs may arrive late. */
  readonly late: number;
}

type Mutable = Record<string, unknown>;

export interface Studio {
  readonly clocks: readonly Clock[];
  /** A new port of `width` channels on a device of the clock: its address. */
  sink(clock: number, width: number, choice: number): string;
  config(): Readonly<Record<string, unknown>>;
}

interface Layout {
  readonly members: readonly string[];
  readonly drift?: Readonly<Record<string, string>>;
}

/** A device whose name starts with `f` is a file. */
const layouts: readonly (readonly Layout[])[] = [
  [{ members: ['d0'] }],
  [{ members: ['d0', 'f0'] }],
  [{ members: ['d0', 'd1'], drift: { d1: 'resample' } }],
  [{ members: ['d0', 'd1', 'd2'], drift: { d1: 'steer', d2: 'locked' } }],
  [{ members: ['d0'] }, { members: ['d1'] }],
  [{ members: ['d0', 'f0'] }, { members: ['d1', 'd2'], drift: { d2: 'resample' } }],
];
const MOST_LATE = 2048;

export function clocksOf(layout: number, details: number): Studio {
  const clocks = layouts[layout % layouts.length]!;
  const outputs = new Map<string, Mutable>();
  const used = new Map<string, number>();
  const aggregates: Mutable = {};
  const devices = clocks.flatMap((c) => c.members);
  for (const d of devices) outputs.set(d, {});
  for (const [i, c] of clocks.entries())
    if (c.drift !== undefined)
      aggregates[`room${i}`] = {
        clock: c.members[0],
        members: c.members,
        drift: c.drift,
        ...(details & 1 ? { headroom: '1 ms' } : {}),
      };
  const device = (name: string): Mutable => ({
    ...(name.startsWith('f') ? { backend: 'file' } : {}),
    inputs: { mono: 1, pair: '2-3', wide: '4-6' },
    ...(Object.keys(outputs.get(name)!).length > 0 ? { outputs: outputs.get(name) } : {}),
    ...(details & 2 && name === devices[0] ? { format: 's16', dither: true } : {}),
    ...(details & 4 ? { ceiling: '-1 dBFS' } : {}),
    // Written, so that the delay of a crossing does not follow the quantum.
    ...(name.startsWith('f') ? {} : { period: details & 8 ? 128 : 64 }),
    ...(details & 16 && Object.keys(outputs.get(name)!).length > 1
      ? { align: Object.keys(outputs.get(name)!).slice(0, 2) }
      : {}),
  });
  return {
    clocks: clocks.map((c, i) => ({
      devices: c.members,
      late: c.drift === undefined ? 0 : MOST_LATE,
      inputs: [
        ...c.members.flatMap((d) => [
          { address: `${d}.mono`, width: 1 },
          { address: `${d}.pair`, width: 2 },
          { address: `${d}.wide`, width: 3 },
          { address: `${d}.pair.2`, width: 1 },
        ]),
        ...(c.drift === undefined ? [] : [{ address: `room${i}.in.6-7`, width: 2 }]),
      ],
    })),
    sink: (clock, width, choice) => {
      const members = clocks[clock]!.members;
      const name = members[choice % members.length]!;
      const first = (used.get(name) ?? 0) + 1;
      used.set(name, first + width - 1);
      const ports = outputs.get(name)!;
      const port = `o${Object.keys(ports).length}`;
      ports[port] = width === 1 ? first : `${first}-${first + width - 1}`;
      return `${name}.${port}`;
    },
    config: () => ({
      devices: Object.fromEntries(devices.map((d) => [d, device(d)])),
      ...(Object.keys(aggregates).length > 0 ? { aggregates } : {}),
    }),
  };
}
