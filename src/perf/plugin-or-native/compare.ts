import { ApiUsageError } from '../../errors';
import type { Image } from '../../image/image';
import { tensorToImage } from '../../image/image-tensor';
import { psnr } from '../../image/quality';
import { pluginLibrary } from '../../native-loader';
import { getPluginRegistry } from '../../runtime/plugin/plugin-registry';
import { referenceHost } from '../reference-host';
import { countsOf, picturesOf, type PluginOrNativeOptions } from './compare-options';
import { PluginOrNativeComparison, type VariantResult } from './comparison';
import { medianProfile, readyVariant, type ReadyVariant } from './ready-variant';
import { takeTurns, timesOf } from './turns';
import { ONNX_RUNTIME, SRCNN_VARIANTS } from './variants';

const PHASE = 'Comparing';

/**
 * Runs one model in several ways, turn by turn in one process: with the plugin, with the native layer, and in ONNX Runtime alone.
 * Throughput and latency have trtexec's definitions; what goes in and what comes out is in host memory in all variants.
 *
 * @throws {ApiUsageError} `COMPARISON_INVALID` for options, `COMPARISON_STOPPED` where the monitor ended it; what parser, builder,
 *   plugins and ONNX Runtime throw
 * @example
 * ```ts
 * const comparison = await comparePluginAndNative({ rounds: 3 });
 * show(comparison.table());
 * ```
 */
export async function comparePluginAndNative(
  options: PluginOrNativeOptions = {},
): Promise<PluginOrNativeComparison> {
  const { variants = SRCNN_VARIANTS } = options;
  const counts = countsOf(options, variants);
  const { query, photo } = await picturesOf(options);
  const own = new Set(SRCNN_VARIANTS.map(({ model }) => model));
  if (variants.some(({ model }) => own.has(model))) loadOwnPlugins();
  const ready: ReadyVariant[] = [];
  const progress = progressOf(
    options,
    variants.length * (counts.rounds + counts.profileIterations + 1),
  );
  try {
    for (const variant of variants) {
      ready.push(await readyVariant(variant, query));
      progress.step();
    }
    const { traces, profiles } = await takeTurns(ready, counts, progress.step);
    const reference = await ready.find(({ variant }) => variant.id === ONNX_RUNTIME)?.output();
    const results: VariantResult[] = [];
    for (const one of ready) {
      results.push({
        ...one.describe(),
        ...timesOf(one, traces),
        ...medianProfile(profiles.get(one) ?? []),
        accuracy: accuracyOf(await one.output(), reference ?? null, photo),
      });
    }
    const [, , height = 0, width = 0] = query.inputDims;
    return new PluginOrNativeComparison({
      date: new Date().toISOString(),
      host: referenceHost.describe(),
      settings: { from: [height, width], to: query.to, ...counts },
      variants: results,
    });
  } finally {
    progress.finish();
    for (const one of ready) await one.release();
  }
}

/** The library with DynamicTRTResize, where the caller has not loaded one that has it. */
function loadOwnPlugins(): void {
  const registry = getPluginRegistry();
  const loaded = registry
    .getAllCreators()
    .some((creator) => creator.getPluginName() === 'DynamicTRTResize');
  if (!loaded) registry.loadLibrary(pluginLibrary);
}

function progressOf({ signal, monitor }: PluginOrNativeOptions, steps: number) {
  let done = 0;
  signal?.throwIfAborted();
  monitor?.phaseStart(PHASE, null, steps);
  return {
    step: (): void => {
      signal?.throwIfAborted();
      if (monitor?.stepComplete(PHASE, done++) !== false) return;
      throw new ApiUsageError(
        'COMPARISON_STOPPED',
        'Cannot compare: the progress monitor ended it',
        {
          method: 'stepComplete',
          expected: 'true',
          actual: 'false',
        },
      );
    },
    finish: (): void => monitor?.phaseFinish(PHASE),
  };
}

/** @param reference null where ONNX Runtime alone is not among the variants. @param photo What the output should be. */
function accuracyOf(
  output: Float32Array,
  reference: Float32Array | null,
  photo: Image | null,
): VariantResult['accuracy'] {
  return {
    maxAbsDifference: reference && maxAbsDifference(output, reference),
    psnrDb: photo && psnr(tensorToImage(output, [1, 3, photo.height, photo.width]), photo),
  };
}

/** NaN where one of them has a NaN. @throws {ApiUsageError} `COMPARISON_INVALID` for outputs of different sizes */
function maxAbsDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) {
    throw new ApiUsageError(
      'COMPARISON_INVALID',
      'Cannot compare: the outputs have different sizes',
      {
        expected: `${b.length} elements, as ONNX Runtime has`,
        actual: a.length,
      },
    );
  }
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}
