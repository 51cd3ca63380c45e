/** Times that a profiler heard, layer by layer, over one or several enqueues. */
import { ApiUsageError } from '../errors';
import type { Figure } from './figure';
import { significant } from './quantity';
import { table } from './table';

/** One layer of one enqueue. */
export interface LayerTime {
  layer: string;
  /** Milliseconds that the layer took. */
  ms: number;
  /** Milliseconds from the enqueue's start to the layer's; without it, the layers follow each other without a gap. */
  startMs?: number;
}

/** A layer over all enqueues. */
export interface LayerSummary {
  layer: string;
  /** In how many enqueues it ran. */
  runs: number;
  totalMs: number;
  averageMs: number;
  medianMs: number;
  minMs: number;
  maxMs: number;
  /** Median start. */
  startMs: number;
  /** Part of the time of all layers, from 0 to 1. */
  share: number;
}

/** Lists of one enqueue each, or one list in which an enqueue begins where a layer comes that has come already. */
export type LayerTimes = readonly LayerTime[] | readonly (readonly LayerTime[])[];

function isNested(times: LayerTimes): times is readonly (readonly LayerTime[])[] {
  return Array.isArray(times[0]);
}

/** The times enqueue by enqueue, every one with its start. @throws {ApiUsageError} `TIME_INVALID` */
export function enqueues(times: LayerTimes): Required<LayerTime>[][] {
  const lists: LayerTime[][] = [];
  if (isNested(times)) lists.push(...times.map((list) => [...list]));
  else {
    let seen = new Set<string>();
    for (const time of times) {
      if (lists.length === 0 || seen.has(time.layer)) {
        lists.push([]);
        seen = new Set();
      }
      lists[lists.length - 1]?.push(time);
      seen.add(time.layer);
    }
  }
  return lists.map((list) => {
    let end = 0;
    return list.map(({ layer, ms, startMs = end }) => {
      for (const time of [ms, startMs])
        if (!(time >= 0 && time < Infinity)) throw invalid(layer, time);
      end = startMs + ms;
      return { layer, ms, startMs };
    });
  });
}

function invalid(layer: string, actual: unknown): ApiUsageError {
  return new ApiUsageError('TIME_INVALID', `Cannot show the time of layer "${layer}"`, {
    layer,
    expected: 'milliseconds, 0 or more',
    actual: String(actual),
  });
}

/** Of an even number of values the mean of the two in the middle; 0 of none. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2)];
  return ((sorted[low] ?? 0) + (sorted[high] ?? 0)) / 2;
}

/** One entry a layer, in the order in which they ran. @throws {ApiUsageError} `TIME_INVALID` */
export function summarizeLayers(times: LayerTimes): LayerSummary[] {
  const byLayer = new Map<string, Required<LayerTime>[]>();
  for (const time of enqueues(times).flat()) {
    const list = byLayer.get(time.layer) ?? [];
    list.push(time);
    byLayer.set(time.layer, list);
  }
  const sum = (list: readonly LayerTime[]): number => list.reduce((all, { ms }) => all + ms, 0);
  const totalMs = sum([...byLayer.values()].flat());
  return [...byLayer].map(([layer, list]) => ({
    layer,
    runs: list.length,
    totalMs: sum(list),
    averageMs: sum(list) / list.length,
    medianMs: median(list.map(({ ms }) => ms)),
    minMs: Math.min(...list.map(({ ms }) => ms)),
    maxMs: Math.max(...list.map(({ ms }) => ms)),
    startMs: median(list.map(({ startMs }) => startMs)),
    share: totalMs === 0 ? 0 : sum(list) / totalMs,
  }));
}

/**
 * The columns of `trtexec --dumpProfile`, the slowest layer first.
 *
 * @param options.order `execution` keeps the order in which the layers ran.
 * @throws {ApiUsageError} `TIME_INVALID`
 */
export function profileTable(
  times: LayerTimes,
  options: { order?: 'time' | 'execution' } = {},
): Figure {
  const summaries = summarizeLayers(times);
  if (options.order !== 'execution') summaries.sort((a, b) => b.totalMs - a.totalMs);
  return table(
    ['Time(ms)', 'Avg.(ms)', 'Median(ms)', 'Time(%)', 'Layer'],
    summaries.map(({ layer, totalMs, averageMs, medianMs, share }) => [
      significant(totalMs),
      significant(averageMs),
      significant(medianMs),
      Math.round(share * 1000) / 10,
      layer,
    ]),
  );
}
