/** The negotiation of formats: a column a position, a row a combination, and in each cell what the plugin said. */
import { ApiUsageError } from '../errors';
import type { TraceRecord } from '../trace/record';
import {
  answerOf,
  footnotes,
  headline,
  matrixSvg,
  timesAsked,
  type Drawn,
} from './negotiation-drawing';
import type { Figure, Language } from './figure';
import { matrixOf, negotiations } from './negotiation';
import { negotiationWords, type NegotiationWords } from './negotiation-words';

export interface NegotiationOptions {
  /** Draws every refusal in a cell of its own; by default those that follow each other share one where there are many. */
  all?: boolean;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

/** Rows beyond which refusals are put together. */
const MANY_ROWS = 24;

function matrixText(all: readonly Drawn[], words: NegotiationWords): string {
  const lines = [words.title];
  for (const drawn of all) {
    lines.push(headline(drawn, words));
    const uniform = timesAsked(drawn.matrix) !== null;
    const inOrder = [...drawn.matrix.cells].sort((a, b) => a.row - b.row || a.pos - b.pos);
    for (const cell of inOrder) {
      const times = cell.asked / cell.offers.length;
      const often = uniform || times <= 1 ? '' : ` (${words.asked(times)})`;
      const label = cell.offers.length === 1 ? (cell.offers[0] ?? '') : cell.offers.join(' ');
      const whole = drawn.matrix.accepted.find(
        ({ row }) =>
          row === cell.row &&
          cell.pos === drawn.negotiation.nbInputs + drawn.negotiation.nbOutputs - 1,
      );
      const end = whole === undefined ? '' : ` → ${whole.chosen ? words.chosen : words.accepted}`;
      lines.push(
        `${'  '.repeat(cell.pos + 1)}pos ${cell.pos} ${label}: ${answerOf(cell, words)}${often}${end}`,
      );
    }
  }
  return [...lines, ...footnotes(all, words)].join('\n');
}

/**
 * Draws the questions of supportsFormatCombination as a matrix, one for each object that was asked: columns are positions, a row is a
 * combination, a cell spans the combinations that begin alike. A question that was asked again with the same answer is one cell. The
 * chosen combination is marked where the records tell it, that is, where configurePlugin or onShapeChange are among them.
 *
 * @throws {ApiUsageError} `RECORDS_WITHOUT_FORMATS` when no plugin was asked
 * @example
 * ```ts
 * show(negotiationMatrix(trace.records().filter((call) => call.class === 'AddScalar@2')));
 * ```
 */
export function negotiationMatrix(
  records: readonly TraceRecord[],
  options: NegotiationOptions = {},
): Figure {
  const all = negotiations(records).map((negotiation) => {
    const whole = matrixOf(negotiation, false);
    const fold = options.all !== true && whole.rows > MANY_ROWS;
    return { negotiation, matrix: fold ? matrixOf(negotiation, true) : whole };
  });
  if (all.length === 0) {
    throw new ApiUsageError(
      'RECORDS_WITHOUT_FORMATS',
      'Cannot draw the negotiation of formats: no plugin was asked in these records',
      {
        method: 'negotiationMatrix',
        expected: 'calls of supportsFormatCombination',
        actual: `${records.length} other calls`,
      },
    );
  }
  const wordsFor = (language?: Language): NegotiationWords =>
    negotiationWords(options.lang ?? language ?? 'en');
  const toText = (language?: Language): string => matrixText(all, wordsFor(language));
  const toSVG = (language?: Language): string =>
    matrixSvg(all, wordsFor(language), toText(language));
  return { toSVG, toHTML: toSVG, toJSON: () => all.map(({ negotiation }) => negotiation), toText };
}
