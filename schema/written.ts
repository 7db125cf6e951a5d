// What may be written in a config, as types: configs in TypeScript are checked by them. In: the types of key tables and
// step descriptors. Out: types only. Invariant: nothing is listed here by hand; whatever is wrong here does not compile,
// and names, ranges and widths are for the compiler, which has the last word.

import type { configTable, mixTable, nodeTable, stepTable } from './config.ts';
import type { controlTable } from './controls.ts';
import type { ceilingSpec, drifts } from './device.ts';
import type { nodes } from './generated/nodes.ts';
import type { TypedStep } from './node.ts';
import type { Quantity, UnitOf } from './units.ts';

/** `$name`: a value of `params`. */
type Mention = `$${string}`;

/** A number of a quantity: bare in its canonical unit, or text with a unit. */
export type Written<Q extends Quantity> = number | `${number} ${UnitOf<Q>}` | `${number}${UnitOf<Q>}` | Mention;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

type OneOrMore<T> = T | readonly T[];
type Named<T> = { readonly [name: string]: T };
type Channels = OneOrMore<number | `${number}` | `${number}-${number}` | Mention>;

type WrittenParam<P> = P extends { kind: 'number'; dimension: infer Q extends Quantity }
  ? Written<Q>
  : P extends { kind: 'boolean' }
    ? boolean | Mention
    : P extends { kind: 'choice'; choices: readonly (infer C)[] }
      ? C | Mention
      : P extends { kind: 'numbers'; dimension: infer Q extends Quantity }
        ? OneOrMore<Written<Q>>
        : P extends { kind: 'names' }
          ? readonly string[] | Mention
          : P extends { kind: 'matrix' }
            ? readonly (readonly (Written<'gain'> | null)[])[] | Mention
            : P extends { kind: 'file' }
              ? string
              : never;

/** One end of a control's range: of which quantity depends on what the control moves. */
type Bound = { [Q in Quantity]: Written<Q> }[Quantity];

/** Forms that stand for themselves, by name. What is not here (parts of configs, in `machines`) may hold any data. */
interface PlainForms {
  readonly frames: Written<'frames'> | '1 frame';
  readonly text: string | number | boolean;
  readonly name: string;
  readonly names: readonly string[] | Mention;
  readonly addresses: OneOrMore<string>;
  readonly version: 1;
  readonly params: Named<Json>;
  readonly steps: readonly Step[];
  readonly mix: Named<Written<'gain'> | Table<typeof mixTable>>;
  readonly channels: Channels;
  readonly ports: number | Named<Channels>;
  readonly ceiling: WrittenParam<typeof ceilingSpec> | Named<WrittenParam<typeof ceilingSpec>>;
  readonly drift: (typeof drifts)[number] | Mention | Named<(typeof drifts)[number] | Mention>;
  readonly connect: Named<string>;
  readonly include: OneOrMore<string>;
  readonly range: readonly [Bound, Bound] | Mention;
  readonly controls: { readonly [name: `/${string}`]: Table<typeof controlTable> };
  readonly templates: Named<Table<typeof nodeTable> & { readonly params?: Named<Json> | undefined }>;
}

type WrittenForm<F> = F extends { form: 'param'; spec: infer P }
  ? WrittenParam<P>
  : F extends { form: 'keys'; table: infer T }
    ? Table<T>
    : F extends { form: 'list'; table: infer T }
      ? OneOrMore<Table<T>>
      : F extends { form: 'named'; table: infer T }
        ? Named<Table<T>>
        : F extends { form: infer N extends keyof PlainForms }
          ? PlainForms[N]
          : Json;

/** Without the index signature that tables, ports and params have for whoever asks for any key. */
type Own<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

/** Keys of a table that this version has. */
type OwnKeys<T> = { [K in keyof Own<T>]: T[K] extends { planned: true } ? never : K }[keyof Own<T>];
type RequiredKeys<T> = { [K in OwnKeys<T>]: T[K] extends { required: true } ? K : never }[OwnKeys<T>];
type FormOf<K> = K extends { form: infer F } ? WrittenForm<F> : never;

/** One map of an intersection: text and functions would pass for `{}`, and hover reads better. */
type Flat<T> = { [K in keyof T]: T[K] };

/** A map with the keys of a table. */
type Table<T> = Flat<
  { readonly [K in RequiredKeys<T>]: FormOf<T[K]> } & {
    readonly [K in Exclude<OwnKeys<T>, RequiredKeys<T>>]?: FormOf<T[K]> | undefined;
  }
>;

type Descriptor = (typeof nodes)[number];
export type StepType = Descriptor['type'];
type Find<T extends StepType> = Extract<Descriptor, TypedStep<T>>;

type IsRequired<P> = P extends { kind: 'number' | 'choice'; default: infer D }
  ? undefined extends D
    ? true
    : false
  : P extends { kind: 'matrix' } | { required: true }
    ? true
    : false;
type RequiredParams<S> = { [K in keyof S]: IsRequired<S[K]> extends true ? K : never }[keyof S];
type MainParams<S> = { [K in keyof S]: S[K] extends { main: true } ? K : never }[keyof S];

type SideChains<I> = Exclude<keyof I, 'in'>;
type RequiredSideChains<I> = {
  [K in SideChains<I>]: I[K] extends { optional: true } ? never : K;
}[SideChains<I>];

type Params<S, I> = Flat<
  { readonly [K in RequiredParams<S>]: WrittenParam<S[K]> } & {
    readonly [K in Exclude<keyof S, RequiredParams<S>>]?: WrittenParam<S[K]> | undefined;
  } & { readonly [K in RequiredSideChains<I>]: string } & {
    readonly [K in Exclude<SideChains<I>, RequiredSideChains<I>>]?: string | undefined;
  } & Table<typeof stepTable>
>;

/** The main param bare, where nothing else must be written. */
type Bare<S, I> = [Exclude<RequiredParams<S>, MainParams<S>> | RequiredSideChains<I>] extends [never]
  ? WrittenParam<S[MainParams<S>]>
  : never;

/** True where nothing must be written at all. */
type MayBeEmpty<S, I> = [RequiredParams<S> | RequiredSideChains<I>] extends [never] ? true : false;

/** What stands under a step's type. */
export type StepValue<T extends StepType> =
  Find<T> extends { params: infer S; inputs: infer I } ? StepForms<Own<S>, Own<I>> : never;
type StepForms<S, I> = Params<S, I> | Bare<S, I> | (MayBeEmpty<S, I> extends true ? null : never);

/** `{ gain: -6 }`: a one-key map from a step type to its params. */
export type StepOf<T extends StepType> = { readonly [K in T]: StepValue<T> };
export type Step = { [T in StepType]: StepOf<T> }[StepType];

/** A whole config. */
export type Studio = Table<typeof configTable>;
type Entry<T> = NonNullable<T>[keyof NonNullable<T>];
export type StudioNode = Entry<Studio['graph']>;
export type StudioControl = Entry<Studio['controls']>;
export type StudioDevice = Entry<Studio['devices']>;
