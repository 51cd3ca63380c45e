/** Sentences follow from the numbers: other numbers, other sentences. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { projectRoot } from '../../../src/native-loader';
import type {
  ComparedLayer,
  ComparisonData,
  VariantResult,
} from '../../../src/perf/plugin-or-native/comparison';
import { RECORDED_ON_H200 } from '../../../src/perf/plugin-or-native/recorded-on-h200';
import { reasonsOf, type Reason } from '../../../src/perf/plugin-or-native/reasons';

const spread = (median: number, off = 0) => ({ median, min: median - off, max: median + off });

function layer(type: string, ms: number, more: Partial<ComparedLayer> = {}): ComparedLayer {
  return { name: type, type, kind: 'native', ms, compared: false, ...more };
}

function variant(
  id: string,
  qps: number,
  layers: ComparedLayer[],
  more: Partial<VariantResult> = {},
): VariantResult {
  return {
    id,
    description: { en: `the ${id}`, zh: `方式 ${id}` },
    model: `${id}.onnx`,
    runBy: id === 'onnxruntime' ? 'onnxruntime' : 'engine',
    throughputQps: spread(qps, 1),
    relativeThroughput: spread(qps / 10),
    latencyMs: { median: 1000 / qps, min: 900 / qps, p90: 1100 / qps },
    layers,
    reformats: { count: 0, ms: 0, bytes: 0 },
    deviceMemoryBytes: null,
    accuracy: { maxAbsDifference: null, psnrDb: null },
    ...more,
  };
}

const PLUGIN = layer('Plugin', 2, { kind: 'plugin', compared: true });
const plugin = variant('plugin', 20, [PLUGIN, layer('kCONVOLUTION', 60)]);
const resize = (parallel: boolean, ms = 50) => layer('Resize', ms, { compared: true, parallel });
const CONV = layer('Conv', 150, { parallel: true });

function reasons(variants: VariantResult[], rounds = 3): Reason[] {
  const data: ComparisonData = {
    date: '2026-01-01T00:00:00.000Z',
    host: { name: 'reference', versions: {}, device: '', enqueueComputes: true },
    settings: { from: [1, 1], to: [2, 2], rounds, queries: 1, profileIterations: 1 },
    variants,
  };
  const found = reasonsOf(data);
  for (const { en, zh } of found) {
    assert.not.match(`${en} ${zh}`, /NaN|undefined|null|Infinity/);
    const numbers = (text: string) => text.match(/\d+(\.\d+)?/g)?.sort();
    assert.equal(numbers(zh), numbers(en), 'the same numbers in both languages');
  }
  return found;
}

const about = (found: readonly Reason[], what: Reason['about']) =>
  found.filter((reason) => reason.about === what).map(({ en }) => en);

test('throughput and the share of the layer come from the numbers', () => {
  const found = reasons([plugin, variant('onnxruntime', 10, [resize(false), CONV])]);
  assert.match(
    about(found, 'throughput').join(),
    /the plugin: 20 queries a second, ONNX Runtime alone 10: 2 x/,
  );
  assert.match(
    about(found, 'layer').join(),
    /takes 2 ms, ONNX Runtime's Resize 50 ms, which is 25 %/,
  );
});

test('one core that computes while others wait is the reason only where that was seen', () => {
  const why = (alone: ComparedLayer[]) =>
    /one core computes/.test(
      about(reasons([plugin, variant('onnxruntime', 10, alone)]), 'layer').join(),
    );
  assert.is(why([resize(false), CONV]), true);
  assert.is(why([resize(true), CONV]), false, 'it works in parallel');
  assert.is(why([resize(false), layer('Conv', 150, { parallel: false })]), false, 'nobody does');
  assert.is(why([resize(false, 1), CONV]), false, 'it is not slower');
});

test('a reformat is spoken of where there is one, with what it costs all in all', () => {
  const half = variant(
    'half',
    15,
    [{ ...PLUGIN, ms: 3 }, layer('reformat', 4, { kind: 'reformat' })],
    {
      reformats: { count: 1, ms: 4, bytes: 2048 },
    },
  );
  assert.equal(about(reasons([plugin]), 'reformat'), []);
  assert.match(
    about(reasons([plugin, half]), 'reformat').join(),
    /1 reformat reads and writes 2 KiB and takes 4 ms, beside 3 ms .*: 5 ms more/,
  );
  const quick = {
    ...half,
    layers: [{ ...PLUGIN, ms: 0.5 }, layer('reformat', 1, { kind: 'reformat' })],
    reformats: { count: 1, ms: 1, bytes: 2048 },
  };
  assert.match(about(reasons([plugin, quick]), 'reformat').join(), /0\.5 ms less/);
});

test('generations differ only by more than rounds do, and not after one round', () => {
  const other = (qps: number) => variant('other', qps, [PLUGIN]);
  assert.match(
    about(reasons([plugin, other(20.5)]), 'generation').join(),
    /less than the rounds differ/,
  );
  assert.not.match(
    about(reasons([plugin, other(40)]), 'generation').join(),
    /less than the rounds/,
  );
  assert.equal(about(reasons([plugin, other(40)], 1), 'generation'), []);
});

test('fused layers, native layers and accuracy, each where it was measured', () => {
  assert.match(
    about(reasons([plugin]), 'fusion').join(),
    /together 62 ms, while a query takes 50 ms/,
  );
  const slow = variant('slow', 5, [PLUGIN, layer('kCONVOLUTION', 60)]);
  assert.equal(about(reasons([slow]), 'fusion'), [], 'a query takes longer than the layers apart');
  const native = variant('native', 9, [layer('kRESIZE', 40, { compared: true })]);
  assert.match(
    about(reasons([plugin, native]), 'native-layer').join(),
    /takes 40 ms, 20 x the plugin/,
  );
  const measured = { ...plugin, accuracy: { maxAbsDifference: 2.5e-7, psnrDb: 28.5 } };
  const alone = variant('onnxruntime', 10, [resize(false), CONV], {
    accuracy: { maxAbsDifference: 0, psnrDb: 28.25 },
  });
  assert.match(
    about(reasons([measured, alone]), 'accuracy').join(),
    /2\.5e-7; PSNR against the photo 28\.50 dB \(ONNX Runtime: 28\.25 dB\)/,
  );
  assert.match(
    about(
      reasons([{ ...plugin, accuracy: { maxAbsDifference: 0, psnrDb: null } }, alone]),
      'accuracy',
    ).join(),
    /is the one of ONNX Runtime\./,
  );
  assert.equal(about(reasons([alone]), 'advice'), [], 'nobody thinks of a plugin');
});

test('the advice quotes the recording of the H200', () => {
  const path = join(projectRoot, 'recordings', 'trtexec', 'srcnn-h200.json');
  const { engines } = JSON.parse(readFileSync(path, 'utf8')) as {
    engines: Record<string, { rounds: { throughputQps: number }[] }>;
  };
  const qps = (engine: string) =>
    (engines[engine]?.rounds ?? []).map(({ throughputQps }) => throughputQps);
  assert.is(RECORDED_ON_H200.length, 2);
  for (const { precision, v2Qps, v3Qps, nativeQps } of RECORDED_ON_H200) {
    const type = precision.toLowerCase();
    assert.equal(v2Qps, qps(`v2-${type}`));
    assert.equal(v3Qps, qps(`v3-${type}`));
    assert.equal(nativeQps, qps(`native-${type}`));
  }
  const [advice = ''] = about(reasons([plugin]), 'advice');
  const median = (engine: string) => Math.round([...qps(engine)].sort((a, b) => a - b)[1] ?? NaN);
  for (const type of ['fp32', 'fp16']) {
    const medians = ['v2', 'v3', 'native'].map((kind) => median(`${kind}-${type}`));
    assert.ok(advice.includes(`${type.toUpperCase()} ${medians.join(' / ')} qps`), advice);
  }
});

test.run();
