import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { outputJSON, profileJSON } from '../../src/perf/exports';
import { explainProfile } from '../../src/perf/explain';
import { summarizeProfile } from '../../src/perf/layer-profile';
import { measureInference, profileLayers, type MeasureOptions } from '../../src/perf/measure';
import { fillRandom } from '../../src/perf/random-values';
import type { OutputTensor } from '../../src/perf/tensor-memory';
import { trace } from '../../src/trace/trace';
import { errorOf, registryWithPlugins } from '../runtime/add-scalar-engine';
import { buildNetwork } from '../runtime/convolution-and-gelu';
import { build, scalarField } from '../runtime/plugin-network';
import { buildChain, buildNonZero, withEngine, withFolder } from './measured-engines';

/** Long enough to have queries, short enough for a test. */
const SHORT = { durationMs: 30, warmUpMs: 5, iterations: 4 } satisfies MeasureOptions;

const floatsOf = (output: OutputTensor | undefined): number[] => [
  ...new Float32Array((output?.bytes ?? new Uint8Array()).slice().buffer),
];

test('an engine of plugins: the parts of a query, in order, and what it computed', async () => {
  await withEngine(buildChain(3), async (engine) => {
    const outputs: OutputTensor[] = [];
    const report = await measureInference(engine, {
      ...SHORT,
      shapes: { x: [3, 4] },
      onOutputs: (last) => outputs.push(...last),
    });
    assert.ok(report.metrics.queries >= 4);
    assert.ok(report.warmUpQueries > 0);
    assert.ok(report.metrics.totalHostWalltimeMs >= 20);
    for (const one of report.traces) {
      const order = [
        one.startH2dMs,
        one.endH2dMs,
        one.startComputeMs,
        one.endComputeMs,
        one.startD2hMs,
        one.endD2hMs,
      ];
      // Since the start a float tells microseconds.
      order.slice(1).forEach((time, i) => {
        assert.ok(time >= (order[i] ?? 0) - 0.01, order.join(' '));
      });
      assert.ok(one.startComputeMs >= SHORT.warmUpMs);
      assert.ok(one.endEnqMs >= one.startEnqMs);
    }
    const input = new Uint8Array(48);
    fillRandom(input, 'kFLOAT');
    const wanted = [...new Float32Array(input.buffer)].map((value) =>
      Math.fround(Math.fround(Math.fround(value + 1) + 1) + 1),
    );
    assert.equal(floatsOf(outputs[0]), wanted);
    assert.equal(
      outputs.map(({ name, dims }) => [name, dims]),
      [['y', [3, 4]]],
    );
    assert.equal(report.engine.transferredBytes, { h2d: 48, d2h: 48 });
    assert.is(report.host.name, 'reference');
    assert.is(report.profile, null);
  });
});

test('a report is data: JSON holds everything, printing it is short', async () => {
  await withEngine(buildChain(1), async (engine) => {
    const report = await measureInference(engine, { ...SHORT, shapes: { x: [2, 4] } });
    const json = JSON.parse(JSON.stringify(report)) as {
      metrics: { queries: number };
      traces: Record<string, number[]>;
    };
    assert.is(json.metrics.queries, report.metrics.queries);
    assert.equal(
      json.traces['startH2dMs'],
      report.traces.map(({ startH2dMs }) => startH2dMs),
    );
    assert.is(Object.keys(json.traces).length, 8);
    assert.ok(inspect(report).length < 1000, inspect(report));
    assert.match(inspect(report), /throughput: '[\d.e+]+ qps'/);
  });
});

test('native layers, loaded inputs, and no transfers', async () => {
  const image = Float32Array.from({ length: 3 * 64 }, (_, i) => i / 192);
  await withFolder({ 'x.bin': new Uint8Array(image.buffer) }, async (folder) => {
    await withEngine(buildNetwork(), async (engine) => {
      const results: number[][] = [];
      for (const options of [
        { inputs: { x: new Uint8Array(image.buffer) } },
        { inputs: { x: `${folder}/x.bin` }, transfers: false },
        { inputs: { x: `${folder}/x.bin` }, overlap: false },
      ]) {
        const { metrics, engine: measured } = await measureInference(engine, {
          ...SHORT,
          ...options,
          shapes: { x: [1, 3, 8, 8] },
          onOutputs: ([y]) => results.push(floatsOf(y)),
        });
        assert.is(metrics.h2d.maxMs === 0, options.transfers === false);
        assert.is(
          measured.inputs[0]?.from,
          typeof options.inputs.x === 'string' ? `${folder}/x.bin` : 'values',
        );
      }
      assert.equal(results[1], results[0]);
      assert.equal(results[2], results[0]);
      assert.ok(results[0]?.some((value) => value !== 0.5));
    });
  });
});

test('layer times: every layer in every iteration, and sums that fit together', async () => {
  await withEngine(buildNetwork(), async (engine) => {
    const profile = await profileLayers(engine, { shapes: { x: [1, 3, 16, 16] }, iterations: 7 });
    assert.is(profile.iterations, 7);
    assert.equal(
      profile.layers.map(({ name }) => name),
      ['conv', 'gelu', 'relu', 'resize', 'add'],
    );
    for (const { timesMs } of profile.layers) assert.is(timesMs.length, 7);
    const { layers, total } = summarizeProfile(profile);
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    assert.ok(Math.abs(sum(layers.map(({ timeMs }) => timeMs)) - total.timeMs) < 1e-9);
    assert.ok(Math.abs(sum(layers.map(({ percentage }) => percentage)) - 100) < 1e-9);
    const exported = JSON.parse(profileJSON(profile)) as [{ count: number }, ...typeof layers];
    assert.is(exported[0].count, 7);
    assert.equal(
      exported.slice(1),
      layers.map(({ name, timeMs, averageMs, medianMs, percentage }) => ({
        name,
        timeMs,
        averageMs,
        medianMs,
        percentage,
      })),
    );
    const slowest = [...layers].sort((a, b) => b.timeMs - a.timeMs)[0];
    assert.is(explainProfile(profile).slowest?.name, slowest?.name);
  });
});

test('a profiler in the measurement spoils the metrics, and the report says so; in a run of its own it does not', async () => {
  await withEngine(buildChain(2), async (engine) => {
    const during = await measureInference(engine, {
      ...SHORT,
      shapes: { x: [2, 4] },
      profile: 'during',
    });
    assert.not.ok(during.isAccurate);
    assert.ok((during.profile?.iterations ?? 0) >= during.metrics.queries);
    const separate = await measureInference(engine, {
      ...SHORT,
      shapes: { x: [2, 4] },
      profile: 'separate',
    });
    assert.ok(separate.isAccurate);
    assert.is(separate.profile?.layers.length, 2);
  });
});

test('plugin layers are captured in a graph; native layers are not, and the note says which', async () => {
  await withEngine(buildChain(3), async (engine) => {
    const outputs: OutputTensor[] = [];
    const report = await measureInference(engine, {
      ...SHORT,
      shapes: { x: [1, 4] },
      cudaGraph: true,
      onOutputs: (last) => outputs.push(...last),
    });
    assert.is(report.settings.cudaGraph, 'captured');
    assert.equal(report.notes, []);
    const first = Math.fround(Math.fround(Math.fround(Math.fround(-0.999984324) + 1) + 1) + 1);
    assert.is(floatsOf(outputs[0])[0], first);
  });
  await withEngine(buildNetwork(), async (engine) => {
    const report = await measureInference(engine, {
      ...SHORT,
      shapes: { x: [1, 3, 8, 8] },
      cudaGraph: true,
    });
    assert.is(report.settings.cudaGraph, 'refused');
    assert.match(report.notes.join(), /cannot be captured: Cannot capture native layer "conv"/);
    assert.ok(report.metrics.queries >= 4);
  });
});

test('an output whose extents depend on the data', async () => {
  await withEngine(buildNonZero(), async (engine) => {
    const outputs: OutputTensor[] = [];
    const input = new Uint8Array(Float32Array.of(0, 5, 0, 1, 0, 2).buffer);
    const report = await measureInference(engine, {
      ...SHORT,
      shapes: { x: [2, 3] },
      inputs: { x: input },
      onOutputs: (last) => outputs.push(...last),
    });
    assert.equal(report.engine.outputs[0]?.dims, [2, 3]);
    const exported = JSON.parse(outputJSON(outputs)) as unknown;
    assert.equal(exported, [{ name: 'indices', dimensions: '2x3', values: [0, 1, 1, 1, 0, 2] }]);
  });
});

test('values of a shape tensor', async () => {
  const bytes = build(({ network, layer, profile }) => {
    const x = network.addInput('x', 'kFLOAT', [1, 1, 4, 4]);
    const size = network.addInput('size', 'kINT64', [4]);
    const resized = network.addResize(x, { resizeMode: 'kNEAREST', outputDimensions: size });
    const added = layer('add', 'AddScalar', [resized.getOutput(0)], scalarField(1));
    network.markOutput(added.getOutput(0).setName('y'));
    profile(
      {},
      {
        size: [
          [1, 1, 1, 1],
          [1, 1, 8, 8],
          [1, 1, 16, 16],
        ],
      },
    );
  });
  await withEngine(bytes, async (engine) => {
    for (const given of [
      { shapes: { size: [1, 1, 6, 7] } },
      { inputs: { size: new Uint8Array(BigInt64Array.of(1n, 1n, 6n, 7n).buffer) } },
      { inputs: { size: new Uint8Array(Int32Array.of(1, 1, 6, 7).buffer) } },
    ]) {
      const { engine: measured } = await measureInference(engine, { ...SHORT, ...given });
      assert.equal(measured.outputs[0]?.dims, [1, 1, 6, 7]);
      assert.equal(measured.inputs.find(({ name }) => name === 'size')?.from, [1, 1, 6, 7]);
    }
    const { engine: measured, notes } = await measureInference(engine, SHORT);
    assert.equal(measured.outputs[0]?.dims, [1, 1, 1, 1]);
    assert.match(notes.join(), /nothing is given for input "size": 1x1x1x1 is taken/);
  });
});

test('nothing is recorded while it measures, and the recording goes on afterwards if it was on', async () => {
  registryWithPlugins();
  await withEngine(buildChain(1), async (engine) => {
    for (const enabled of [true, false]) {
      trace.setEnabled(enabled);
      const before = trace.records().length;
      const { metrics } = await measureInference(engine, { ...SHORT, shapes: { x: [2, 4] } });
      assert.ok(metrics.queries > 4);
      const during = trace.records().slice(before);
      assert.is(during.filter(({ method }) => method === 'enqueue').length, 0);
      assert.ok(during.length < 10);
      const length = trace.records().length;
      engine.createExecutionContext().destroy();
      const plugin = trace
        .records()
        .slice(length)
        .filter(({ object }) => object.startsWith('plugin'));
      assert.is(plugin.length > 0, enabled);
    }
    trace.setEnabled(true);
  });
});

test('what cannot be measured leaves nothing behind', async () => {
  await withEngine(buildChain(1), async (engine) => {
    for (const [options, code] of [
      [{ shapes: { x: [9, 4] } }, 'SHAPES_INVALID'],
      [{ iterations: 1.5 }, 'MEASUREMENT_INVALID'],
      [{ durationMs: -1 }, 'MEASUREMENT_INVALID'],
      [{ durationMs: NaN }, 'MEASUREMENT_INVALID'],
      [{ avgRuns: 0 }, 'MEASUREMENT_INVALID'],
      [{ percentiles: [120] }, 'PERCENTILE_INVALID'],
      [{ optimizationProfile: 1 }, 'PROFILE_INVALID'],
      [{ inputs: { z: new Uint8Array(4) } }, 'INPUT_UNKNOWN'],
      [{ inputs: { x: new Uint8Array(4) } }, 'INPUT_SIZE'],
      [{ inputs: { x: '/nowhere/x.bin' } }, 'INPUT_UNREADABLE'],
    ] as const) {
      const error = await errorOf(() =>
        measureInference(engine, { ...SHORT, ...options } as MeasureOptions),
      );
      assert.is(error.code, code, error.message);
    }
  });
  await withEngine(
    build(({ network, layer }) => {
      const x = network.addInput('x', 'kFLOAT', [4]);
      network.markOutput(layer('probe', 'Probe', [x], []).getOutput(0));
    }),
    async (engine) => {
      const { metrics } = await measureInference(engine, SHORT);
      assert.ok(metrics.queries >= 4);
    },
  );
  assert.equal(trace.undestroyed().length, 0);
});

test.run();
