import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { timesJSON } from '../../src/perf/exports';
import type { InferenceTrace } from '../../src/perf/inference-trace';
import {
  metricsOfTimes,
  performanceMetrics,
  type InferenceTime,
  type PerformanceMetrics,
  type PerformanceResult,
} from '../../src/perf/metrics';

/** Numbers from 0 to 1. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

/** Queries one after the other with gaps, none like the other. */
function randomTraces(count: number, seed: number): InferenceTrace[] {
  const random = randomNumbers(seed);
  const next = (most: number) => random.next().value * most;
  let now = 200;
  return Array.from({ length: count }, () => {
    const startH2dMs = now + next(0.01);
    const endH2dMs = startH2dMs + 0.1 + next(0.05);
    const startComputeMs = endH2dMs + next(0.01);
    const endComputeMs = startComputeMs + 1 + next(0.4);
    const startD2hMs = endComputeMs + next(0.01);
    const endD2hMs = startD2hMs + 0.2 + next(0.1);
    now = endD2hMs;
    const startEnqMs = endH2dMs;
    return {
      startEnqMs,
      endEnqMs: startEnqMs + 0.05 + next(0.05),
      startH2dMs,
      endH2dMs,
      startComputeMs,
      endComputeMs,
      startD2hMs,
      endD2hMs,
    };
  });
}

type Exported = InferenceTrace & {
  h2dMs: number;
  computeMs: number;
  d2hMs: number;
  latencyMs: number;
};

/** The definitions again, slow and with nothing shared: how many values lie below decides what is a percentile. */
function recomputed(values: readonly number[], percents: readonly number[]): PerformanceResult {
  const ranked = (rank: number): number => {
    const left = [...values];
    let found = NaN;
    for (let i = 0; i <= rank; i += 1) {
      found = Math.min(...left);
      left.splice(left.indexOf(found), 1);
    }
    return found;
  };
  const n = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  let squares = 0;
  for (const value of values) squares += (value - sum / n) * (value - sum / n);
  return {
    minMs: ranked(0),
    maxMs: ranked(n - 1),
    meanMs: sum / n,
    medianMs: n % 2 === 1 ? ranked((n - 1) / 2) : (ranked(n / 2 - 1) + ranked(n / 2)) / 2,
    percentiles: percents.map((percent) => {
      const float = (value: number) => Number(new Float32Array([value])[0]);
      const excluded = Math.trunc(float(float(1 - float(float(percent) / 100)) * n));
      return { percent, ms: ranked(Math.max(n - 1 - excluded, 0)) };
    }),
    coefficientOfVariance: (Math.sqrt(squares / n) / (sum / n)) * 100,
  };
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.abs(expected),
    `${what}: ${actual} is not ${expected}`,
  );
}

function sameResult(actual: PerformanceResult, expected: PerformanceResult, what: string): void {
  for (const key of ['minMs', 'maxMs', 'meanMs', 'medianMs', 'coefficientOfVariance'] as const)
    near(actual[key], expected[key], `${what} ${key}`);
  expected.percentiles.forEach(({ percent, ms }, i) => {
    near(actual.percentiles[i]?.ms ?? NaN, ms, `${what} percentile ${percent}`);
  });
}

test('an independent script gets the same metrics out of --exportTimes', () => {
  for (const count of [1, 2, 3, 10, 11, 97, 100, 200]) {
    const traces = randomTraces(count, count + 1);
    const percents = [90, 95, 99, 0, 100, 50, 33.3];
    const metrics = performanceMetrics(traces, percents);
    const exported = JSON.parse(timesJSON(traces)) as Exported[];
    assert.is(exported.length, count);
    const of = (value: (query: Exported) => number) => recomputed(exported.map(value), percents);
    sameResult(
      metrics.h2d,
      of(({ h2dMs }) => h2dMs),
      'h2d',
    );
    sameResult(
      metrics.compute,
      of(({ computeMs }) => computeMs),
      'compute',
    );
    sameResult(
      metrics.d2h,
      of(({ d2hMs }) => d2hMs),
      'd2h',
    );
    sameResult(
      metrics.latency,
      of(({ latencyMs }) => latencyMs),
      'latency',
    );
    sameResult(
      metrics.enqueue,
      of(({ startEnqMs, endEnqMs }) => endEnqMs - startEnqMs),
      'enqueue',
    );
    const walltime = (exported.at(-1)?.endD2hMs ?? 0) - (exported[0]?.startH2dMs ?? 0);
    near(metrics.totalHostWalltimeMs, walltime, 'walltime');
    near(metrics.throughputQps, count / (walltime / 1000), 'throughput');
    const compute = exported.reduce((sum, { computeMs }) => sum + computeMs, 0);
    near(metrics.totalComputeMs, compute, 'total compute');
  }
});

test('a percentile is the rank that single precision gives, as in trtexec', () => {
  const values = (count: number): InferenceTime[] =>
    Array.from({ length: count }, (_, i) => ({ enqueueMs: i, h2dMs: 0, computeMs: i, d2hMs: 0 }));
  const at = (count: number, percent: number) =>
    metricsOfTimes(values(count), 1, [percent]).compute.percentiles[0]?.ms;
  // 1 - 0.9 is a little more than 0.1 in single precision and a little less in double; 1 - 0.99 the other way round.
  assert.is(at(10, 90), 8);
  assert.is(at(1000, 90), 899);
  assert.is(at(100, 99), 99);
  assert.is(at(101, 99), 99);
  assert.is(at(5, 0), 0);
  assert.is(at(5, 100), 4);
});

test("trtexec's warnings come at its own limits", () => {
  const warned = (time: Partial<InferenceTime>): PerformanceMetrics['warnings'] => {
    const full = { enqueueMs: 0.1, h2dMs: 0.1, computeMs: 1, d2hMs: 0.1, ...time };
    return metricsOfTimes([full, full, full], 3).warnings;
  };
  assert.equal(warned({}), []);
  assert.equal(warned({ enqueueMs: 0.8 }), []);
  assert.equal(warned({ enqueueMs: 0.801 }), ['ENQUEUE_BOUND']);
  assert.equal(warned({ h2dMs: 0.999 }), []);
  assert.equal(warned({ h2dMs: 1 }), ['H2D_BOUND']);
  assert.equal(warned({ d2hMs: 1 }), ['D2H_BOUND']);
  const compute = (...all: number[]) =>
    metricsOfTimes(
      all.map((computeMs) => ({ enqueueMs: 0, h2dMs: 0, computeMs, d2hMs: 0 })),
      1,
    ).warnings;
  assert.equal(compute(1, 1.019), []);
  assert.equal(compute(1, 1.021), ['COMPUTE_UNSTABLE']);
});

test('no queries, and percentiles that are none', () => {
  const metrics = performanceMetrics([]);
  assert.is(metrics.queries, 0);
  assert.ok(Number.isNaN(metrics.latency.medianMs));
  assert.equal(metrics.warnings, []);
  for (const percent of [-1, 100.1, NaN])
    assert.throws(
      () => performanceMetrics([], [percent]),
      (error: { code: string }) => error.code === 'PERCENTILE_INVALID',
    );
});

test.run();
