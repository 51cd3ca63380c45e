import { lineEnds, onOneLine } from './edits';
import type { Rewriting } from './rewrite';
import type { Tokens } from './tokens';

/**
 * `kernel<T><<<grid, block, bytes, stream>>>(a, b)` becomes
 * `(::workbook::emulator::workbookPushLaunch(grid, block, bytes, stream) ? (void)0 : kernel<T>(a, b))`.
 *
 * @param open The first `<` of `<<<`.
 */
export function rewriteLaunch(rewriting: Rewriting, open: number): void {
  const { tokens, edits } = rewriting;
  const callee = calleeStart(tokens, open);
  if (callee === open) rewriting.fail(open, 'Cannot launch a kernel: no kernel name before <<<');
  const close = configurationEnd(tokens, open + 3);
  if (close < 0)
    rewriting.fail(open, 'Cannot launch a kernel: no >>>( ends the configuration that <<< begins');
  if (close === open + 3)
    rewriting.fail(
      open,
      'Cannot launch a kernel: <<<>>> needs at least the grid and the block size',
    );
  const argumentsEnd = tokens.closing(close + 3);
  if (argumentsEnd < 0)
    rewriting.fail(close, 'Cannot launch a kernel: its argument list does not end');

  const calleeFrom = tokens.startOf(callee);
  const calleeText = tokens.source.slice(calleeFrom, tokens.endOf(open - 1));
  const untilOpen = tokens.source.slice(calleeFrom, tokens.startOf(open));
  edits.replace(
    calleeFrom,
    tokens.endOf(open + 2),
    `(::workbook::emulator::workbookPushLaunch(${untilOpen.includes('\n') ? lineEnds(untilOpen) : ''}`,
  );
  edits.replace(
    tokens.startOf(close),
    tokens.endOf(close + 2),
    `) ? (void)0 : ${onOneLine(calleeText)}`,
  );
  edits.insert(tokens.endOf(argumentsEnd), ')');
}

/** Words that can stand before a kernel's name without being part of it. */
const STATEMENT_WORDS = new Set([
  'return',
  'else',
  'do',
  'case',
  'throw',
  'co_return',
  'and',
  'or',
  'not',
]);

/** The first token of the expression that names the kernel: `ns::table[i].kernel<T>`, `(*pointer)`, … */
function calleeStart(tokens: Tokens, open: number): number {
  let at = open;
  for (;;) {
    const previous = at - 1;
    if (tokens.is(previous, '>')) {
      const angle = tokens.openingAngle(previous);
      if (angle < 1 || !tokens.isIdentifier(angle - 1)) return at;
      at = angle - 1;
    } else if (tokens.is(previous, ')') || tokens.is(previous, ']')) {
      const bracket = tokens.opening(previous);
      if (bracket < 0) return at;
      at = bracket;
      const before = at - 1;
      const continues =
        (tokens.isIdentifier(before) &&
          !STATEMENT_WORDS.has(tokens.text(before)) &&
          !isControl(tokens, before)) ||
        tokens.is(before, ']');
      if (continues) continue;
      return at;
    } else if (tokens.isIdentifier(previous) && !STATEMENT_WORDS.has(tokens.text(previous))) {
      at = previous;
    } else return at;
    // What is joined to the name found: ns::name, object.name, pointer->name
    if (tokens.text(at - 1) === 'template') at--;
    if (tokens.is(at - 1, ':') && tokens.is(at - 2, ':')) {
      at -= 2;
      const qualified =
        tokens.is(at - 1, '>') ||
        (tokens.isIdentifier(at - 1) && !STATEMENT_WORDS.has(tokens.text(at - 1)));
      if (!qualified) return at;
    } else if (tokens.is(at - 1, '.')) at -= 1;
    else if (tokens.is(at - 1, '>') && tokens.is(at - 2, '-') && tokens.touches(at - 2)) at -= 2;
    else return at;
  }
}

function isControl(tokens: Tokens, index: number): boolean {
  return ['if', 'while', 'for', 'switch'].includes(tokens.text(index));
}

/** The first `>` of the `>>>` that ends the configuration, or -1. */
function configurationEnd(tokens: Tokens, from: number): number {
  let spaced = -1;
  for (let i = from; i < tokens.count; i++) {
    if (tokens.is(i, '(') || tokens.is(i, '[') || tokens.is(i, '{')) {
      i = tokens.closing(i);
      if (i < 0) return spaced;
    } else if (tokens.is(i, ')') || tokens.is(i, '}') || tokens.is(i, ';')) {
      return spaced;
    } else if (
      tokens.is(i, '>') &&
      tokens.is(i + 1, '>') &&
      tokens.is(i + 2, '>') &&
      tokens.is(i + 3, '(')
    ) {
      if (tokens.touches(i) && tokens.touches(i + 1)) return i;
      if (spaced < 0) spaced = i; // a macro may have put a space in
    }
  }
  return spaced;
}
