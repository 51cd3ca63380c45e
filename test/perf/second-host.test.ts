import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { explainMetrics, explainProfile } from '../../src/perf/explain';
import { explanationLines } from '../../src/perf/explain-text';
import { measureInference } from '../../src/perf/measure';
import { summaryLines } from '../../src/perf/summary-text';
import { simulatedHost } from './simulated-host';

const SHORT = { durationMs: 500, warmUpMs: 100 };
const near = (actual: number, expected: number, part = 0.01) => {
  assert.ok(Math.abs(actual - expected) <= part * expected, `${actual} is not ${expected}`);
};

test('copies hide behind the computation: latency counts them, throughput does not', async () => {
  const { host, engine, counts } = simulatedHost({ h2dMs: 1, computeMs: 4, d2hMs: 2 });
  const { metrics, settings, warmUpQueries } = await measureInference(engine, { host, ...SHORT });
  assert.is(metrics.latency.medianMs, 7);
  assert.is(metrics.h2d.maxMs, 1);
  assert.is(metrics.compute.minMs, 4);
  assert.is(metrics.d2h.meanMs, 2);
  near(metrics.throughputQps, 250, 0.02);
  near(metrics.totalHostWalltimeMs, 500, 0.05);
  near(metrics.totalComputeMs, metrics.queries * 4);
  near(warmUpQueries, 25, 0.05);
  assert.is(settings.cudaGraph, 'off');
  assert.equal(metrics.warnings, []);
  assert.is(counts.alive, 0, 'everything that was made is ended');
});

test('without overlap and without transfers', async () => {
  const times = { h2dMs: 1, computeMs: 4, d2hMs: 2 };
  const one = simulatedHost(times);
  const exposed = await measureInference(one.engine, { host: one.host, overlap: false, ...SHORT });
  near(exposed.metrics.throughputQps, 1000 / 7, 0.02);
  assert.is(exposed.metrics.latency.medianMs, 7);
  const two = simulatedHost(times);
  const alone = await measureInference(two.engine, { host: two.host, transfers: false, ...SHORT });
  assert.is(alone.metrics.latency.medianMs, 4);
  assert.is(alone.metrics.h2d.maxMs, 0);
  assert.is(alone.metrics.d2h.maxMs, 0);
  near(alone.metrics.throughputQps, 250, 0.02);
});

test('at least as many queries as iterations, and at least the duration', async () => {
  const slow = simulatedHost({ h2dMs: 0, computeMs: 1000, d2hMs: 0 });
  const few = await measureInference(slow.engine, { host: slow.host, iterations: 20, ...SHORT });
  assert.ok(few.metrics.queries >= 20 && few.metrics.queries <= 23, String(few.metrics.queries));
  const fast = simulatedHost({ h2dMs: 0, computeMs: 1, d2hMs: 0 });
  const many = await measureInference(fast.engine, { host: fast.host, iterations: 1, ...SHORT });
  assert.ok(many.metrics.queries >= 500);
});

test('copies that take longer than the computation are warned of and explained', async () => {
  const { host, engine } = simulatedHost({ h2dMs: 3, computeMs: 2, d2hMs: 2 });
  const report = await measureInference(engine, { host, ...SHORT });
  assert.equal(report.metrics.warnings, ['H2D_BOUND', 'D2H_BOUND']);
  const shown = summaryLines(report).filter(({ severity }) => severity === 'kWARNING');
  assert.match(shown.map(({ text }) => text).join('\n'), /H2D Latency: median 3 ms beside 2 ms/);
  for (const language of ['en', 'zh'] as const) {
    const bad = explainMetrics(report, language).filter(({ looksBad }) => looksBad);
    assert.equal(
      bad.map(({ metric }) => metric),
      ['throughput', 'h2d', 'd2h', 'totalCompute'],
    );
    for (const { finding, advice } of bad) {
      assert.ok(finding !== '' && advice !== '');
      assert.not.match(finding + advice, /[{}[\]]|undefined|NaN/);
    }
  }
  assert.match(
    explanationLines(report, 'zh')
      .map(({ text }) => text)
      .join('\n'),
    /吞吐量受拷贝限制/,
  );
});

test('on a host that returns at once, an enqueue as long as the computation is a finding', async () => {
  for (const [enqueueComputes, looksBad] of [
    [false, true],
    [true, false],
  ] as const) {
    // The simulated computation is shorter than any real call.
    const { host, engine } = simulatedHost(
      { h2dMs: 0, computeMs: 1e-5, d2hMs: 0 },
      { enqueueComputes },
    );
    const report = await measureInference(engine, {
      host,
      durationMs: 0,
      warmUpMs: 0,
      iterations: 50,
    });
    assert.ok(report.metrics.warnings.includes('ENQUEUE_BOUND'));
    const enqueue = explainMetrics(report).find(({ metric }) => metric === 'enqueue');
    assert.is(enqueue?.looksBad, looksBad);
    const words = summaryLines(report)
      .map(({ text }) => text)
      .join('\n');
    assert.is(/On this host that is no finding/.test(words), enqueueComputes);
    assert.is(/--useCudaGraph/.test(words), !enqueueComputes);
  }
});

test('a graph is captured once and launched from then on; one that is refused says why', async () => {
  const times = { h2dMs: 0, computeMs: 5, d2hMs: 0 };
  const can = simulatedHost(times);
  const captured = await measureInference(can.engine, {
    host: can.host,
    cudaGraph: true,
    ...SHORT,
  });
  assert.is(captured.settings.cudaGraph, 'captured');
  assert.is(can.counts.enqueued, 2, 'one to get ready, one to capture');
  assert.is(can.counts.launched, captured.metrics.queries + captured.warmUpQueries);
  assert.is(can.counts.alive, 0);
  const cannot = simulatedHost(times, { captures: false });
  const refused = await measureInference(cannot.engine, {
    host: cannot.host,
    cudaGraph: true,
    ...SHORT,
  });
  assert.is(refused.settings.cudaGraph, 'refused');
  assert.match(refused.notes.join(), /cannot be captured: layer "first" waits on the host/);
  assert.is(cannot.counts.launched, 0);
  near(refused.metrics.compute.medianMs, 5);
});

test('a host that reports layer times afterwards is asked to', async () => {
  const { host, engine, counts } = simulatedHost({ h2dMs: 0, computeMs: 8, d2hMs: 0 });
  const report = await measureInference(engine, { host, profile: 'separate', ...SHORT });
  const { profile } = report;
  assert.ok(profile && profile.iterations > 50);
  assert.is(counts.reported, profile.iterations);
  assert.equal(
    profile.layers.map(({ timesMs }) => timesMs.length),
    [profile.iterations, profile.iterations],
  );
  const { slowest, reformatShare, layersFor80Percent, findings } = explainProfile(profile);
  assert.equal(slowest, { name: 'first', share: 0.75 });
  assert.is(reformatShare, 0.25);
  assert.is(layersFor80Percent, 2);
  assert.match(findings.join('\n'), /supportsFormatCombination/);
});

test('an endless measurement ends when it is aborted, with what was measured', async () => {
  const { host, engine, counts } = simulatedHost({ h2dMs: 0, computeMs: 1, d2hMs: 0 });
  const abort = new AbortController();
  setTimeout(() => {
    abort.abort();
  }, 20);
  const report = await measureInference(engine, {
    host,
    durationMs: Infinity,
    warmUpMs: 0,
    signal: abort.signal,
  });
  assert.ok(report.aborted);
  assert.ok(report.metrics.queries > 0);
  assert.is(report.metrics.compute.medianMs, 1);
  assert.is(counts.alive, 0);
  assert.not.throws(() => JSON.stringify(report));
});

test.run();
