/**
 * Line breaks in Chinese prose. Markdown shows a line break inside a paragraph as a space; between two Chinese characters there
 * must be none. Sources may break lines anywhere; this joins them.
 */

/** Ideographs, kana, and the punctuation that is set with them. */
const WIDE =
  '[\\u2e80-\\u9fff\\uf900-\\ufaff\\u3000-\\u303f\\uff00-\\uffef\\u2014\\u2018-\\u201d\\u2026]';
const BETWEEN = new RegExp(`(${WIDE})\\n[ \\t]*(?=${WIDE})`, 'gu');
const FENCE = /^\s*(```|~~~)/;

/** Joins lines that break between Chinese characters; fenced code stays as it is. */
export function joinChineseLines(markdown: string): string {
  const parts: string[] = [];
  let open = false;
  let prose: string[] = [];
  const flush = (): void => {
    if (prose.length > 0) parts.push(prose.join('\n').replace(BETWEEN, '$1'));
    prose = [];
  };
  for (const line of markdown.split('\n')) {
    const border = FENCE.test(line);
    if (border || open) {
      flush();
      parts.push(line);
    } else prose.push(line);
    if (border) open = !open;
  }
  flush();
  return parts.join('\n');
}
