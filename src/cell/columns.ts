const TOKEN = /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\]|\\.)*"|\S/g;
const MARKER = /^#\s*(?:line\s+)?(\d+)\s+"((?:[^"\\]|\\.)*)"/;

/** Lines of preprocessed text, by `file:line` of what they come from. */
export type PreprocessedLines = ReadonlyMap<string, string>;

export function preprocessedLines(text: string): PreprocessedLines {
  const lines = new Map<string, string>();
  let file = '';
  let number = 0;
  for (const line of text.split('\n')) {
    const [, at, name] = MARKER.exec(line) ?? [];
    if (at !== undefined && name !== undefined) {
      file = name;
      number = Number(at);
      continue;
    }
    const key = `${file}:${number}`;
    // A line that macros were expanded in may come in parts.
    lines.set(key, (lines.get(key) ?? '') + line);
    number += 1;
  }
  return lines;
}

/**
 * The column of a token in the author's line, where the compiler saw the line preprocessed and rewritten: the same token, counted among its equals.
 *
 * @param column In the compiler's line, from 1.
 * @returns 0 where the author's line does not have the token
 */
export function originalColumn(compiled: string, column: number, original: string): number {
  const before = [...compiled.matchAll(TOKEN)].filter(({ index }) => index < column);
  const token = before[before.length - 1];
  if (!token) return 0;
  const rank = before.filter(([text]) => text === token[0]).length;
  const equals = [...original.matchAll(TOKEN)].filter(([text]) => text === token[0]);
  const found = equals[Math.min(rank, equals.length) - 1];
  return found ? found.index + 1 : 0;
}
