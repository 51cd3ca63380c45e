/** Tables: for creators, fields, tensors and trace records. */
import type { PluginField } from '../native';
import type { TraceRecord } from '../trace/record';
import { argumentText, resultText } from './call-text';
import { fieldValueText } from './field-value';
import type { Bilingual, Figure, Language } from './figure';
import {
  cellText,
  isNumeric,
  isProse,
  tableHTML,
  tableText,
  type ReadCell,
  type ReadTable,
} from './read-table';

export type TableCell = ReadCell | Bilingual;

/** What a reader of the language sees of a cell. */
function read(cell: TableCell, language: Language): ReadCell {
  return typeof cell === 'object' && cell !== null ? cell[language] : cell;
}

/**
 * A table with these columns; every row has a cell for each. Cells of several lines keep them, in a terminal too. Titles and cells of
 * two languages are in the reader's; the data have the English ones.
 *
 * @example
 * ```ts
 * show(table(['', { en: 'cause', zh: '原因' }], bugs().map(({ number, cause }) => [number, cause])));
 * ```
 */
export function table(
  columns: readonly (string | Bilingual)[],
  rows: readonly (readonly TableCell[])[],
): Figure {
  const readIn = (language: Language): ReadTable => {
    const shown = rows.map((row) => columns.map((_, at) => read(row[at] ?? null, language)));
    const cellsOf = (at: number): ReadCell[] => shown.map((row) => row[at] ?? null);
    return {
      columns: columns.map((column) => cellText(read(column, language))),
      rows: shown,
      numeric: columns.map((_, at) => isNumeric(cellsOf(at))),
      prose: columns.map((_, at) => isProse(cellsOf(at))),
    };
  };
  const toJSON = (): unknown => {
    const english = readIn('en');
    return english.rows.map((row) =>
      Object.fromEntries(english.columns.map((column, at) => [column, row[at] ?? null])),
    );
  };
  return {
    toHTML: (language = 'en') => tableHTML(readIn(language)),
    toText: (language = 'en') => tableText(readIn(language)),
    toJSON,
  };
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
