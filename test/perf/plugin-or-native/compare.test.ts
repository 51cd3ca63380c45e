/** The comparison on a picture small enough for a test: what is measured, not how fast it is. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { WorkbookError } from '../../../src/errors';
import type { Image } from '../../../src/image/image';
import { imageToTensor } from '../../../src/image/image-tensor';
import { comparePluginAndNative } from '../../../src/perf/plugin-or-native/compare';
import type { PluginOrNativeOptions } from '../../../src/perf/plugin-or-native/compare-options';
import type {
  PluginOrNativeComparison,
  VariantResult,
} from '../../../src/perf/plugin-or-native/comparison';
import { ONNX_RUNTIME, SRCNN_VARIANTS } from '../../../src/perf/plugin-or-native/variants';

const [WIDTH, HEIGHT] = [20, 12];
const TO = [2 * HEIGHT, 2 * WIDTH] as const;
const picture = (width: number, height: number): Image => ({
  width,
  height,
  channels: 3,
  data: Uint8Array.from({ length: 3 * width * height }, (_, i) => 128 + 100 * Math.sin(i / 17)),
});
const image = picture(WIDTH, HEIGHT);
const photo = picture(TO[1], TO[0]);
const MISSING = { median: NaN, min: NaN, max: NaN };
const BRIEF = { rounds: 2, queries: 2, profileIterations: 1 };

const compared = comparePluginAndNative({ image, photo, ...BRIEF });

async function variantOf(id: string): Promise<VariantResult> {
  const variant = (await compared).variant(id);
  assert.ok(variant, id);
  return variant;
}

async function errorOf(options: PluginOrNativeOptions): Promise<WorkbookError> {
  try {
    await comparePluginAndNative({ image, photo, ...BRIEF, ...options });
  } catch (error) {
    return error as WorkbookError;
  }
  throw new Error('it must be refused');
}

test('every variant is measured, and compared with ONNX Runtime round by round', async () => {
  const { variants, settings } = await compared;
  assert.equal(
    variants.map(({ id }) => id),
    ['plugin-v2', 'plugin-v3', 'plugin-half', 'native-layer', ONNX_RUNTIME],
  );
  assert.equal(settings, { from: [HEIGHT, WIDTH], to: [...TO], ...BRIEF });
  for (const { throughputQps, relativeThroughput, latencyMs, layers } of variants) {
    for (const { median, min, max } of [throughputQps, relativeThroughput ?? MISSING])
      assert.ok(min > 0 && min <= median && median <= max);
    assert.ok(latencyMs.min > 0 && latencyMs.min <= latencyMs.median);
    assert.ok(latencyMs.median <= latencyMs.p90);
    assert.ok(layers.every(({ ms }) => ms >= 0));
  }
  assert.equal((await variantOf(ONNX_RUNTIME)).relativeThroughput, { median: 1, min: 1, max: 1 });
});

test('the layer that is compared is one in each variant, plugin or native', async () => {
  const { variants } = await compared;
  assert.equal(
    variants.map(({ layers }) =>
      layers.filter((layer) => layer.compared).map(({ type, kind }) => `${kind} ${type}`),
    ),
    [
      ['plugin DynamicTRTResize'],
      ['plugin DynamicTRTResize'],
      ['plugin DynamicTRTResize'],
      ['native kRESIZE'],
      ['native Resize'],
    ],
  );
  const { layers } = await variantOf('plugin-v2');
  assert.equal(
    layers.map(({ kind, type }) => `${kind} ${type}`),
    [
      'plugin DynamicTRTResize',
      'native kCONVOLUTION',
      'native kACTIVATION',
      'native kCONVOLUTION',
      'native kACTIVATION',
      'native kCONVOLUTION',
    ],
  );
});

test('reformats are counted with the bytes that they read and write', async () => {
  assert.equal((await variantOf('plugin-v2')).reformats, { count: 0, ms: 0, bytes: 0 });
  const { reformats, layers } = await variantOf('plugin-half');
  assert.is(reformats.count, 2);
  // 3 channels of 4 bytes in kLINEAR, 8 of 2 bytes in kHWC8, of the picture before and after.
  assert.is(reformats.bytes, (3 * 4 + 8 * 2) * (WIDTH * HEIGHT + TO[0] * TO[1]));
  const ms = layers.reduce((sum, layer) => sum + (layer.kind === 'reformat' ? layer.ms : 0), 0);
  assert.ok(Math.abs(reformats.ms - ms) < 1e-9 && ms > 0);
});

test('accuracy is against ONNX Runtime and against the photo', async () => {
  const limits = {
    'plugin-v2': 1e-5,
    'plugin-v3': 1e-5,
    'native-layer': 1e-5,
    'plugin-half': 0.02,
  };
  for (const [id, limit] of Object.entries(limits)) {
    const difference = (await variantOf(id)).accuracy.maxAbsDifference ?? NaN;
    assert.ok(difference >= 0 && difference < limit, `${id}: ${difference}`);
  }
  assert.ok(((await variantOf('plugin-half')).accuracy.maxAbsDifference ?? 0) > 0, 'kHALF rounds');
  assert.is((await variantOf(ONNX_RUNTIME)).accuracy.maxAbsDifference, 0);
  const { psnrDb } = (await variantOf(ONNX_RUNTIME)).accuracy;
  assert.ok(Math.abs((psnrDb ?? NaN) - (await psnrOfOnnxRuntime())) < 1e-6);
});

/** The same from nothing but ONNX Runtime and the definition. */
async function psnrOfOnnxRuntime(): Promise<number> {
  const native = SRCNN_VARIANTS.find(({ id }) => id === ONNX_RUNTIME);
  const session = await InferenceSession.create(native?.model ?? '');
  const { output } = await session.run({
    input: new Tensor('float32', imageToTensor(image), [1, 3, HEIGHT, WIDTH]),
    factor: new Tensor('float32', new Float32Array(TO[0] * TO[1]), [1, 1, ...TO]),
  });
  await session.release();
  const values = output?.data as Float32Array;
  const pixels = TO[0] * TO[1];
  let squares = 0;
  values.forEach((value, i) => {
    const byte = Math.round(255 * Math.min(1, Math.max(0, value)));
    squares += (byte - (photo.data[3 * (i % pixels) + Math.floor(i / pixels)] ?? NaN)) ** 2;
  });
  return 10 * Math.log10(255 ** 2 / (squares / values.length));
}

test('as a table, as parts of a picture and as JSON in both languages', async () => {
  const comparison: PluginOrNativeComparison = await compared;
  for (const language of ['en', 'zh'] as const) {
    const text = comparison.table(language).toText();
    assert.is(text.split('\n').length, 2 + comparison.variants.length);
    for (const { description } of comparison.variants)
      assert.ok(text.includes(description[language]));
    const parts = comparison.parts(language);
    assert.equal(
      parts.map(({ variant }) => variant),
      comparison.variants.map(({ description }) => description[language]),
    );
    parts.forEach((variant, i) => {
      const total = variant.parts.reduce((sum, { ms }) => sum + ms, 0);
      const profiled = variant.parts.filter(({ kind }) => kind !== 'native');
      assert.equal(
        profiled.map(({ name }) => name),
        (comparison.variants[i]?.layers ?? [])
          .filter(({ kind }) => kind !== 'native')
          .map(({ name }) => name),
      );
      // What stands alone was profiled in other queries, and may be more than a whole one took.
      assert.ok(total >= (comparison.variants[i]?.latencyMs.median ?? NaN) - 1e-9);
    });
  }
  const { variants, reasons } = JSON.parse(JSON.stringify(comparison)) as {
    variants: unknown;
    reasons: unknown[];
  };
  assert.equal(variants, comparison.variants);
  assert.is(reasons.length, comparison.reasons().length);
});

test('a monitor hears every step, and may end it', async () => {
  const variants = SRCNN_VARIANTS.filter(({ id }) => id === 'plugin-v2');
  const heard = { announced: 0, steps: [] as number[], finished: 0 };
  const monitor = (endAt: number) => ({
    phaseStart: (_name: string, _parent: string | null, steps: number) => {
      heard.announced = steps;
    },
    stepComplete: (_name: string, step: number) => {
      heard.steps.push(step);
      return step !== endAt;
    },
    phaseFinish: () => {
      heard.finished += 1;
    },
  });
  const only = await comparePluginAndNative({ image, ...BRIEF, variants, monitor: monitor(-1) });
  assert.equal(
    heard.steps,
    Array.from({ length: heard.announced }, (_, i) => i),
  );
  assert.equal(only.variants[0]?.accuracy, { maxAbsDifference: null, psnrDb: null });
  assert.is(only.variants[0]?.relativeThroughput, null);
  assert.is((await errorOf({ variants, monitor: monitor(1) })).code, 'COMPARISON_STOPPED');
  assert.is(heard.finished, 2);
  const reason = new Error('enough');
  assert.is(await errorOf({ variants, signal: AbortSignal.abort(reason) }), reason);
});

test('what cannot be compared is refused by name', async () => {
  const [v2, , , , alone] = SRCNN_VARIANTS;
  assert.ok(v2 && alone);
  const cases: [string, PluginOrNativeOptions][] = [
    ['COMPARISON_INVALID', { rounds: 0 }],
    ['COMPARISON_INVALID', { queries: 1.5 }],
    ['COMPARISON_INVALID', { profileIterations: NaN }],
    ['COMPARISON_INVALID', { variants: [] }],
    ['COMPARISON_INVALID', { variants: [v2, v2] }],
    ['COMPARISON_INVALID', { to: [24, 41] }],
    ['COMPARISON_INVALID', { to: [0, 40] }],
    ['ONNX_FILE_UNREADABLE', { variants: [{ ...v2, model: '/nowhere.onnx' }] }],
    ['ONNX_RUNTIME_FAILED', { variants: [{ ...alone, model: v2.model }] }],
    [
      'CHOICE_NOT_OFFERED',
      {
        variants: [
          {
            ...v2,
            pluginChoice: { in: ['kINT8:kLINEAR', 'kFLOAT:kLINEAR'], out: ['kINT8:kLINEAR'] },
          },
        ],
      },
    ],
  ];
  for (const [code, options] of cases) {
    assert.is((await errorOf(options)).code, code, JSON.stringify(options));
  }
});

test.run();
