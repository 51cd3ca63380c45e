import { inspect } from 'node:util';
import { ApiUsageError } from '../../errors';
import { checkFlag, PreviewFeatures, type BuilderFlag, type PreviewFeature } from './builder-flags';
import { inspectable } from '../inspect';
import { MemoryPools, type MemoryPoolType } from './memory-pools';
import type { OptimizationProfile } from './optimization-profile';
import type { ProgressMonitor } from './progress-monitor';
import { checkDevice, createTimingCache, TimingCache, timingDevice } from './timing-cache';

export type { BuilderFlag, PreviewFeature } from './builder-flags';
export type { MemoryPoolType } from './memory-pools';

/** `nvinfer1::ProfilingVerbosity`: how much of a layer the inspector shows. */
export type ProfilingVerbosity = (typeof VERBOSITIES)[number];
export const VERBOSITIES = ['kLAYER_NAMES_ONLY', 'kNONE', 'kDETAILED'] as const;

/** The highest builder optimization level; a higher number counts as this one. */
const MOST_OPTIMIZATION = 5;

/** What was decided for one layer elsewhere: formats as `kFLOAT:kLINEAR`, and the tactic. */
export interface LayerChoice {
  in: string[];
  out: string[];
  tactic?: number;
}

interface Settings {
  flags: Set<BuilderFlag>;
  previewFeatures: PreviewFeatures;
  memoryPools: MemoryPools;
  timingCache: TimingCache | null;
  progressMonitor: ProgressMonitor | null;
  pluginsToSerialize: readonly string[];
  optimizationLevel: number;
  verbosity: ProfilingVerbosity;
  avgTimingIterations: number;
}

/** TensorRT's defaults. */
const defaultSettings = (): Settings => ({
  flags: new Set(['kTF32']),
  previewFeatures: new PreviewFeatures(),
  memoryPools: new MemoryPools(),
  timingCache: null,
  progressMonitor: null,
  pluginsToSerialize: [],
  optimizationLevel: 3,
  verbosity: 'kLAYER_NAMES_ONLY',
  avgTimingIterations: 1,
});

/** `nvinfer1::IBuilderConfig` (NvInfer.h 10.16). Setters return the configuration, so that calls can be chained. */
export class BuilderConfig {
  readonly profiles: OptimizationProfile[] = [];
  /**
   * Ours: decisions to take by layer name instead of the fastest implementation. Everything is asked and timed all the same. A choice
   * that the plugin did not offer is an error. This is how a recorded run of TensorRT is followed, whose timings are not ours.
   */
  choices: Record<string, LayerChoice> = {};
  private settings = defaultSettings();

  /** @throws {ApiUsageError} `FLAG_UNKNOWN`, `FLAG_UNSUPPORTED` for what this host cannot do, with the reason */
  setFlag(flag: BuilderFlag): this {
    checkFlag(flag, 'setFlag');
    this.settings.flags.add(flag);
    return this;
  }

  clearFlag(flag: BuilderFlag): this {
    checkFlag(flag, 'clearFlag');
    this.settings.flags.delete(flag);
    return this;
  }

  /** Whether the flag is set; kTF32 is from the beginning. A flag that cannot be set here is not set. */
  getFlag(flag: BuilderFlag): boolean {
    return this.settings.flags.has(flag);
  }

  /** Turns a preview feature on or off, e.g. `kALIASED_PLUGIN_IO_10_03` for IPluginV3OneBuildV2::getAliasedInput. */
  setPreviewFeature(feature: PreviewFeature, enable: boolean): this {
    this.settings.previewFeatures.set(feature, enable);
    return this;
  }

  getPreviewFeature(feature: PreviewFeature): boolean {
    return this.settings.previewFeatures.get(feature);
  }

  /**
   * Limits a memory pool. An implementation that needs more workspace than kWORKSPACE allows is not considered.
   * @param bytes Default: the device's memory. @throws {ApiUsageError} `MEMORY_POOL_UNKNOWN`, `MEMORY_POOL_INVALID`
   */
  setMemoryPoolLimit(pool: MemoryPoolType, bytes: number): this {
    this.settings.memoryPools.set(pool, bytes);
    return this;
  }

  /** Bytes. */
  getMemoryPoolLimit(pool: MemoryPoolType): number {
    return this.settings.memoryPools.get(pool);
  }

  /** @returns the index of the profile */
  addOptimizationProfile(profile: OptimizationProfile): number {
    return this.profiles.push(profile) - 1;
  }

  getNbOptimizationProfiles(): number {
    return this.profiles.length;
  }

  /** A cache from the bytes of another one, or an empty one; setTimingCache makes it this configuration's. */
  createTimingCache(blob?: Uint8Array): TimingCache {
    return createTimingCache(blob);
  }

  /**
   * The times that builds with this configuration use and add to. Without one each build starts afresh.
   * @param ignoreMismatch Whether a cache of another device is accepted. @throws {ApiUsageError} `TIMING_CACHE_DEVICE`
   */
  setTimingCache(cache: TimingCache | null, ignoreMismatch = false): this {
    if (cache !== null) {
      if (!(cache instanceof TimingCache)) {
        invalid('setTimingCache', 'a TimingCache from createTimingCache', cache);
      }
      checkDevice(cache, timingDevice(), ignoreMismatch, 'set the timing cache', 'setTimingCache');
    }
    this.settings.timingCache = cache;
    return this;
  }

  getTimingCache(): TimingCache | null {
    return this.settings.timingCache;
  }

  /** Who hears about the progress of builds and may end them; null for nobody. */
  setProgressMonitor(monitor: ProgressMonitor | null): this {
    this.settings.progressMonitor = monitor;
    return this;
  }

  getProgressMonitor(): ProgressMonitor | null {
    return this.settings.progressMonitor;
  }

  /**
   * Plugin libraries to put inside the engine, by path. A runtime loads them only after `setEngineHostCodeAllowed(true)`. TensorRT does
   * this for engines with kVERSION_COMPATIBLE; here every engine can carry them.
   */
  setPluginsToSerialize(paths: readonly string[]): this {
    const given: unknown = paths;
    const isPath = (path: unknown) => typeof path === 'string' && path !== '';
    const valid = Array.isArray(given) && given.every(isPath);
    if (!valid || new Set(given).size !== given.length)
      invalid('setPluginsToSerialize', 'paths of plugin libraries, each once', given);
    this.settings.pluginsToSerialize = [...paths];
    return this;
  }

  getPluginsToSerialize(): string[] {
    return [...this.settings.pluginsToSerialize];
  }

  /**
   * How long the builder may search. Level 0 takes the first implementation that runs, without timing and without the timing cache; the
   * others time every one. @param level 0 to 5, more counts as 5; default 3.
   */
  setBuilderOptimizationLevel(level: number): this {
    if (!Number.isInteger(level) || level < 0)
      invalid('setBuilderOptimizationLevel', 'a whole number from 0', level);
    this.settings.optimizationLevel = Math.min(level, MOST_OPTIMIZATION);
    return this;
  }

  getBuilderOptimizationLevel(): number {
    return this.settings.optimizationLevel;
  }

  setProfilingVerbosity(verbosity: ProfilingVerbosity): this {
    if (!VERBOSITIES.includes(verbosity))
      invalid('setProfilingVerbosity', VERBOSITIES.join(', '), verbosity);
    this.settings.verbosity = verbosity;
    return this;
  }

  getProfilingVerbosity(): ProfilingVerbosity {
    return this.settings.verbosity;
  }

  /** How many runs a time is the average of; default 1. */
  setAvgTimingIterations(count: number): this {
    if (!Number.isInteger(count) || count < 1)
      invalid('setAvgTimingIterations', 'a whole number from 1', count);
    this.settings.avgTimingIterations = count;
    return this;
  }

  getAvgTimingIterations(): number {
    return this.settings.avgTimingIterations;
  }

  /** Back to the defaults: no profile, no flag but kTF32, no cache, no monitor. */
  reset(): this {
    this.profiles.length = 0;
    this.choices = {};
    this.settings = defaultSettings();
    return this;
  }

  static {
    inspectable(BuilderConfig, (config) => ({
      flags: [...config.settings.flags],
      profiles: config.profiles,
    }));
  }

  toJSON(): object {
    return {
      flags: [...this.settings.flags],
      workspaceBytes: this.getMemoryPoolLimit('kWORKSPACE'),
      optimizationProfiles: this.profiles.length,
      optimizationLevel: this.settings.optimizationLevel,
      profilingVerbosity: this.settings.verbosity,
      timingCache: this.settings.timingCache?.size ?? null,
      pluginsToSerialize: this.settings.pluginsToSerialize,
    };
  }
}

function invalid(method: string, expected: string, actual: unknown): never {
  throw new ApiUsageError('CONFIG_INVALID', `Cannot configure the build: ${method}`, {
    method,
    expected,
    actual: inspect(actual, { depth: 1, maxArrayLength: 8, maxStringLength: 80 }),
  });
}
