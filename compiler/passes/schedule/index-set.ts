// A set of small indices that can be listed: adding, removing and asking take constant time. What was added last stands
// near the end; otherwise the order is arbitrary, but the same in every run.

export class IndexSet {
  readonly items: Int32Array;
  size = 0;
  private readonly place: Int32Array;

  constructor(count: number) {
    this.items = new Int32Array(count);
    this.place = new Int32Array(count).fill(-1);
  }

  has(v: number): boolean {
    return this.place[v] !== -1;
  }

  add(v: number): void {
    if (this.place[v] !== -1) return;
    this.place[v] = this.size;
    this.items[this.size++] = v;
  }

  remove(v: number): void {
    const at = this.place[v]!;
    if (at === -1) return;
    const last = this.items[--this.size]!;
    this.items[at] = last;
    this.place[last] = at;
    this.place[v] = -1;
  }
}
