/**
 * Recordings of the real trtexec 10.6 (recordings/trtexec): what it printed, and the files that it wrote meanwhile. Our metrics of its
 * times are the numbers that it printed, and our layout gives its lines.
 *
 * Tolerances: a file and a line have 6 significant digits. A number that trtexec took as it is (min, max, percentile of a time) is the same
 * text; one that is computed (mean, median of two) may be off by one unit of its last digit for what it is computed from. An enqueue time is
 * the difference of two clock readings, and the walltime too: they are off by one unit of the readings' last digit (0.1 us at 50 ms).
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profileJSON, timesJSON } from '../../src/perf/exports';
import { summarizeProfile, type LayerProfile } from '../../src/perf/layer-profile';
import {
  metricsOfTimes,
  type PerformanceMetrics,
  type PerformanceResult,
  type PerformanceWarning,
} from '../../src/perf/metrics';
import { ostreamNumber } from '../../src/perf/ostream-number';
import { PerformanceReport } from '../../src/perf/performance-report';
import { profileLines, profileRow } from '../../src/perf/profile-text';
import {
  performanceSummaryLines,
  traceDetailLines,
  warningLines,
} from '../../src/perf/summary-text';
import {
  lastDigit,
  recordings,
  valueOf,
  type ExportedProfile,
  type ExportedQuery,
  type Recording,
} from './trtexec-recordings';

const timed = recordings.filter(
  (run): run is Recording & { times: ExportedQuery[] } => run.times !== null,
);
const profiled = recordings.filter(
  (run): run is Recording & { profile: ExportedProfile } => run.profile !== null,
);

const percentsOf = (run: Recording): number[] =>
  (valueOf(run, 'percentile') ?? '90,95,99').split(',').map(Number);

/** What the clock of a run can tell: one unit of the last digit of its latest reading. */
const clockOf = (times: readonly ExportedQuery[]): number => lastDigit(times.at(-1)?.endD2hMs ?? 0);

function metricsOf(run: Recording & { times: ExportedQuery[] }): PerformanceMetrics {
  const { times } = run;
  return metricsOfTimes(
    times.map(({ h2dMs, computeMs, d2hMs, startEnqMs, endEnqMs }) => ({
      enqueueMs: endEnqMs - startEnqMs,
      h2dMs,
      computeMs,
      d2hMs,
    })),
    (times.at(-1)?.endD2hMs ?? NaN) - (times[0]?.startH2dMs ?? NaN),
    percentsOf(run),
  );
}

/** The texts of the numbers of one line of the summary, by their labels: `min`, `percentile(90%)`, … */
function numbersOf(lines: readonly string[], label: string): Map<string, string> {
  const line = lines.find((one) => one.startsWith(`${label}: `)) ?? '';
  const entries = [...line.matchAll(/([\w().%]+) = (\S+) ms/g)];
  return new Map(entries.map(([, name = '', value = '']) => [name, value]));
}

function numberOf(lines: readonly string[], label: string): number {
  const line = lines.find((one) => one.startsWith(`${label}: `)) ?? '';
  return Number(/: (\S+)/.exec(line)?.[1]);
}

function near(actual: number, printed: number, tolerance: number, what: string): void {
  assert.ok(
    Math.abs(actual - printed) <= tolerance * (1 + 1e-9),
    `${what}: ours ${actual}, printed ${printed}, allowed ${tolerance}`,
  );
}

test('what is recorded: times of one stream, of two, of graphs; profiles', () => {
  assert.equal(
    timed.map(({ name, times }) => `${name} ${times.length}`),
    [
      'srcnn-v2-load 100',
      'srcnn-v2-load-cuda-graph 100',
      'srcnn-v2-load-iterations-1 1',
      'srcnn-v2-load-no-data-transfers 100',
      'srcnn-v2-load-percentiles 100',
      'srcnn-v2-load-two-streams 200',
      'srcnn-v2-onnx 100',
      'static-model 10',
    ],
  );
  assert.is(profiled.length, 3 + 18);
});

test('our metrics of the exported times are the numbers that were printed', () => {
  for (const run of timed) {
    const { times, lines, name } = run;
    const metrics = metricsOf(run);
    const clock = clockOf(times);
    /** @param terms How many rounded numbers one value is computed from. @param unit The last digit of those, where it is not its own. */
    const check = (label: string, result: PerformanceResult, terms: number, unit?: number) => {
      const printed = numbersOf(lines, label);
      const off = (value: number) => terms * Math.max(lastDigit(value), unit ?? 0);
      const same = (key: string, value: number, computed: boolean) => {
        const text = printed.get(key) ?? 'missing';
        const what = `${name} ${label} ${key}`;
        if (computed || terms > 1 || unit !== undefined)
          near(value, Number(text), off(value), what);
        else assert.is(ostreamNumber(value), text, what);
      };
      same('min', result.minMs, false);
      same('max', result.maxMs, false);
      same('mean', result.meanMs, true);
      same('median', result.medianMs, times.length % 2 === 0);
      for (const { percent, ms } of result.percentiles) same(`percentile(${percent}%)`, ms, false);
      assert.is(printed.size, 4 + result.percentiles.length);
    };
    check('H2D Latency', metrics.h2d, 1);
    check('GPU Compute Time', metrics.compute, 1);
    check('D2H Latency', metrics.d2h, 1);
    check('Latency', metrics.latency, 2);
    check('Enqueue Time', metrics.enqueue, 1, clock);
    const seconds = numberOf(lines, 'Total Host Walltime');
    near(metrics.totalHostWalltimeMs / 1000, seconds, clock / 1000, `${name} walltime`);
    const compute = numberOf(lines, 'Total GPU Compute Time');
    near(metrics.totalComputeMs / 1000, compute, lastDigit(compute), `${name} compute`);
    const qps = numberOf(lines, 'Throughput');
    near(metrics.throughputQps, qps, (2 * qps * clock) / (1000 * seconds), `${name} throughput`);
  }
});

/** How the lines of trtexec's warnings begin; the second line of each is advice. */
const WARNINGS: Readonly<Record<PerformanceWarning, string>> = {
  ENQUEUE_BOUND: '* Throughput may be bound by Enqueue Time',
  H2D_BOUND: '* Throughput may be bound by host-to-device transfers',
  D2H_BOUND: '* Throughput may be bound by device-to-host transfers',
  COMPUTE_UNSTABLE: '* GPU compute time is unstable',
};

test('we warn where trtexec warned, with its coefficient of variance', () => {
  const seen = new Set<PerformanceWarning>();
  for (const run of timed) {
    const { lines, name } = run;
    const { warnings, compute } = metricsOf(run);
    const printed = lines.filter(
      // That of two streams has no counterpart: one stream is measured here (--infStreams=2 is refused).
      (line) => line.startsWith('* ') && !line.startsWith('* Multiple inference streams'),
    );
    assert.is(printed.length, warnings.length, name);
    warnings.forEach((warning, i) => {
      assert.ok(printed[i]?.startsWith(WARNINGS[warning]), `${name}: ${printed[i]}`);
      seen.add(warning);
    });
    const variance = /variance = ([\d.]+)%/.exec(printed.join('\n'))?.[1];
    if (variance !== undefined)
      near(compute.coefficientOfVariance / Number(variance), 1, 1e-3, `${name} variance`);
  }
  assert.equal([...seen].sort(), ['COMPUTE_UNSTABLE', 'ENQUEUE_BOUND'], 'what the recordings show');
});

test('a number that trtexec printed is printed the same by us', () => {
  let count = 0;
  for (const { lines } of recordings) {
    for (const line of lines) {
      if (
        !/^(Average on|Throughput|Latency|Enqueue|H2D|GPU Compute|D2H|Total|Warmup|Timing)/.test(
          line,
        )
      )
        continue;
      for (const [text] of line.matchAll(/(?<![\w%(])\d+(\.\d+)?(e[+-]\d+)?(?= |$|%)/g)) {
        assert.is(ostreamNumber(Number(text)), text, line);
        count += 1;
      }
    }
  }
  assert.ok(count > 2000, `${count}`);
});

function reportOf(run: Recording & { times: ExportedQuery[] }): PerformanceReport {
  return new PerformanceReport({
    host: { name: 'recorded', versions: {}, device: '', enqueueComputes: false },
    engine: {
      name: run.name,
      layers: 0,
      deviceMemoryBytes: 0,
      transferredBytes: { h2d: 0, d2h: 0 },
      inputs: [],
      outputs: [],
    },
    settings: {
      iterations: 0,
      durationMs: 0,
      warmUpMs: 0,
      idleMs: 0,
      avgRuns: Number(valueOf(run, 'avgRuns') ?? 10),
      percentiles: percentsOf(run),
      transfers: true,
      overlap: true,
      cudaGraph: 'off',
      profile: 'off',
      optimizationProfile: 0,
    },
    traces: run.times,
    warmUpQueries: 0,
    profile: null,
    aborted: false,
    notes: [],
  });
}

/** The line with its numbers taken out. */
const shape = (line: string): string =>
  line.replace(/(?<![\w%(])\d+(\.\d+)?(e[+-]\d+)?(?= |$|%)/g, '#');

/** The numbers of a line of averages. */
const averages = (line: string): number[] =>
  [...line.matchAll(/([\d.e+-]+) ms/g)].map(([, value]) => Number(value));

test('our layout of the trace and of the summary is theirs, line by line; so are the averages', () => {
  for (const run of timed) {
    const { times, lines, name } = run;
    const report = reportOf(run);
    const begin = lines.indexOf('=== Trace details ===') - 1;
    const end = lines.findIndex((line) => line.startsWith('Total GPU Compute Time: '));
    const ours = [...traceDetailLines(report), ...performanceSummaryLines(report)];
    const texts = ours.map(({ text }) => text);
    const theirs = lines.slice(begin, end + 1);
    assert.equal(texts.map(shape), theirs.map(shape), name);
    assert.ok(ours.every(({ severity }) => severity === 'kINFO'));
    texts.forEach((text, i) => {
      if (!text.startsWith('Average on')) return;
      averages(text).forEach((value, part) => {
        // Three differences of clock readings are in a latency.
        near(value, averages(theirs[i] ?? '')[part] ?? NaN, 3 * clockOf(times), `${name} ${text}`);
      });
    });
    // A warning stands in the same place, one line and one of advice; sentences are ours.
    assert.is(warningLines(report).length, 2 * report.metrics.warnings.length);
  }
});

test('our layout of the layer profile is theirs, digit by digit', () => {
  for (const { profile, lines, name } of profiled) {
    const [{ count }, ...layers] = profile;
    const begin = lines.findIndex((line) => line.startsWith('=== Profile ('));
    const headings = profileLines({ iterations: count, layers: [] }).map(({ text }) => text);
    assert.equal(lines.slice(begin - 1, begin + 2), headings.slice(0, 3), name);
    layers.forEach((layer, i) => {
      // 415.775 in the file may have been a little less or more before it was cut to 6 digits.
      const half = lastDigit(layer.timeMs) / 2;
      const possible = [0, -half, half].map((more) =>
        profileRow({ ...layer, timeMs: layer.timeMs + more }),
      );
      assert.ok(possible.includes(lines[begin + 2 + i] ?? ''), `${name}\n${possible.join('\n')}`);
    });
    const total = lines[begin + 2 + layers.length] ?? '';
    const [time = NaN, average = NaN, median = NaN] = total.trim().split(/ +/).map(Number);
    const totals = { name: 'Total', timeMs: time, averageMs: average, medianMs: median };
    assert.is(total, profileRow({ ...totals, percentage: 100 }), name);
    assert.is(lines[begin + 3 + layers.length], '', name);
    const sum = layers.reduce((all, { timeMs }) => all + timeMs, 0);
    near(sum, time, 0.005 + layers.length * lastDigit(sum), `${name}: the total is the sum`);
    near(time / count, average, 1e-4, `${name}: its average is by iteration`);
  }
});

/** Times with this sum and this median: all but one are the median. */
function timesLike(count: number, sumMs: number, medianMs: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? sumMs - (count - 1) * medianMs : medianMs,
  );
}

test('--exportProfile: keys, order and what the numbers mean; ours have all their digits', () => {
  for (const { profile, name } of profiled) {
    const [{ count }, ...layers] = profile;
    const measured: LayerProfile = {
      iterations: count,
      layers: layers.map((layer) => ({
        name: layer.name,
        timesMs: timesLike(count, layer.timeMs, layer.medianMs),
      })),
    };
    const [head, ...ours] = JSON.parse(profileJSON(measured)) as ExportedProfile;
    assert.equal(head, { count }, name);
    assert.equal(
      ours.map((layer) => [layer.name, ...Object.keys(layer)]),
      layers.map((layer) => [layer.name, ...Object.keys(layer)]),
      name,
    );
    ours.forEach((layer, i) => {
      const theirs = layers[i] as typeof layer;
      // Computed from a sum of 6 digits.
      const part = lastDigit(theirs.timeMs) / theirs.timeMs;
      const off = (value: number) => lastDigit(value) + part * value;
      for (const key of ['timeMs', 'averageMs', 'medianMs', 'percentage'] as const)
        near(layer[key], theirs[key], off(theirs[key]), `${name} ${layer.name} ${key}`);
    });
    assert.is(summarizeProfile(measured).total.percentage, 100);
  }
});

test('--exportTimes: keys and their order, brackets and commas as trtexec writes them', () => {
  for (const { times, name } of timed) {
    const ours = JSON.parse(timesJSON(times)) as ExportedQuery[];
    assert.equal(
      ours.map((one) => Object.keys(one)),
      times.map((one) => Object.keys(one)),
      name,
    );
    ours.forEach((query, i) => {
      const theirs = times[i] as ExportedQuery;
      near(query.latencyMs, theirs.latencyMs, 3 * lastDigit(theirs.endD2hMs), `${name} latency`);
    });
  }
});

test.run();
