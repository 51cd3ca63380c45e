/** Replacements in a text, applied in one pass. */
export class Edits {
  private readonly list: { start: number; end: number; text: string; order: number }[] = [];

  constructor(readonly source: string) {}

  replace(start: number, end: number, text: string): void {
    this.list.push({ start, end, text, order: this.list.length });
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  /** Takes text out, but leaves its line ends and `# line` markers, so that what follows keeps its line number. */
  blank(start: number, end: number): void {
    this.replace(start, end, lineEnds(this.source.slice(start, end)));
  }

  get size(): number {
    return this.list.length;
  }

  apply(): string {
    // At the same place insertions come first, in the order they were made.
    this.list.sort((a, b) => a.start - b.start || width(a) - width(b) || a.order - b.order);
    const parts: string[] = [];
    let at = 0;
    for (const edit of this.list) {
      if (edit.start < at) continue; // inside a replaced range
      parts.push(this.source.slice(at, edit.start), edit.text);
      at = edit.end;
    }
    parts.push(this.source.slice(at));
    return parts.join('');
  }
}

function width(edit: { start: number; end: number }): number {
  return edit.end > edit.start ? 1 : 0;
}

/** The line ends and directive lines of a text. */
export function lineEnds(text: string): string {
  if (!text.includes('\n')) return ' ';
  return text
    .split('\n')
    .map((line) => (/^\s*#/.test(line) ? line : ''))
    .join('\n');
}

/** The text on one line, directive lines left out. */
export function onOneLine(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join(' ');
}
