/** Regions of source files between `// ANCHOR: name` and `// ANCHOR_END: name` (`#` where a language writes comments so). */

/** Lines of a region as the file has them, without the lines that mark regions. */
export interface Excerpt {
  lines: readonly { number: number; text: string }[];
}

const MARK = /^\s*(?:\/\/|#)\s*(ANCHOR|ANCHOR_END):\s*([\w-]+)\s*$/;

function indent(text: string): number {
  return text.search(/\S/);
}

/**
 * Cuts a region out of a file's text; common indentation is taken away.
 * @returns null if the text has no such region, or if it does not end
 */
export function excerptOf(text: string, region: string): Excerpt | null {
  const lines: { number: number; text: string }[] = [];
  let open = false;
  let closed = false;
  for (const [index, line] of text.split('\n').entries()) {
    const [, kind, name] = MARK.exec(line) ?? [];
    if (kind === undefined) {
      if (open) lines.push({ number: index + 1, text: line.trimEnd() });
    } else if (name === region) {
      closed = kind === 'ANCHOR_END' && open;
      open = kind === 'ANCHOR';
      if (closed) break;
    }
  }
  const written = lines.filter(({ text: line }) => line !== '');
  if (!closed || written.length === 0) return null;
  const common = Math.min(...written.map(({ text: line }) => indent(line)));
  return { lines: lines.map(({ number, text: line }) => ({ number, text: line.slice(common) })) };
}

/** The regions that a file's text has. */
export function regionsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, kind, name] = MARK.exec(line) ?? [];
    return kind === 'ANCHOR' && name !== undefined ? [name] : [];
  });
}

/** The region as plain text, for code that compiles it. */
export function excerptText({ lines }: Excerpt): string {
  return lines.map(({ text }) => text).join('\n');
}

/** Languages that have C's block comments: there a number stands in one, and the notebook's highlighter reads the code as code. */
const BLOCK_COMMENTS = ['c++', 'cpp', 'c', 'cuda', 'ts', 'typescript', 'js', 'javascript'];

/** Whether a line that begins inside a block comment, or outside of one, leaves the next line inside. */
function endsInComment(text: string, inside: boolean): boolean {
  const code = inside ? text : text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*/g, '');
  const opened = code.lastIndexOf('/*');
  const closed = code.lastIndexOf('*/');
  return opened > closed || (inside && closed === -1);
}

/**
 * Every line behind its number in the file. In C++ the number is a comment: `/* 12 *\/ code`; what a highlighter makes of a bare
 * number before each line is a guess.
 */
export function numberedText({ lines }: Excerpt, language = ''): string {
  const width = String(lines[lines.length - 1]?.number ?? 0).length;
  const comments = BLOCK_COMMENTS.includes(language);
  let inside = false;
  return lines
    .map(({ number, text }) => {
      const digits = String(number).padStart(width);
      const prefix = !comments ? `${digits}│` : inside ? `   ${digits}   ` : `/* ${digits} */`;
      inside = endsInComment(text, inside);
      return `${prefix} ${text}`.trimEnd();
    })
    .join('\n');
}
