/** Tables as one reader sees them: in one language, as HTML and in a terminal. */
import { escapeXml } from './svg';

/** Columns a terminal gives one character; CJK characters take two. */
function terminalWidth(content: string): number {
  return Array.from(content, (character) =>
    (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1,
  ).reduce<number>((sum, width) => sum + width, 0);
}

/** A cell as one reader sees it. */
export type ReadCell = string | number | boolean | null;

export function cellText(cell: ReadCell): string {
  return cell === null ? '' : String(cell);
}

/** The lines that a row takes in a terminal: as many as its longest cell has. */
function textLines(row: readonly ReadCell[]): string[][] {
  const cells = row.map((cell) => cellText(cell).split('\n'));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) => cells.map((lines) => lines[at] ?? ''));
}

/** Whether a column stands to the right: numbers, or texts such as `0.250`; some may be missing. */
export function isNumeric(cells: readonly ReadCell[]): boolean {
  const present = cells.filter((cell) => cell !== null);
  const isNumber = (cell: ReadCell): boolean =>
    typeof cell === 'number' || /^-?\d+\.\d+$/.test(cellText(cell));
  return present.length > 0 && present.every(isNumber);
}

/** Whether a column holds sentences: half of its cells or more have a line that ends in a full stop. */
export function isProse(cells: readonly ReadCell[]): boolean {
  const written = cells.filter((cell) => cellText(cell) !== '');
  const sentences = written.filter((cell) => /[\p{L})%"`]\.$|。$/mu.test(cellText(cell)));
  return sentences.length > 0 && sentences.length * 2 >= written.length;
}

/** Cells up to this length stay on one line beside a column of sentences, which would take their room. */
const SHORT = 24;

/** A table in one language. */
export interface ReadTable {
  columns: readonly string[];
  rows: readonly (readonly ReadCell[])[];
  /** By column. */
  numeric: readonly boolean[];
  prose: readonly boolean[];
}

export function tableHTML({ columns, rows, numeric, prose }: ReadTable): string {
  const cellHTML = (content: string, at: number, tall: boolean): string => {
    const lines = content.split('\n');
    const short = prose.includes(true) && lines.every(({ length }) => length <= SHORT);
    const style = [
      `text-align:${numeric[at] === true ? 'right' : 'left'}`,
      ...(tall ? ['vertical-align:top'] : []),
    ].join(';');
    const plain = numeric[at] === true || prose[at] === true;
    const shown = lines.map((line) => {
      const kept = escapeXml(short && prose[at] !== true ? line.replaceAll(' ', '\u00a0') : line);
      return plain || line === '' ? kept : `<code>${kept}</code>`;
    });
    return `<td style="${style}">${shown.join('<br>')}</td>`;
  };
  const left = ' style="text-align:left"';
  const head = columns.map((column) => `<th${left}>${escapeXml(column)}</th>`).join('');
  const body = rows.map((row) => {
    const contents = columns.map((_, at) => cellText(row[at] ?? null));
    const tall = contents.some((content) => content.includes('\n'));
    return `<tr>${contents.map((content, at) => cellHTML(content, at, tall)).join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

export function tableText({ columns, rows, numeric }: ReadTable): string {
  const lines = [columns, ...rows.flatMap(textLines)];
  const widths = columns.map((_, at) =>
    Math.max(...lines.map((line) => terminalWidth(line[at] ?? ''))),
  );
  const print = (line: readonly string[]): string =>
    widths
      .map((width, at) => {
        const content = line[at] ?? '';
        const fill = ' '.repeat(width - terminalWidth(content));
        return numeric[at] === true ? fill + content : content + fill;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [print(columns), rule, ...lines.slice(1).map(print)].join('\n');
}
