// Tokens of the library's lexer, looked at before anything is built. In: text. Out: its syntax tree and what no later
// stage could say: where brackets and quotes were opened, how deep it goes, tags, directives, document marks.
// Invariant: nothing recurses, so no input can exhaust the stack; work is linear in the text.

import { type CST, Lexer, Parser } from 'yaml';
import { MAX_DEPTH } from './tree.ts';

export interface Word {
  readonly text: string;
  readonly at: number;
}

export interface Survey {
  readonly tokens: readonly CST.Token[];
  /** Where nesting or the number of tokens passed its limit; nothing after it was read. */
  readonly stopped: { readonly why: 'depth' | 'tokens'; readonly at: number } | undefined;
  /** Brackets and quotes that nothing closes, innermost of each group. */
  readonly unclosed: readonly Word[];
  readonly tags: readonly Word[];
  readonly directives: readonly Word[];
  /** `---` and `...`. */
  readonly marks: readonly Word[];
  /** Unquoted values that start with a reserved character, by offset. */
  readonly reserved: ReadonlyMap<number, string>;
}

/** Most tokens that are read: twice what a studio of 10,000 nodes has, and seconds of work. */
export const MAX_TOKENS = 500_000;

const SCALAR_FOLLOWS = '\u001f';
const FLOW_CUT_OFF = '\u0018';
const closing: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

const isClosedQuote = (text: string) => text.length > 1 && text.at(-1) === text[0] && !/[^\\](\\\\)*\\"$/.test(text);

class Surveyor {
  readonly unclosed: Word[] = [];
  readonly tags: Word[] = [];
  readonly directives: Word[] = [];
  readonly marks: Word[] = [];
  readonly reserved = new Map<number, string>();
  readonly #open: Word[] = [];

  /** A lexeme and its offset; `content`: the text of an unquoted scalar. */
  see(text: string, at: number, content: boolean): void {
    const first = text[0] ?? '';
    if (content) {
      if ('@`%'.includes(first)) this.reserved.set(at, text);
    } else if (text === '[' || text === '{') this.#open.push({ text, at });
    else if (text === ']' || text === '}') this.#close(text);
    else if (text === FLOW_CUT_OFF) this.#cutOff();
    else if (text === '---' || text === '...') this.marks.push({ text, at });
    else if (first === '!') this.tags.push({ text, at });
    else if (first === '%') this.directives.push({ text, at });
    else if ((first === '"' || first === "'") && !isClosedQuote(text)) this.unclosed.push({ text: first, at });
  }

  end(): void {
    this.#cutOff();
  }

  #close(text: string): void {
    const open = this.#open.pop();
    if (open === undefined || closing[open.text] === text) return;
    this.unclosed.push(open);
    // The bracket belongs to the next one out, if that is of its kind.
    const outer = this.#open.at(-1);
    if (outer !== undefined && closing[outer.text] === text) this.#open.pop();
  }

  #cutOff(): void {
    const innermost = this.#open.at(-1);
    if (innermost !== undefined) this.unclosed.push(innermost);
    this.#open.length = 0;
  }
}

export function survey(text: string): Survey {
  const surveyor = new Surveyor();
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let stopped: Survey['stopped'];
  let count = 0;
  let content = false;
  for (const lexeme of new Lexer().lex(text)) {
    surveyor.see(lexeme, parser.offset, content);
    content = lexeme === SCALAR_FOLLOWS;
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document itself is the bottom of the parser's stack.
    if (parser.stack.length > MAX_DEPTH + 1) stopped = { why: 'depth', at: parser.offset };
    else if (++count > MAX_TOKENS) stopped = { why: 'tokens', at: parser.offset };
    if (stopped !== undefined) break;
  }
  if (stopped === undefined) {
    for (const token of parser.end()) tokens.push(token);
    surveyor.end();
  }
  const { unclosed, tags, directives, marks, reserved } = surveyor;
  return { tokens, stopped, unclosed, tags, directives, marks, reserved };
}
