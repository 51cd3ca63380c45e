import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createParser } from '../onnx/parser';
import type { ProgressMonitor } from '../runtime/build/progress-monitor';
import { createBuilder } from '../runtime/builder';
import { configureBuild } from './builder-options';
import type { PerfOptions } from './options';
import { addProfile } from './profile-shapes';

/** An engine file, and how long its parts took. */
export interface BuiltEngine {
  bytes: Uint8Array;
  parseMs: number;
  buildMs: number;
}

/** What hears of a build. */
export interface BuildListener {
  monitor: ProgressMonitor;
  onStep: (message: string) => void;
  onWarning: (message: string) => void;
}

/**
 * Builds an engine of an ONNX model with the options that trtexec has for it.
 *
 * @throws what parser and builder throw; {ApiUsageError} `SHAPES_INVALID`, `SHAPES_STATIC`, `OPTION_INVALID`
 */
export async function buildFromOnnx(
  path: string,
  options: PerfOptions,
  listener: BuildListener,
): Promise<BuiltEngine> {
  const builder = createBuilder();
  const network = builder.createNetwork({ stronglyTyped: options.flags.has('stronglyTyped') });
  try {
    const begin = performance.now();
    createParser(network).parseFromFile(path);
    const parseMs = performance.now() - begin;
    const config = builder.createBuilderConfig();
    configureBuild(config, options);
    addProfile(builder, network, config, options, listener);
    config.setProgressMonitor(listener.monitor);
    const cachePath = options.texts.timingCacheFile;
    if (cachePath !== undefined && !options.flags.has('noBuilderCache')) {
      const blob = existsSync(cachePath) ? readFileSync(cachePath) : undefined;
      config.setTimingCache(config.createTimingCache(blob));
    }
    const start = performance.now();
    const bytes = await builder.buildSerializedNetwork(network, config);
    const cache = config.getTimingCache();
    if (cachePath !== undefined && cache) writeFileSync(cachePath, cache.serialize());
    return { bytes, parseMs, buildMs: performance.now() - start };
  } finally {
    network.destroy();
    builder.destroy();
  }
}
