import type { Tokens } from './tokens';

/** The first token of the declaration that holds the word. */
export function declarationStart(tokens: Tokens, word: number): number {
  let i = word;
  while (i > 0) {
    const before = i - 1;
    if (
      tokens.is(before, ';') ||
      tokens.is(before, '{') ||
      tokens.is(before, '}') ||
      tokens.is(before, ':')
    )
      break;
    i = tokens.is(before, ')') ? Math.max(0, tokens.opening(before)) : before;
  }
  return i;
}

/** Whether the declaration that begins here declares variables: no parameter list comes before `;`, `=`, `{` or `[`. */
export function declaresVariable(tokens: Tokens, first: number): boolean {
  for (let i = first; i < tokens.count; i++) {
    const text = tokens.text(i);
    if (text === '[' && tokens.is(i + 1, '[')) {
      i = tokens.closing(i); // an attribute
      if (i < 0) return false;
      continue;
    }
    if (text === ';' || text === '=' || text === '{' || text === '[') return true;
    if (text === '(') return false;
    if (text === '__attribute__' || text === 'alignas' || text === 'decltype')
      i = tokens.closing(i + 1);
    else if (text === '<') i = tokens.closingAngle(i);
    else if (text === 'operator') return false;
    if (i < 0) return false;
  }
  return false;
}
