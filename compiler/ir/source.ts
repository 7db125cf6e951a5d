// Sources: the text of every file a compile read, and places in it. In: bytes from the host. Out: spans.
// Invariant: offsets are UTF-16 indices into `text`; a span never crosses files.

import type { Evaluation } from './program.ts';

export type SourceId = number;

export interface Source {
  readonly id: SourceId;
  /** As the host names it, relative to the working directory where it can be. */
  readonly path: string;
  readonly text: string;
  /** The mention in another file that brought this one in. */
  readonly includedAt?: Span;
}
export type Sources = readonly Source[];

export interface Span {
  readonly source: SourceId;
  /** Offsets in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** How what stands here became part of the config, where it is used elsewhere; the nearest use first. */
  readonly via?: readonly Via[];
}

/** One use of what is written elsewhere: `$name`, an alias, `use`, `extends`. */
export interface Via {
  readonly span: Span;
  readonly label: string;
}

export interface KeyAndValueSpan {
  readonly key?: Span;
  readonly value: Span;
}

/** RFC 6901: `/graph/vocal/do/0/gain`. */
export type JsonPointer = string;

export const pointer = (parent: JsonPointer, key: string | number): JsonPointer =>
  typeof key === 'string' && /[~/]/.test(key)
    ? `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    : `${parent}/${key}`;

/** What a read gave; failures are values, as user mistakes are. */
export type ReadResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly reason: 'missing' | 'directory' | 'denied' | 'too-large' | 'failed';
      readonly detail: string;
    };

/** The only way the compiler reads files: injected, so that tests and editors can stand in. */
export interface SourceHost {
  /** At most `limit` bytes are accepted; longer files are `too-large`. */
  read(path: string, limit: number): Promise<ReadResult>;
  /** `path` as written in the file `from`, made readable for `read`: relative paths start at the folder of `from`. */
  resolve(from: string, path: string): string;
  /** True when `path` lies outside the folder tree of the entry config. */
  isOutside(entry: string, path: string): boolean;
  sha256(bytes: Uint8Array): string;
  /** Runs a config that is a program; absent where nothing may be executed. Paths are as `read` takes them. */
  readonly evaluate?: ((path: string) => Promise<Evaluation>) | undefined;
  /** The machine that the plan is for; without, no `when` of a config matches. */
  readonly machine?: MachineFacts;
}

/** What `when` can ask for. */
export interface MachineFacts {
  readonly host: string;
  readonly platform: string;
}
