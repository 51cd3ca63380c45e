import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { histogram } from '../../../src/display/plots/histogram-bins';
import {
  latencyHistogram,
  type LatencyDistribution,
} from '../../../src/display/plots/latency-histogram';
import { WorkbookError } from '../../../src/errors';
import type { InferenceTrace } from '../../../src/perf/inference-trace';
import { performanceMetrics } from '../../../src/perf/metrics';
import { tags, titles } from '../svg-tags';
import { assertReadable, placedTexts } from './placed-texts';

/** A query that starts at `start`: 10 % H2D, a wait as long again, 70 % compute, 20 % D2H of `ms`. */
function trace(ms: number, start = 0): InferenceTrace {
  const compute = start + 0.2 * ms;
  const d2h = compute + 0.7 * ms;
  return {
    startEnqMs: start,
    endEnqMs: start + 0.05 * ms,
    startH2dMs: start,
    endH2dMs: start + 0.1 * ms,
    startComputeMs: compute,
    endComputeMs: d2h,
    startD2hMs: d2h,
    endD2hMs: d2h + 0.2 * ms,
  };
}

const reportOf = (times: readonly number[]): { traces: InferenceTrace[] } => ({
  traces: times.map((ms, at) => trace(ms, 10 * at)),
});
const dataOf = (figure: { toJSON(): unknown }): LatencyDistribution =>
  figure.toJSON() as LatencyDistribution;
const svgOf = (
  figure: { toSVG?(language?: 'en' | 'zh'): string },
  language?: 'en' | 'zh',
): string => figure.toSVG?.(language) ?? '';
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);

/** 1.00, 1.01, … 1.99 ms in another order. */
const hundred = Array.from({ length: 100 }, (_, at) => 1 + ((at * 37) % 100) / 100);

test('median and percentiles are the performance summary’s', () => {
  const report = reportOf(hundred);
  const metrics = performanceMetrics(report.traces, [90, 99]);
  for (const metric of ['latency', 'enqueue', 'h2d', 'compute', 'd2h'] as const) {
    const data = dataOf(latencyHistogram(report, { metric }));
    near(data.medianMs, metrics[metric].medianMs);
    near(data.p90Ms, metrics[metric].percentiles[0]?.ms ?? NaN);
    near(data.p99Ms, metrics[metric].percentiles[1]?.ms ?? NaN);
  }
});

test('every query is in one bin, bins are round and without a gap', () => {
  for (const times of [hundred, [5], [2, 2, 2], [0, 0], [1, 100], [1e-4, 2e-4, 9e-4]]) {
    const { bins, beyond, queries } = dataOf(latencyHistogram(reportOf(times)));
    assert.is(
      bins.reduce((sum, { count }) => sum + count, beyond),
      times.length,
    );
    assert.is(queries, times.length);
    bins.slice(1).forEach(({ from }, at) => near(from, bins[at]?.to ?? NaN));
    assert.ok(bins.length >= 1 && bins.length <= 50);
  }
});

test('values fall where they belong', () => {
  const sorted = Float64Array.from([1, 1.1, 1.2, 2.4, 2.5, 3, 4]);
  for (const { from, to, count } of histogram(sorted, 4).bins)
    assert.is(
      count,
      sorted.filter((ms) => ms >= from - 1e-9 && (ms < to - 1e-9 || (ms === 4 && to >= 4))).length,
    );
});

test('stragglers are counted and told of, not drawn', () => {
  const figure = latencyHistogram(reportOf([...hundred, 500]));
  const data = dataOf(figure);
  assert.is(data.beyond, 1);
  near(data.largest, 500);
  assert.ok((data.bins[data.bins.length - 1]?.to ?? 0) < 4);
  assert.match(svgOf(figure), '101 queries; 1 more beyond the right edge, up to 500 ms');
  assert.is(dataOf(latencyHistogram(reportOf(hundred))).beyond, 0);
});

test('readable whatever the distribution, in both languages', () => {
  const distributions = [
    hundred,
    [5],
    [2, 2, 2],
    [1, 100],
    [1, 1.0001],
    [0, 0, 0],
    [0.0001, 12345],
  ];
  for (const times of distributions)
    for (const language of ['en', 'zh'] as const) {
      const svg = svgOf(latencyHistogram(reportOf(times)), language);
      tags(svg);
      assertReadable(svg);
      assert.not.ok(/NaN|undefined|Infinity/.test(svg));
    }
});

test('rules with their values, counts in the tooltips', () => {
  const svg = svgOf(latencyHistogram(reportOf([1, 1, 1, 3]), { metric: 'latency' }));
  const words = placedTexts(svg).map(({ text }) => text);
  for (const word of [
    'median 1 ms',
    '90 % 3 ms',
    '99 % 3 ms',
    'Latency of the queries',
    '4 queries',
  ])
    assert.ok(words.includes(word), word);
  assert.ok(titles(svg).some((title) => title.endsWith('\n3 queries')));
  assert.match(
    svgOf(latencyHistogram(reportOf([1]), { metric: 'compute' }), 'zh'),
    'GPU Compute Time',
  );
});

test('in a terminal', () => {
  const text = latencyHistogram(reportOf([1, 1, 1, 3])).toText();
  assert.match(text, /^Latency of the queries: 4 queries\nmedian 1 ms, 90 % 3 ms, 99 % 3 ms\n/);
  assert.match(text, /\n +1 ms {2}█{40} {2}3\n/);
});

test('no query, and times that are none', () => {
  assert.match(latencyHistogram({ traces: [] }).toText(), 'No query was measured.');
  tags(svgOf(latencyHistogram({ traces: [] })));
  assert.throws(
    () => latencyHistogram({ traces: [{ ...trace(1), endD2hMs: NaN }] }),
    (error: Error) => error instanceof WorkbookError && error.code === 'TIME_INVALID',
  );
});

test.run();
