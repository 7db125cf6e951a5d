// How ops hang together. In: ops of one domain and their edges. Out: feedback loops (strongly connected) and
// islands (weakly connected). Linear time, no recursion: a chain of 10,000 ops must not overflow the stack.

/** Edges in compressed rows: successors of v are `to[first[v]] .. to[first[v + 1] - 1]`. */
export interface Edges {
  readonly first: Int32Array;
  readonly to: Int32Array;
}

/** Compressed rows from pairs (from, to), kept in the order given. */
export function edgesOf(count: number, from: readonly number[], to: readonly number[]): Edges {
  const first = new Int32Array(count + 1);
  for (const v of from) first[v + 1]!++;
  for (let v = 0; v < count; v++) first[v + 1]! += first[v]!;
  const fill = first.slice(0, count);
  const targets = new Int32Array(to.length);
  for (let e = 0; e < to.length; e++) targets[fill[from[e]!]!++] = to[e]!;
  return { first, to: targets };
}

/**
 * Strongly connected component of every vertex, numbered so that an edge never leads to a higher number.
 * R. Tarjan, "Depth-first search and linear graph algorithms" (1972), with the call stack as arrays.
 */
export function stronglyConnected(count: number, edges: Edges): { readonly of: Int32Array; readonly count: number } {
  const of = new Int32Array(count).fill(-1);
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const next = edges.first.slice(0, count);
  const open: number[] = [];
  const calls: number[] = [];
  let seen = 0;
  let components = 0;
  for (let root = 0; root < count; root++) {
    if (index[root] !== -1) continue;
    calls.push(root);
    while (calls.length > 0) {
      const v = calls[calls.length - 1]!;
      if (index[v] === -1) {
        index[v] = low[v] = seen++;
        open.push(v);
      }
      if (next[v]! < edges.first[v + 1]!) {
        const w = edges.to[next[v]!++]!;
        if (index[w] === -1) calls.push(w);
        else if (of[w] === -1) low[v] = Math.min(low[v]!, index[w]!);
        continue;
      }
      calls.pop();
      const caller = calls[calls.length - 1];
      if (caller !== undefined) low[caller] = Math.min(low[caller]!, low[v]!);
      if (low[v] !== index[v]) continue;
      for (let w = -1; w !== v; ) {
        w = open.pop()!;
        of[w] = components;
      }
      components++;
    }
  }
  return { of, count: components };
}

/** Sizes of strongly connected components, and their vertices one component after the other, producers first. */
export function producersFirst(components: { readonly of: Int32Array; readonly count: number }): {
  readonly sizes: Int32Array;
  readonly order: Int32Array;
} {
  const { of, count } = components;
  const sizes = new Int32Array(count);
  for (const c of of) sizes[c]!++;
  const place = new Int32Array(count);
  for (let c = count - 1, at = 0; c >= 0; c--) {
    place[c] = at;
    at += sizes[c]!;
  }
  const order = new Int32Array(of.length);
  for (let v = 0; v < of.length; v++) order[place[of[v]!]!++] = v;
  return { sizes, order };
}

/** Vertices of each weakly connected component, ascending; components by their lowest vertex. */
export function weaklyConnected(count: number, edges: Edges): readonly (readonly number[])[] {
  const parent = Int32Array.from({ length: count }, (_, v) => v);
  const find = (v: number): number => {
    let w = v;
    while (parent[w] !== w) {
      parent[w] = parent[parent[w]!]!;
      w = parent[w]!;
    }
    return w;
  };
  for (let v = 0; v < count; v++) {
    for (let e = edges.first[v]!; e < edges.first[v + 1]!; e++) {
      const a = find(v);
      const b = find(edges.to[e]!);
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const members = new Map<number, number[]>();
  for (let v = 0; v < count; v++) {
    const root = find(v);
    const list = members.get(root);
    if (list) list.push(v);
    else members.set(root, [v]);
  }
  return [...members.values()];
}
