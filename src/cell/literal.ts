/** A piece of a literal's value: text that stands in the source, or what a `${…}` gave. */
export type Piece =
  | { kind: 'text'; raw: string; cooked: string | null; line: number }
  | { kind: 'substitution'; line: number };

/** A string or template literal of TypeScript. */
export interface Literal {
  pieces: Piece[];
}

const ESCAPE = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|\r\n|([\s\S]))/g;
const SIMPLE: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  '\n': '',
  '\r': '',
};

/** What a literal's text stands for; null where an escape is none, which only a tagged template may have. */
function cook(raw: string): string | null {
  const wrong: string[] = [];
  const text = raw.replace(
    ESCAPE,
    (all: string, braced?: string, four?: string, two?: string, one?: string) => {
      const code = braced ?? four ?? two;
      if (code !== undefined) {
        const point = parseInt(code, 16);
        if (point <= 0x10ffff) return String.fromCodePoint(point);
        wrong.push(all);
        return '';
      }
      if (one === undefined) return '';
      if (/[ux1-9]/.test(one)) wrong.push(all);
      return SIMPLE[one] ?? one;
    },
  );
  return wrong.length > 0 ? null : text;
}

/** The end of `${…}`, which may hold literals of its own; -1 where it does not end. */
function endOfSubstitution(source: string, start: number): number {
  let depth = 1;
  for (let at = start; at < source.length; at += 1) {
    const character = source[at];
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === '`') {
      const inner = readTemplate(source, at);
      if (inner === null) return -1;
      at = inner.end - 1;
    } else if (character === '"' || character === "'") {
      const inner = readQuoted(source, at);
      if (inner === null) return -1;
      at = inner.end - 1;
    }
    if (depth === 0) return at;
  }
  return -1;
}

const lineAt = (source: string, offset: number): number =>
  source.slice(0, offset).split('\n').length;

function textPiece(source: string, start: number, end: number): Piece {
  const raw = source.slice(start, end).replace(/\r\n?/g, '\n');
  return { kind: 'text', raw, cooked: cook(raw), line: lineAt(source, start) };
}

function readTemplate(source: string, start: number): { literal: Literal; end: number } | null {
  const pieces: Piece[] = [];
  let from = start + 1;
  for (let at = from; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === '`') {
      pieces.push(textPiece(source, from, at));
      return { literal: { pieces }, end: at + 1 };
    } else if (character === '$' && source[at + 1] === '{') {
      const end = endOfSubstitution(source, at + 2);
      if (end < 0) return null;
      pieces.push(textPiece(source, from, at));
      pieces.push({ kind: 'substitution', line: lineAt(source, at) });
      from = end + 1;
      at = end;
    }
  }
  return null;
}

function readQuoted(source: string, start: number): { literal: Literal; end: number } | null {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '\n') return null;
    else if (source[at] === source[start]) {
      return { literal: { pieces: [textPiece(source, start + 1, at)] }, end: at + 1 };
    }
  }
  return null;
}

/**
 * Every place in a text at which a literal can be read, which includes some that are none: quotation marks in comments and within
 * other literals. Who looks for a certain value finds the one that has it.
 */
export function* literalsIn(source: string): Generator<Literal> {
  for (const { index } of source.matchAll(/[`'"]/g)) {
    const read = source[index] === '`' ? readTemplate(source, index) : readQuoted(source, index);
    if (read) yield read.literal;
  }
}
