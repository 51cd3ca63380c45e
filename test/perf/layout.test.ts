import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { InferenceTrace } from '../../src/perf/inference-trace';
import { logLine } from '../../src/perf/log-line';
import { PerformanceReport } from '../../src/perf/performance-report';
import { profileLines } from '../../src/perf/profile-text';
import {
  performanceSummaryLines,
  summaryLines,
  traceDetailLines,
} from '../../src/perf/summary-text';

/** The performance summary that the source's run of trtexec printed (8.6, on a GPU that it does not name). */
const SOURCE = `
[09/18/2023-09:54:19] [I] === Performance summary ===
[09/18/2023-09:54:19] [I] Throughput: 858.971 qps
[09/18/2023-09:54:19] [I] Latency: min = 1.53241 ms, max = 2.40356 ms, mean = 1.57121 ms, median = 1.56714 ms, percentile(90%) = 1.58105 ms, percentile(95%) = 1.58569 ms, percentile(99%) = 1.60509 ms
[09/18/2023-09:54:19] [I] Enqueue Time: min = 0.0640869 ms, max = 0.246704 ms, mean = 0.151355 ms, median = 0.160156 ms, percentile(90%) = 0.16687 ms, percentile(95%) = 0.171387 ms, percentile(99%) = 0.184448 ms
[09/18/2023-09:54:19] [I] H2D Latency: min = 0.15625 ms, max = 0.230347 ms, mean = 0.166099 ms, median = 0.16687 ms, percentile(90%) = 0.167908 ms, percentile(95%) = 0.168945 ms, percentile(99%) = 0.178223 ms
[09/18/2023-09:54:19] [I] GPU Compute Time: min = 1.12231 ms, max = 1.99365 ms, mean = 1.16186 ms, median = 1.15918 ms, percentile(90%) = 1.17041 ms, percentile(95%) = 1.17554 ms, percentile(99%) = 1.19501 ms
[09/18/2023-09:54:19] [I] D2H Latency: min = 0.24234 ms, max = 0.25293 ms, mean = 0.243255 ms, median = 0.24292 ms, percentile(90%) = 0.24408 ms, percentile(95%) = 0.244385 ms, percentile(99%) = 0.250977 ms
[09/18/2023-09:54:19] [I] Total Host Walltime: 3.00359 s
[09/18/2023-09:54:19] [I] Total GPU Compute Time: 2.99759 s`
  .trim()
  .split('\n');

/** A report of queries one after the other, each of 0.25 + 1 + 0.5 ms; the enqueue takes 0.125 ms. */
function report(
  queries: number,
  settings: { avgRuns?: number; percentiles?: number[] } = {},
): PerformanceReport {
  const traces: InferenceTrace[] = Array.from({ length: queries }, (_, i) => ({
    startEnqMs: 200 + 2 * i,
    endEnqMs: 200.125 + 2 * i,
    startH2dMs: 200 + 2 * i,
    endH2dMs: 200.25 + 2 * i,
    startComputeMs: 200.25 + 2 * i,
    endComputeMs: 201.25 + 2 * i,
    startD2hMs: 201.25 + 2 * i,
    endD2hMs: 201.75 + 2 * i,
  }));
  return new PerformanceReport({
    host: { name: 'reference', versions: {}, device: 'a device', enqueueComputes: true },
    engine: {
      name: '',
      layers: 1,
      deviceMemoryBytes: 0,
      transferredBytes: { h2d: 4, d2h: 4 },
      inputs: [],
      outputs: [],
    },
    settings: {
      iterations: 10,
      durationMs: 3000,
      warmUpMs: 200,
      idleMs: 0,
      avgRuns: settings.avgRuns ?? 10,
      percentiles: settings.percentiles ?? [90, 95, 99],
      transfers: true,
      overlap: true,
      cudaGraph: 'off',
      profile: 'off',
      optimizationProfile: 0,
    },
    traces,
    warmUpQueries: 42,
    profile: null,
    aborted: false,
    notes: [],
  });
}

const texts = (lines: readonly { text: string }[]): string[] => lines.map(({ text }) => text);

test("the summary is line by line the source's, but for the numbers", () => {
  const now = new Date(2023, 8, 18, 9, 54, 19);
  const ours = performanceSummaryLines(report(3))
    .slice(1)
    .map((line) => logLine(line, now));
  const shape = (line: string) => line.replace(/\d+(\.\d+)?(?= (ms|qps|s\b))/g, '#');
  assert.equal(ours.map(shape), SOURCE.map(shape));
});

test('the numbers are those of the definitions', () => {
  assert.equal(texts(performanceSummaryLines(report(1000))), [
    '',
    '=== Performance summary ===',
    'Throughput: 500.063 qps',
    'Latency: min = 1.75 ms, max = 1.75 ms, mean = 1.75 ms, median = 1.75 ms, percentile(90%) = 1.75 ms, percentile(95%) = 1.75 ms, percentile(99%) = 1.75 ms',
    'Enqueue Time: min = 0.125 ms, max = 0.125 ms, mean = 0.125 ms, median = 0.125 ms, percentile(90%) = 0.125 ms, percentile(95%) = 0.125 ms, percentile(99%) = 0.125 ms',
    'H2D Latency: min = 0.25 ms, max = 0.25 ms, mean = 0.25 ms, median = 0.25 ms, percentile(90%) = 0.25 ms, percentile(95%) = 0.25 ms, percentile(99%) = 0.25 ms',
    'GPU Compute Time: min = 1 ms, max = 1 ms, mean = 1 ms, median = 1 ms, percentile(90%) = 1 ms, percentile(95%) = 1 ms, percentile(99%) = 1 ms',
    'D2H Latency: min = 0.5 ms, max = 0.5 ms, mean = 0.5 ms, median = 0.5 ms, percentile(90%) = 0.5 ms, percentile(95%) = 0.5 ms, percentile(99%) = 0.5 ms',
    'Total Host Walltime: 1.99975 s',
    'Total GPU Compute Time: 1 s',
  ]);
  assert.match(
    texts(performanceSummaryLines(report(3, { percentiles: [99.9] })))[3] ?? '',
    /percentile\(99.9%\) = 1.75 ms$/,
  );
});

test('the trace, in averages; of a long one both ends', () => {
  const line = 'Average on 10 runs - GPU latency: 1 ms - Host latency: 1.75 ms (enqueue 0.125 ms)';
  assert.equal(texts(traceDetailLines(report(29))), [
    '',
    '=== Trace details ===',
    'Trace averages of 10 runs:',
    line,
    line,
  ]);
  const long = texts(traceDetailLines(report(4321)));
  assert.is(long.length, 3 + 200 + 1 + 200);
  assert.is(long[203], '... Omitting 321 lines');
  assert.is(texts(traceDetailLines(report(4000))).length, 3 + 400);
  assert.is(texts(traceDetailLines(report(5, { avgRuns: 1 }))).length, 3 + 5);
});

test('the whole report begins with what ran', () => {
  assert.equal(texts(summaryLines(report(1000))).slice(0, 2), [
    'Warmup completed 42 queries over 200 ms',
    'Timing trace has 1000 queries over 1.99975 s',
  ]);
});

test('the layer profile: the columns of trtexec 10.6, and layers without time left out', () => {
  const lines = profileLines({
    iterations: 3,
    layers: [
      { name: 'first', timesMs: [1, 2, 4] },
      { name: 'never', timesMs: [0, 0, 0] },
      { name: 'last', timesMs: [0.25, 0.25, 0.5] },
    ],
  });
  assert.equal(texts(lines), [
    '',
    '=== Profile (3 iterations ) ===',
    '   Time(ms)     Avg.(ms)   Median(ms)   Time(%)   Layer',
    '       7.00       2.3333       2.0000      87.5   first',
    '       1.00       0.3333       0.2500      12.5   last',
    '       8.00       2.6667       2.2500     100.0   Total',
    '',
  ]);
});

test('severities have their letters', () => {
  const now = new Date(2026, 0, 2, 3, 4, 5);
  const at = '[01/02/2026-03:04:05]';
  assert.is(logLine({ severity: 'kERROR', text: 'x' }, now), `${at} [E] x`);
  assert.is(logLine({ severity: 'kWARNING', text: 'x' }, now), `${at} [W] x`);
  assert.is(logLine({ severity: 'kVERBOSE', text: '' }, now), `${at} [V] `);
});

test.run();
