import type { Tokens } from './tokens';

/** Where in the author's files a token of preprocessed text comes from. */
export function placeOf(tokens: Tokens, index: number): { file: string; line: number } {
  const at = tokens.startOf(index);
  let marker = '';
  let markerEnd = 0;
  for (const directive of tokens.directives) {
    if (directive.start > at) break;
    const text = tokens.source.slice(directive.start, directive.end);
    if (/^#\s*(?:line\s+)?\d/.test(text)) {
      marker = text;
      markerEnd = directive.end;
    }
  }
  const parts = /^#\s*(?:line\s+)?(\d+)\s+"((?:[^"\\]|\\.)*)"/.exec(marker);
  const between = tokens.source.slice(markerEnd, at).split('\n').length - 1;
  // The marker names the line after it.
  const line = Number(parts?.[1] ?? 1) + between - (parts ? 1 : 0);
  return { file: (parts?.[2] ?? '<input>').replace(/\\(.)/g, '$1'), line };
}
