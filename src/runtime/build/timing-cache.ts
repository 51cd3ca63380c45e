import { cpus } from 'node:os';
import { ApiUsageError, type ErrorDetails } from '../../errors';
import { frame, unframe, type FileKind } from '../engine/checked-file';
import type { TensorRange } from '../plugin/layer-plugin';
import { pack, unpack } from '../engine/message-pack';
import { thisHost } from '../engine/this-host';

const TIMING_CACHE: FileKind = { magic: 'TRTWBTIM', version: 1 };

/** One implementation of a layer, as far as its time depends on it. */
export interface TimedImplementation {
  plugin: { name: string; version: string; namespace: string };
  /** What getTimingCacheID returned: the plugin's own part of the key. */
  timingCacheId: string;
  /** With type, format and the extents that it was tuned for. */
  inputs: readonly TensorRange[];
  outputs: readonly TensorRange[];
  tactic: number;
}

/** The key of an implementation: printable, equal where the implementations are equal. */
export function timingKey(timed: TimedImplementation): string {
  const { plugin, timingCacheId, inputs, outputs, tactic } = timed;
  const tensors = (ranges: readonly TensorRange[]) =>
    ranges.map(({ type, format, min, opt, max }) => [`${type}:${format}`, min, opt, max]);
  return JSON.stringify([
    plugin.name,
    plugin.version,
    plugin.namespace,
    timingCacheId,
    tensors(inputs),
    tensors(outputs),
    tactic,
  ]);
}

/** What the times of this process are measured on. */
export function timingDevice(): string {
  const processors = cpus();
  return `CUDA emulator on ${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`;
}

/**
 * `nvinfer1::ITimingCache`: how long implementations took, so that the next build need not time them again. The times mean something only
 * on the device where they were measured.
 */
export class TimingCache {
  private readonly times = new Map<string, number>();

  /** @internal Caches come from createTimingCache. */
  constructor(readonly device: string = timingDevice()) {}

  /** Milliseconds, or undefined where the implementation was never timed. */
  lookup(key: string): number | undefined {
    return this.times.get(key);
  }

  /** Notes a time. @throws {ApiUsageError} `TIMING_INVALID` for what is no time */
  record(key: string, ms: number): void {
    if (typeof key !== 'string' || !isTime(ms)) {
      throw new ApiUsageError('TIMING_INVALID', 'Cannot note a time: it is none', {
        method: 'ITimingCache::update',
        expected: 'a key and milliseconds, 0 or more',
        actual: typeof ms === 'number' ? String(ms) : typeof ms,
      });
    }
    this.times.set(key, ms);
  }

  /**
   * Changes what is noted, for an editable cache. @param ms NaN takes the entry out.
   * @returns false where the key is not there or the time is not valid (NvInfer.h 10.16, `ITimingCache::update`)
   */
  update(key: string, ms: number): boolean {
    if (!this.times.has(key)) return false;
    if (Number.isNaN(ms)) return this.times.delete(key);
    if (!isTime(ms)) return false;
    this.times.set(key, ms);
    return true;
  }

  queryKeys(): string[] {
    return [...this.times.keys()];
  }

  /** Number of times noted. */
  get size(): number {
    return this.times.size;
  }

  /** Forgets everything. */
  reset(): void {
    this.times.clear();
  }

  /**
   * Adds the times of another cache; where both have one, ours stays.
   * @param ignoreMismatch Whether times of another device are taken too. @throws {ApiUsageError} `TIMING_CACHE_DEVICE`
   */
  combine(other: TimingCache, ignoreMismatch = false): void {
    checkDevice(other, this.device, ignoreMismatch, 'combine the timing caches', 'combine');
    for (const [key, ms] of other.times) if (!this.times.has(key)) this.times.set(key, ms);
  }

  /** The cache as bytes for createTimingCache. */
  serialize(): Uint8Array {
    return frame(
      TIMING_CACHE,
      pack({ ...thisHost(), device: this.device, times: [...this.times] }),
    );
  }

  toJSON(): object {
    return { device: this.device, times: Object.fromEntries(this.times) };
  }
}

/**
 * A timing cache from the bytes of another, or an empty one.
 * @throws {ApiUsageError} `TIMING_CACHE_FOREIGN`, `TIMING_CACHE_VERSION`, `TIMING_CACHE_HOST`, `TIMING_CACHE_TRUNCATED`,
 *   `TIMING_CACHE_CORRUPT`
 */
export function createTimingCache(blob: Uint8Array = new Uint8Array()): TimingCache {
  if (!(blob instanceof Uint8Array))
    refuse('FOREIGN', 'no bytes were given', { expected: 'a Uint8Array', actual: typeof blob });
  if (blob.length === 0) return new TimingCache();
  const payload = unframe(TIMING_CACHE, blob);
  if (!(payload instanceof Uint8Array)) {
    const { fault, state, expected, actual } = payload;
    refuse(fault, state, { expected, actual });
  }
  const content = unpacked(payload);
  const own = thisHost();
  const { host, version, tensorrt, device, times } = content;
  if (host !== own.host) refuse('HOST', 'another host wrote it', { expected: own.host });
  if (version !== own.version || tensorrt !== own.tensorrt) {
    refuse('VERSION', 'another version wrote it', {
      expected: `workbook ${own.version} with TensorRT ${own.tensorrt}`,
      actual: `workbook ${printed(version)} with TensorRT ${printed(tensorrt)}`,
    });
  }
  if (typeof device !== 'string' || !Array.isArray(times)) refuse('CORRUPT', 'parts are missing');
  const cache = new TimingCache(device);
  (times as unknown[]).forEach((entry, i) => {
    const [key, ms] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (typeof key !== 'string' || !isTime(ms))
      refuse('CORRUPT', `entry ${i} is no key and time`, { expected: 'milliseconds, 0 or more' });
    cache.record(key, ms);
  });
  return cache;
}

/** @throws {ApiUsageError} `TIMING_CACHE_DEVICE` */
export function checkDevice(
  cache: TimingCache,
  device: string,
  ignoreMismatch: boolean,
  act: string,
  method: string,
): void {
  if (ignoreMismatch || cache.device === device) return;
  throw new ApiUsageError(
    'TIMING_CACHE_DEVICE',
    `Cannot ${act}: the times were measured on another device`,
    {
      method,
      expected: `${device}, or ignoreMismatch`,
      actual: cache.device,
    },
  );
}

function isTime(ms: unknown): ms is number {
  return typeof ms === 'number' && Number.isFinite(ms) && ms >= 0;
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 100) : typeof value;
}

function unpacked(payload: Uint8Array): Record<string, unknown> {
  let content: unknown;
  try {
    content = unpack(payload);
  } catch (error) {
    refuse('CORRUPT', error instanceof Error ? error.message : String(error));
  }
  if (typeof content === 'object' && content !== null) return content as Record<string, unknown>;
  return refuse('CORRUPT', 'its payload is no map');
}

function refuse(fault: string, state: string, details: ErrorDetails = {}): never {
  throw new ApiUsageError(`TIMING_CACHE_${fault}`, `Cannot read the timing cache: ${state}`, {
    method: 'createTimingCache',
    ...details,
  });
}
