// `[ a, b ]` -> `[a, b]`, as lists are written; maps keep their padding. In: YAML as the library writes it. Out: the same.

import { Lexer } from 'yaml';

const isSpace = (lexeme: string | undefined) => lexeme !== undefined && /^ +$/.test(lexeme);

export function tightLists(text: string): string {
  // The lexer also says where documents and scalars begin, with control characters, which no config holds.
  const lexemes = [...new Lexer().lex(text)].filter((lexeme) => !/^(?![\t\n\r])\p{Cc}$/u.test(lexeme));
  return lexemes
    .filter((lexeme, i) => {
      if (!isSpace(lexeme)) return true;
      const startsLine = lexemes[i - 1]?.endsWith('\n') ?? true;
      return lexemes[i - 1] !== '[' && (lexemes[i + 1] !== ']' || startsLine);
    })
    .join('');
}
