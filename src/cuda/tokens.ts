/**
 * A tokenizer for preprocessed C++: comments are gone, macros expanded, `# line "file"` markers and pragmas remain.
 *
 * Tokens are kept as offsets in typed arrays, since one translation unit has some 100,000 of them. Punctuation is one character a
 * token: `<<<` is three tokens that touch, which leaves it to the reader whether `>>` closes two template lists.
 */

import {
  APOSTROPHE,
  BACKSLASH,
  DOT,
  HASH,
  isDigit,
  isWord,
  MINUS,
  NEWLINE,
  PLUS,
  QUOTE,
  SPACE,
} from './characters';

export const enum TokenKind {
  Identifier,
  Number,
  Text,
  Punctuation,
}

/** A directive line: a line marker or a pragma. */
export interface Directive {
  start: number;
  end: number;
}

export class Tokens {
  readonly kind: Uint8Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  count = 0;
  readonly directives: Directive[] = [];

  constructor(readonly source: string) {
    const most = source.length + 1;
    this.kind = new Uint8Array(most);
    this.start = new Uint32Array(most);
    this.end = new Uint32Array(most);
    scan(this);
  }

  /** The token's text; empty before the first and behind the last. */
  text(index: number): string {
    if (index < 0 || index >= this.count) return '';
    return this.source.slice(this.start[index], this.end[index]);
  }

  isIdentifier(index: number): boolean {
    return index >= 0 && index < this.count && this.kind[index] === TokenKind.Identifier;
  }

  /** Whether the token is this one punctuation character. */
  is(index: number, character: string): boolean {
    return (
      index >= 0 &&
      index < this.count &&
      this.kind[index] === TokenKind.Punctuation &&
      this.source[this.startOf(index)] === character
    );
  }

  /** Whether nothing lies between this token and the next. */
  touches(index: number): boolean {
    return this.end[index] === this.start[index + 1];
  }

  startOf(index: number): number {
    return this.start[index] ?? this.source.length;
  }

  endOf(index: number): number {
    return this.end[index] ?? this.source.length;
  }

  /** The closing token of the bracket at `index`, or -1. */
  closing(index: number): number {
    let depth = 0;
    for (let i = index; i < this.count; i++) {
      if (this.is(i, '(') || this.is(i, '[') || this.is(i, '{')) depth++;
      else if (this.is(i, ')') || this.is(i, ']') || this.is(i, '}')) {
        if (--depth === 0) return i;
      }
    }
    return -1;
  }

  /** The opening token of the bracket that closes at `index`, or -1. */
  opening(index: number): number {
    let depth = 0;
    for (let i = index; i >= 0; i--) {
      if (this.is(i, ')') || this.is(i, ']') || this.is(i, '}')) depth++;
      else if (this.is(i, '(') || this.is(i, '[') || this.is(i, '{')) {
        if (--depth === 0) return i;
      }
    }
    return -1;
  }

  /** The `>` that closes the template list opened by the `<` at `index`, or -1. */
  closingAngle(index: number): number {
    let depth = 0;
    for (let i = index; i < this.count; i++) {
      if (this.is(i, '<')) depth++;
      else if (this.is(i, '>') && !(this.is(i - 1, '-') && this.touches(i - 1))) {
        if (--depth === 0) return i;
      } else if (this.is(i, '(') || this.is(i, '[') || this.is(i, '{')) {
        i = this.closing(i);
        if (i < 0) return -1;
      } else if (this.is(i, ';')) return -1;
    }
    return -1;
  }

  /** The `<` that opens the template list closed by the `>` at `index`, or -1. */
  openingAngle(index: number): number {
    let depth = 0;
    for (let i = index; i >= 0; i--) {
      if (this.is(i, '>') && !(this.is(i - 1, '-') && this.touches(i - 1))) depth++;
      else if (this.is(i, '<')) {
        if (--depth === 0) return i;
      } else if (this.is(i, ')') || this.is(i, ']') || this.is(i, '}')) {
        i = this.opening(i);
        if (i < 0) return -1;
      } else if (this.is(i, ';')) return -1;
    }
    return -1;
  }
}

function scan(tokens: Tokens): void {
  const { source, kind, start, end } = tokens;
  const length = source.length;
  let count = 0;
  let lineStart = true;
  let at = 0;
  while (at < length) {
    const code = source.charCodeAt(at);
    if (code <= SPACE) {
      if (code === NEWLINE) lineStart = true;
      at++;
      continue;
    }
    if (code === HASH && lineStart) {
      const stop = source.indexOf('\n', at);
      const directiveEnd = stop < 0 ? length : stop;
      tokens.directives.push({ start: at, end: directiveEnd });
      at = directiveEnd;
      continue;
    }
    lineStart = false;
    const begin = at;
    let what = TokenKind.Punctuation;
    if (isDigit(code) || (code === DOT && isDigit(source.charCodeAt(at + 1)))) {
      what = TokenKind.Number;
      at = numberEnd(source, at);
    } else if (isWord(code)) {
      what = TokenKind.Identifier;
      while (at < length && isWord(source.charCodeAt(at))) at++;
      const next = source.charCodeAt(at);
      if (next === QUOTE && /^(?:u8|[uUL])?R$/.test(source.slice(begin, at))) {
        what = TokenKind.Text;
        at = rawStringEnd(source, at);
      } else if (
        (next === QUOTE || next === APOSTROPHE) &&
        /^(?:u8|[uUL])$/.test(source.slice(begin, at))
      ) {
        what = TokenKind.Text;
        at = quotedEnd(source, at, next);
      }
    } else if (code === QUOTE || code === APOSTROPHE) {
      what = TokenKind.Text;
      at = quotedEnd(source, at, code);
    } else {
      at++;
    }
    kind[count] = what;
    start[count] = begin;
    end[count] = at;
    count++;
  }
  tokens.count = count;
}

/** Behind a number: digits, letters, digit separators, and signs after an exponent. */
function numberEnd(source: string, begin: number): number {
  let at = begin + 1;
  for (;;) {
    const code = source.charCodeAt(at);
    if (isWord(code) || code === DOT) at++;
    else if (code === APOSTROPHE && isWord(source.charCodeAt(at + 1))) at += 2;
    else if ((code === PLUS || code === MINUS) && /[eEpP]/.test(source[at - 1] ?? '')) at++;
    else return at;
  }
}

function quotedEnd(source: string, begin: number, quote: number): number {
  let at = begin + 1;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === BACKSLASH) at += 2;
    else if (code === quote) return at + 1;
    else if (code === NEWLINE) return at;
    else at++;
  }
  return source.length;
}

function rawStringEnd(source: string, quote: number): number {
  const paren = source.indexOf('(', quote);
  const close = `)${source.slice(quote + 1, paren)}"`;
  const stop = source.indexOf(close, paren);
  return stop < 0 ? source.length : stop + close.length;
}
