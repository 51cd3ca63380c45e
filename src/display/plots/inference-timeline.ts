/** What happened when in some queries: enqueues on the host, copies and computation on the device. */
import { ApiUsageError } from '../../errors';
import type { InferenceTrace } from '../../perf/inference-trace';
import type { Figure, Language } from '../figure';
import { msText } from '../quantity';
import { textWidth } from '../svg';
import { HOLDER_COLOURS } from '../swim-lane-marks';
import { msAxis } from './ms-axis';
import { emptyPlotSvg, plotSvg } from './vega';

export interface InferenceTimelineOptions {
  /** The first query drawn, counted from 0; default 0. */
  from?: number;
  /** How many queries are drawn; default 4. */
  count?: number;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

/** One part of one query. */
export interface TimelineBar {
  query: number;
  part: TimelinePart;
  /** Milliseconds since the measurement began, by the host's clock for `enqueue` and the device's events for the others. */
  fromMs: number;
  toMs: number;
}

export type TimelinePart = 'enqueue' | 'h2d' | 'compute' | 'd2h';

interface Words {
  title: string;
  parts: Record<TimelinePart, string>;
  queries: (first: number, last: number, all: number) => string;
  query: (query: number) => string;
  empty: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    title: 'What happened when',
    parts: { enqueue: 'enqueue (host)', h2d: 'H2D', compute: 'compute', d2h: 'D2H' },
    queries: (first, last, all) =>
      first === last ? `query ${first} of ${all}` : `queries ${first} to ${last} of ${all}`,
    query: (query) => `query ${query}`,
    empty: 'No query was measured.',
  },
  zh: {
    title: '各阶段的先后',
    parts: { enqueue: '入队（主机）', h2d: 'H2D 拷贝', compute: '计算', d2h: 'D2H 拷贝' },
    queries: (first, last, all) =>
      first === last
        ? `共 ${all} 次查询，第 ${first} 次`
        : `共 ${all} 次查询，第 ${first} 到 ${last} 次`,
    query: (query) => `第 ${query} 次查询`,
    empty: '没有测量任何查询。',
  },
};

/** Also the order of the rows. */
const COLOURS = {
  enqueue: HOLDER_COLOURS.caller,
  h2d: HOLDER_COLOURS.network,
  compute: HOLDER_COLOURS.engine,
  d2h: HOLDER_COLOURS.builder,
};
/** Every second query's: as light, so that black reads on them. */
const SHADES = { enqueue: '#a9cdf7', h2d: '#98d8d5', compute: '#a3dca6', d2h: '#f3cf80' };
const PARTS = Object.keys(COLOURS) as TimelinePart[];
const WIDTH = 600;
const STEP = 34;
const NUMBER = 11;

function barsOf(trace: InferenceTrace, query: number): TimelineBar[] {
  const { startEnqMs, endEnqMs, startH2dMs, endH2dMs } = trace;
  const { startComputeMs, endComputeMs, startD2hMs, endD2hMs } = trace;
  const times: Record<TimelinePart, [number, number]> = {
    enqueue: [startEnqMs, endEnqMs],
    h2d: [startH2dMs, endH2dMs],
    compute: [startComputeMs, endComputeMs],
    d2h: [startD2hMs, endD2hMs],
  };
  return PARTS.map((part) => {
    const [fromMs, toMs] = times[part];
    if (!(Number.isFinite(fromMs) && toMs >= fromMs && toMs < Infinity))
      throw new ApiUsageError('TIME_INVALID', `Cannot show the ${part} of query ${query}`, {
        expected: 'a start and an end in milliseconds, the end not before the start',
        actual: `${fromMs} to ${toMs}`,
      });
    return { query, part, fromMs, toMs };
  });
}

/** The queries asked for; of more than there are the existing ones. */
function selected(
  all: number,
  { from = 0, count = 4 }: InferenceTimelineOptions,
): [number, number] {
  const valid = [from, count].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!valid || count === 0 || (all > 0 && from >= all))
    throw new ApiUsageError('QUERY_INVALID', 'Cannot show the queries', {
      expected: `from 0 to ${Math.max(0, all - 1)}, count from 1`,
      actual: `from ${from}, count ${count}`,
    });
  return [from, Math.min(all, from + count)];
}

function timelineSvg(bars: readonly TimelineBar[], all: number, words: Words): string {
  if (bars.length === 0) return emptyPlotSvg(words.title, words.empty);
  const start = Math.min(...bars.map(({ fromMs }) => fromMs));
  const end = Math.max(...bars.map(({ toMs }) => toMs)) - start || 1;
  const values = bars.map(({ query, part, fromMs, toMs }) => {
    const width = ((toMs - fromMs) / end) * WIDTH;
    return {
      part: words.parts[part],
      from: fromMs - start,
      to: toMs - start,
      middle: (fromMs + toMs) / 2 - start,
      // Neighbours of the same row differ, so that two without a gap do not look like one.
      shade: query % 2 === 0 ? COLOURS[part].fill : SHADES[part],
      number: textWidth(String(query), NUMBER) + 6 <= width ? String(query) : '',
      line: COLOURS[part].line,
      ink: COLOURS[part].ink,
      tip: `${words.parts[part]}, ${words.query(query)}\n${msText(toMs - fromMs)}\n${msText(fromMs)} – ${msText(toMs)}`,
    };
  });
  const lanes = PARTS.map((part) => words.parts[part]);
  const x = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [0, end], nice: false },
    axis: { ...msAxis(0, end, WIDTH), orient: 'top' as const },
  };
  return plotSvg(
    {
      title: { text: words.title, subtitle: subtitleOf(bars, all, words) },
      width: WIDTH,
      height: { step: STEP },
      data: { values },
      encoding: {
        y: {
          field: 'part',
          type: 'nominal',
          sort: lanes,
          title: null,
          axis: { ticks: false, domain: false, labelPadding: 8 },
        },
      },
      layer: [
        {
          mark: { type: 'bar', height: 20, strokeWidth: 1 },
          encoding: {
            x: { ...x, field: 'from' },
            x2: { field: 'to' },
            fill: { field: 'shade', type: 'nominal', scale: null },
            stroke: { field: 'line', type: 'nominal', scale: null },
            description: { field: 'tip' },
          },
        },
        {
          mark: { type: 'text', fontSize: NUMBER },
          encoding: {
            x: { ...x, field: 'middle' },
            text: { field: 'number' },
            color: { field: 'ink', type: 'nominal', scale: null },
          },
        },
      ],
    },
    words.title,
    timelineText(bars, all, words),
  );
}

function subtitleOf(bars: readonly TimelineBar[], all: number, words: Words): string {
  return words.queries(bars[0]?.query ?? 0, bars[bars.length - 1]?.query ?? 0, all);
}

const COLUMNS = 64;

/** A row a part; every query is drawn with the last digit of its number. */
function timelineText(bars: readonly TimelineBar[], all: number, words: Words): string {
  if (bars.length === 0) return words.empty;
  const start = Math.min(...bars.map(({ fromMs }) => fromMs));
  const end = Math.max(...bars.map(({ toMs }) => toMs)) - start || 1;
  const column = (ms: number): number => Math.round(((ms - start) / end) * COLUMNS);
  const rows = PARTS.map((part) => {
    const row = new Array<string>(COLUMNS + 1).fill(' ');
    for (const { query, fromMs, toMs } of bars.filter((bar) => bar.part === part))
      row.fill(String(query % 10), column(fromMs), Math.max(column(toMs), column(fromMs) + 1));
    return `${part.padEnd(8)} │${row.join('').trimEnd()}`;
  });
  return [`${subtitleOf(bars, all, words)}, ${msText(end)}`, ...rows].join('\n');
}

/**
 * Draws some queries of a measurement over time: one row each for enqueues, copies to the device, computation and copies back.
 *
 * @param report A performance report, or anything with its traces.
 * @throws {ApiUsageError} `QUERY_INVALID` for queries that are not there; `TIME_INVALID`
 * @example
 * ```ts
 * show(inferenceTimeline(report, { from: 10, count: 5 }));
 * ```
 */
export function inferenceTimeline(
  report: { readonly traces: readonly InferenceTrace[] },
  options: InferenceTimelineOptions = {},
): Figure {
  const all = report.traces.length;
  const [first, end] = selected(all, options);
  const bars = report.traces.slice(first, end).flatMap((trace, at) => barsOf(trace, first + at));
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  const toSVG = (language?: Language): string => timelineSvg(bars, all, wordsFor(language));
  const toText = (language?: Language): string => timelineText(bars, all, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => bars, toText };
}
