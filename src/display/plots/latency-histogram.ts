/** How the times of the queries are distributed. */
import type { InferenceTrace } from '../../perf/inference-trace';
import { inferenceTime, medianOf, percentileOf, type InferenceTime } from '../../perf/metrics';
import type { Figure, Language } from '../figure';
import { msText } from '../quantity';
import { HOLDER_COLOURS } from '../swim-lane-marks';
import { histogram, type Histogram } from './histogram-bins';
import { checkMs } from './measured-times';
import { msAxis, roundUp } from './ms-axis';
import { textBar } from './text-bars';
import { emptyPlotSvg, plotSvg } from './vega';

/** A time of a query: one of its parts, or H2D + compute + D2H. */
export type LatencyMetric = 'latency' | 'enqueue' | 'h2d' | 'compute' | 'd2h';

export interface LatencyHistogramOptions {
  /** Default `latency`. */
  metric?: LatencyMetric;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

/** The figure's data, in milliseconds. */
export interface LatencyDistribution extends Histogram {
  metric: LatencyMetric;
  queries: number;
  medianMs: number;
  p90Ms: number;
  p99Ms: number;
}

interface Words {
  /** As the performance summary names them. */
  metrics: Record<LatencyMetric, string>;
  title: (metric: string) => string;
  queries: (count: number) => string;
  beyond: (count: number, largest: string) => string;
  median: string;
  empty: string;
}

const WORDS: Record<Language, Words> = {
  en: {
    metrics: {
      latency: 'Latency',
      enqueue: 'Enqueue Time',
      h2d: 'H2D Latency',
      compute: 'GPU Compute Time',
      d2h: 'D2H Latency',
    },
    title: (metric) => `${metric} of the queries`,
    queries: (count) => (count === 1 ? 'one query' : `${count} queries`),
    beyond: (count, largest) => `${count} more beyond the right edge, up to ${largest}`,
    median: 'median',
    empty: 'No query was measured.',
  },
  zh: {
    metrics: {
      latency: '延迟（Latency）',
      enqueue: '入队时间（Enqueue Time）',
      h2d: '主机到设备拷贝（H2D Latency）',
      compute: '计算时间（GPU Compute Time）',
      d2h: '设备到主机拷贝（D2H Latency）',
    },
    title: (metric) => `各次查询的${metric}`,
    queries: (count) => `${count} 次查询`,
    beyond: (count, largest) => `右边界之外还有 ${count} 次，最长 ${largest}`,
    median: '中位数',
    empty: '没有测量任何查询。',
  },
};

const WIDTH = 560;
const HEIGHT = 170;
const RULES = {
  medianMs: HOLDER_COLOURS.engine.line,
  p90Ms: HOLDER_COLOURS.builder.line,
  p99Ms: HOLDER_COLOURS.context.line,
};
const LABEL_ROW = 14;

function timeOf(metric: LatencyMetric, time: InferenceTime): number {
  return metric === 'latency'
    ? time.h2dMs + time.computeMs + time.d2hMs
    : time[`${metric}Ms` as const];
}

function distribution(
  traces: readonly InferenceTrace[],
  metric: LatencyMetric,
): LatencyDistribution {
  const sorted = Float64Array.from(traces, (trace) => timeOf(metric, inferenceTime(trace))).sort();
  for (const ms of sorted) checkMs(ms, 'a query');
  const quantiles =
    sorted.length === 0
      ? { medianMs: 0, p90Ms: 0, p99Ms: 0 }
      : {
          medianMs: medianOf(sorted),
          p90Ms: percentileOf(sorted, 90),
          p99Ms: percentileOf(sorted, 99),
        };
  return { metric, queries: sorted.length, ...quantiles, ...histogram(sorted, quantiles.p99Ms) };
}

function subtitleOf({ queries, beyond, largest }: LatencyDistribution, words: Words): string {
  const all = words.queries(queries);
  return beyond === 0 ? all : `${all}; ${words.beyond(beyond, msText(largest))}`;
}

/** `median 1.23 ms` */
function ruleLabels(
  drawn: LatencyDistribution,
  words: Words,
): { key: keyof typeof RULES; label: string }[] {
  const names = { medianMs: words.median, p90Ms: '90 %', p99Ms: '99 %' };
  return (['medianMs', 'p90Ms', 'p99Ms'] as const).map((key) => {
    return { key, label: `${names[key]} ${msText(drawn[key])}` };
  });
}

/** Round counts up to `most`. */
function wholeTicks(most: number): number[] {
  const step = Math.max(1, roundUp(most / 4));
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step);
}

function histogramSvg(drawn: LatencyDistribution, words: Words): string {
  const title = words.title(words.metrics[drawn.metric]);
  if (drawn.queries === 0) return emptyPlotSvg(title, words.empty);
  const [first, last] = [drawn.bins[0], drawn.bins[drawn.bins.length - 1]];
  const [from, to] = [first?.from ?? 0, last?.to ?? 1];
  const x = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [from, to], nice: false, zero: false },
    axis: { ...msAxis(from, to, WIDTH), grid: false },
  };
  const colour = HOLDER_COLOURS.caller;
  const most = Math.max(...drawn.bins.map(({ count }) => count));
  const values = drawn.bins.map((bin) => ({
    ...bin,
    tip: `${msText(bin.from)} – ${msText(bin.to)}\n${words.queries(bin.count)}`,
  }));
  return plotSvg(
    {
      title: { text: title, subtitle: subtitleOf(drawn, words) },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          data: { values },
          mark: {
            type: 'bar',
            fill: colour.fill,
            stroke: colour.line,
            strokeWidth: 1,
            binSpacing: 0,
          },
          encoding: {
            x: { ...x, field: 'from' },
            x2: { field: 'to' },
            y: {
              field: 'count',
              type: 'quantitative',
              title: null,
              axis: {
                values: wholeTicks(most),
                domain: false,
                ticks: false,
                labelPadding: 4,
                format: '~s',
              },
            },
            y2: { datum: 0 },
            description: { field: 'tip' },
          },
        },
        ...ruleLabels(drawn, words).flatMap(({ key, label }, row) => {
          const data = { values: [{ ms: drawn[key], label }] };
          // The labels stand above the plot, to the right of their lines and lower for later ones, so that no line crosses one.
          const top = (row - 3) * LABEL_ROW;
          return [
            {
              data,
              mark: { type: 'rule' as const, color: RULES[key], strokeWidth: 1.6 },
              encoding: { x: { ...x, field: 'ms' }, y: { value: top }, y2: { value: HEIGHT } },
            },
            {
              data,
              mark: {
                type: 'text' as const,
                color: RULES[key],
                fontWeight: 'bold' as const,
                align: 'left' as const,
                dx: 4,
              },
              encoding: {
                x: { ...x, field: 'ms' },
                y: { value: top + 6 },
                text: { field: 'label' },
              },
            },
          ];
        }),
      ],
    },
    title,
    histogramText(drawn, words),
  );
}

function histogramText(drawn: LatencyDistribution, words: Words): string {
  const title = words.title(words.metrics[drawn.metric]);
  if (drawn.queries === 0) return `${title}: ${words.empty}`;
  const most = Math.max(...drawn.bins.map(({ count }) => count));
  const from = drawn.bins.map((bin) => msText(bin.from));
  const width = Math.max(...from.map((label) => label.length));
  const rules = ruleLabels(drawn, words).map(({ label }) => label);
  return [
    `${title}: ${subtitleOf(drawn, words)}`,
    rules.join(', '),
    ...drawn.bins.map(
      ({ count }, at) =>
        `${(from[at] ?? '').padStart(width)}  ${textBar(count, most, 40)}  ${count}`,
    ),
  ].join('\n');
}

/**
 * Draws how long the queries of a measurement took: a bar for each range of times, and lines at the median and the 90th and 99th
 * percentile, by trtexec's definitions.
 *
 * @param report A performance report, or anything with its traces.
 * @throws {ApiUsageError} `TIME_INVALID`
 * @example
 * ```ts
 * show(latencyHistogram(report, { metric: 'compute' }));
 * ```
 */
export function latencyHistogram(
  report: { readonly traces: readonly InferenceTrace[] },
  options: LatencyHistogramOptions = {},
): Figure {
  const drawn = distribution(report.traces, options.metric ?? 'latency');
  const wordsFor = (language?: Language): Words => WORDS[options.lang ?? language ?? 'en'];
  const toSVG = (language?: Language): string => histogramSvg(drawn, wordsFor(language));
  const toText = (language?: Language): string => histogramText(drawn, wordsFor(language));
  return { toSVG, toHTML: toSVG, toJSON: () => drawn, toText };
}
