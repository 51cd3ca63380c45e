/**
 * What trtexec 10.6 makes of the times of its queries (samples/common/sampleReporting), definition by definition. Sums are taken in
 * double precision; trtexec takes them in single precision, which shows in its mean where queries are many and short.
 */
import { ApiUsageError } from '../errors';
import type { InferenceTrace } from './inference-trace';

/** How long the parts of one query took, in milliseconds. */
export interface InferenceTime {
  /** The host's call of enqueueV3, or of the graph's launch. */
  enqueueMs: number;
  h2dMs: number;
  computeMs: number;
  d2hMs: number;
}

/** One metric over all queries. Times in milliseconds; NaN where there was no query. */
export interface PerformanceResult {
  minMs: number;
  maxMs: number;
  meanMs: number;
  medianMs: number;
  /** In the order in which they were asked for. */
  percentiles: readonly { percent: number; ms: number }[];
  /** Standard deviation as a part of the mean, in percent. */
  coefficientOfVariance: number;
}

/** What the numbers say about each other: trtexec's four warnings, under names of ours. */
export type PerformanceWarning = 'ENQUEUE_BOUND' | 'H2D_BOUND' | 'D2H_BOUND' | 'COMPUTE_UNSTABLE';

/** The performance summary as data. */
export interface PerformanceMetrics {
  queries: number;
  /** Queries a second: queries / totalHostWalltimeMs * 1000. */
  throughputQps: number;
  /** H2D + compute + D2H of one query; the enqueue and waiting between the parts are not in it. */
  latency: PerformanceResult;
  enqueue: PerformanceResult;
  h2d: PerformanceResult;
  compute: PerformanceResult;
  d2h: PerformanceResult;
  /** From the start of the first query's H2D to the end of the last one's D2H. */
  totalHostWalltimeMs: number;
  /** Mean compute time x queries. */
  totalComputeMs: number;
  warnings: readonly PerformanceWarning[];
}

/** Percentiles where none are asked for. */
export const DEFAULT_PERCENTILES: readonly number[] = [90, 95, 99];

/** trtexec 10.6 warns of an enqueue median above this part of the compute median. */
export const ENQUEUE_BOUND_ABOVE = 0.8;
/** trtexec 10.6 warns of a coefficient of variance above this, in percent. */
export const UNSTABLE_ABOVE_PERCENT = 1;

/** The times of a query out of its trace. */
export function inferenceTime(trace: InferenceTrace): InferenceTime {
  return {
    enqueueMs: trace.endEnqMs - trace.startEnqMs,
    h2dMs: trace.endH2dMs - trace.startH2dMs,
    computeMs: trace.endComputeMs - trace.startComputeMs,
    d2hMs: trace.endD2hMs - trace.startD2hMs,
  };
}

/**
 * Metrics of queries.
 * @param traces Without those of the warm-up, in the order in which they ran.
 * @throws {ApiUsageError} `PERCENTILE_INVALID`
 */
export function performanceMetrics(
  traces: readonly InferenceTrace[],
  percentiles: readonly number[] = DEFAULT_PERCENTILES,
): PerformanceMetrics {
  const [first, last] = [traces[0], traces.at(-1)];
  const walltimeMs = first && last ? last.endD2hMs - first.startH2dMs : 0;
  return metricsOfTimes(traces.map(inferenceTime), walltimeMs, percentiles);
}

/** The same from times alone. @param walltimeMs From the first H2D to the last D2H. */
export function metricsOfTimes(
  times: readonly InferenceTime[],
  walltimeMs: number,
  percentiles: readonly number[] = DEFAULT_PERCENTILES,
): PerformanceMetrics {
  checkPercentiles(percentiles);
  const result = (of: (time: InferenceTime) => number) =>
    performanceResult(Float64Array.from(times, of), percentiles);
  const enqueue = result(({ enqueueMs }) => enqueueMs);
  const h2d = result(({ h2dMs }) => h2dMs);
  const compute = result(({ computeMs }) => computeMs);
  const d2h = result(({ d2hMs }) => d2hMs);
  const latency = result(({ h2dMs, computeMs, d2hMs }) => h2dMs + computeMs + d2hMs);
  return {
    queries: times.length,
    throughputQps: (times.length / walltimeMs) * 1000,
    latency,
    enqueue,
    h2d,
    compute,
    d2h,
    totalHostWalltimeMs: walltimeMs,
    totalComputeMs: compute.meanMs * times.length,
    warnings: warningsOf({ enqueue, h2d, compute, d2h }),
  };
}

/** @param values Milliseconds, in any order; they are sorted here. */
export function performanceResult(
  values: Float64Array,
  percentiles: readonly number[] = DEFAULT_PERCENTILES,
): PerformanceResult {
  const sorted = values.sort();
  const count = sorted.length;
  const meanMs = sorted.reduce((sum, value) => sum + value, 0) / count;
  const variance = sorted.reduce((sum, value) => sum + (value - meanMs) ** 2, 0) / count;
  return {
    minMs: sorted[0] ?? NaN,
    maxMs: sorted[count - 1] ?? NaN,
    meanMs,
    medianMs: medianOf(sorted),
    percentiles: percentiles.map((percent) => ({ percent, ms: percentileOf(sorted, percent) })),
    coefficientOfVariance:
      count === 0 ? 0 : meanMs === 0 ? Infinity : (Math.sqrt(variance) / meanMs) * 100,
  };
}

/** Of an even number of values the mean of the two in the middle. @param sorted Ascending. */
export function medianOf(sorted: ArrayLike<number>): number {
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2;
}

/**
 * The value that `percent` of all values do not exceed: as many as fit are left out at the upper end.
 * @param sorted Ascending. @see sampleReporting.cpp 10.6, `findPercentile`, which computes the share in single precision
 */
export function percentileOf(sorted: ArrayLike<number>, percent: number): number {
  const part = Math.fround(1 - Math.fround(Math.fround(percent) / 100));
  const excluded = Math.trunc(Math.fround(part * Math.fround(sorted.length)));
  return sorted[Math.max(sorted.length - 1 - excluded, 0)] ?? NaN;
}

function warningsOf(
  results: Record<'enqueue' | 'h2d' | 'compute' | 'd2h', PerformanceResult>,
): PerformanceWarning[] {
  const { enqueue, h2d, compute, d2h } = results;
  const holds: [PerformanceWarning, boolean][] = [
    ['ENQUEUE_BOUND', enqueue.medianMs > ENQUEUE_BOUND_ABOVE * compute.medianMs],
    ['H2D_BOUND', h2d.medianMs >= compute.medianMs],
    ['D2H_BOUND', d2h.medianMs >= compute.medianMs],
    ['COMPUTE_UNSTABLE', compute.coefficientOfVariance > UNSTABLE_ABOVE_PERCENT],
  ];
  return holds.filter(([, warns]) => warns).map(([warning]) => warning);
}

/** @throws {ApiUsageError} `PERCENTILE_INVALID` */
export function checkPercentiles(percentiles: readonly number[]): void {
  const wrong = percentiles.find((percent) => !(percent >= 0 && percent <= 100));
  if (wrong === undefined) return;
  throw new ApiUsageError('PERCENTILE_INVALID', 'Cannot take a percentile', {
    expected: 'percentages from 0 to 100',
    actual: String(wrong),
  });
}
