// Channel rules of a step type's ports. In: nothing. Out: data that the check pass unifies.
// Invariant: a variable (`any('n')`) has one width per step, shared by every port of the step that names it.

export type Channels =
  | { readonly rule: 'fixed'; readonly channels: number }
  | { readonly rule: 'any'; readonly variable: string }
  /** As many as the named matrix param has rows or columns. */
  | { readonly rule: 'rows' | 'columns'; readonly param: string };

export interface Port {
  readonly channels: Channels;
  /** An input beside `in` (a side-chain `key`) is written as a source address under the port's name in the step's params. */
  readonly optional: boolean;
}
export type Ports = Readonly<Record<string, Port>>;

export const fixed = (channels: number): Port => ({ channels: { rule: 'fixed', channels }, optional: false });
export const any = <O extends boolean = false>(
  variable: string,
  o: { optional?: O } = {},
): Port & { readonly optional: NoInfer<O> } => ({
  channels: { rule: 'any', variable },
  optional: (o.optional ?? false) as O,
});
export const rowsOf = (param: string): Port => ({ channels: { rule: 'rows', param }, optional: false });
export const columnsOf = (param: string): Port => ({ channels: { rule: 'columns', param }, optional: false });
