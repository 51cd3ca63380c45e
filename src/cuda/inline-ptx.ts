import type { Rewriting } from './rewrite';

/** `mov.u32 %0, …`, `bar.sync 0;`, `trap;`: no x86 instruction looks like these. */
const PTX = /(?:^|[\s{;])(?:[a-z][a-z0-9]*(?:\.[a-z0-9_:]+)+\s|(?:trap|exit|brkpt)\s*;)/;

/**
 * `asm("…")` with instructions of a GPU: becomes a call that g++ and clang++ refuse with a message, where the function that holds it
 * is used.
 */
export function rewriteAsm({ tokens, edits }: Rewriting, word: number): void {
  let open = word + 1;
  while (tokens.isIdentifier(open)) open++; // volatile, goto
  if (!tokens.is(open, '(')) return;
  const close = tokens.closing(open);
  let text = '';
  for (let i = open + 1; i < close; i++) {
    const part = tokens.text(i);
    if (!part.endsWith('"')) break;
    text += part.slice(part.indexOf('"') + 1, -1).replace(/\\[nt]/g, ' ');
  }
  if (!PTX.test(text)) return;
  edits.blank(tokens.startOf(word), tokens.endOf(close));
  edits.insert(tokens.startOf(word), '::workbook::emulator::inlinePtx()');
}
