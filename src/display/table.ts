/** Tables: for creators, fields, tensors and trace records. */
import type { PluginField } from '../native';
import type { TraceRecord } from '../trace/record';
import { argumentText, resultText } from './call-text';
import { fieldValueText } from './field-value';
import type { Figure } from './figure';
import { escapeXml } from './svg';

export type TableCell = string | number | boolean | null;

/** Columns a terminal gives one character; CJK characters take two. */
function terminalWidth(content: string): number {
  return Array.from(content, (character) =>
    (character.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1,
  ).reduce<number>((sum, width) => sum + width, 0);
}

function cellText(cell: TableCell): string {
  return cell === null ? '' : String(cell);
}

/** The lines that a row takes in a terminal: as many as its longest cell has. */
function textLines(row: readonly TableCell[]): string[][] {
  const cells = row.map((cell) => cellText(cell).split('\n'));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) => cells.map((lines) => lines[at] ?? ''));
}

/** Whether a column stands to the right: numbers, or texts such as `0.250`; some may be missing. */
function isNumeric(cells: readonly TableCell[]): boolean {
  const present = cells.filter((cell) => cell !== null);
  const isNumber = (cell: TableCell): boolean =>
    typeof cell === 'number' || /^-?\d+\.\d+$/.test(cellText(cell));
  return present.length > 0 && present.every(isNumber);
}

/** Whether a column holds sentences: half of its cells or more have a line that ends in a full stop. */
function isProse(cells: readonly TableCell[]): boolean {
  const written = cells.filter((cell) => cellText(cell) !== '');
  const sentences = written.filter((cell) => /[\p{L})%"`]\.$|。$/mu.test(cellText(cell)));
  return sentences.length > 0 && sentences.length * 2 >= written.length;
}

/** Cells up to this length stay on one line beside a column of sentences, which would take their room. */
const SHORT = 24;

/** A table with these columns; every row has a cell for each. Cells of several lines keep them, in a terminal too. */
export function table(columns: readonly string[], rows: readonly (readonly TableCell[])[]): Figure {
  const left = ' style="text-align:left"';
  const cellsOf = (at: number): TableCell[] => rows.map((row) => row[at] ?? null);
  const numeric = columns.map((_, at) => isNumeric(cellsOf(at)));
  const prose = columns.map((_, at) => isProse(cellsOf(at)));
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
  const toHTML = (): string => {
    const head = columns.map((column) => `<th${left}>${escapeXml(column)}</th>`).join('');
    const body = rows.map((row) => {
      const contents = columns.map((_, at) => cellText(row[at] ?? null));
      const tall = contents.some((content) => content.includes('\n'));
      return `<tr>${contents.map((content, at) => cellHTML(content, at, tall)).join('')}</tr>`;
    });
    return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
  };
  const toText = (): string => {
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
  };
  const toJSON = (): unknown =>
    rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null])));
  return { toHTML, toText, toJSON };
}

/** What a creator says about itself. */
export interface CreatorFacts {
  readonly generation: string;
  getPluginName(): string;
  getPluginVersion(): string;
  getPluginNamespace(): string;
  getFieldNames(): PluginField[];
}

/** One row a creator: its key in the registry and the fields it reads. */
export function creatorTable(creators: readonly CreatorFacts[]): Figure {
  return table(
    ['name', 'version', 'namespace', 'generation', 'fields'],
    creators.map((creator) => [
      creator.getPluginName(),
      creator.getPluginVersion(),
      `"${creator.getPluginNamespace()}"`,
      creator.generation,
      creator
        .getFieldNames()
        .map((field) => `${field.name}: ${field.type} × ${field.length}`)
        .join('\n'),
    ]),
  );
}

/** One row a field: its label, and its data read by that label. */
export function fieldTable(fields: readonly PluginField[]): Figure {
  return table(
    ['name', 'type', 'length', 'data'],
    fields.map((field) => [field.name, field.type, field.length, fieldValueText(field)]),
  );
}

export const TRACE_COLUMNS = [
  'seq',
  'phase',
  'object',
  'class',
  'parent',
  'method',
  'args',
  'result',
  'durationUs',
  'thread',
] as const;
export type TraceColumn = (typeof TRACE_COLUMNS)[number];

function traceCell(record: TraceRecord, column: TraceColumn): TableCell {
  switch (column) {
    case 'args':
      return argumentText(record.args);
    case 'result':
      return resultText(record);
    case 'durationUs':
      return Math.round(record.durationUs * 10) / 10;
    default:
      return record[column];
  }
}

/**
 * One row a call.
 *
 * @param columns Which parts of a record, in order; the default leaves out what changes from run to run.
 */
export function traceTable(
  records: readonly TraceRecord[],
  columns: readonly TraceColumn[] = ['seq', 'phase', 'object', 'method', 'args', 'result'],
): Figure {
  return table(
    columns,
    records.map((record) => columns.map((column) => traceCell(record, column))),
  );
}

/** A tensor's values with the extents that order them. */
export interface TensorFacts {
  name: string;
  type?: string;
  dims: readonly number[];
  values: ArrayLike<number | bigint>;
}

/** One row a tensor; of more than `limit` values the first ones. */
export function tensorTable(tensors: readonly TensorFacts[], limit = 16): Figure {
  return table(
    ['tensor', 'type', 'dims', 'values'],
    tensors.map(({ name, type, dims, values }) => {
      const shown = Array.from({ length: Math.min(limit, values.length) }, (_, at) =>
        valueText(values[at]),
      );
      const rest = values.length > limit ? `, … ${values.length - limit} more` : '';
      return [name, type ?? '', `[${dims.join(', ')}]`, shown.join(', ') + rest];
    }),
  );
}

function valueText(value: number | bigint | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value);
}
