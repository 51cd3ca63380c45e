/** One query, as `trtexec --exportTimes` writes it: eight points in time, in milliseconds since the run began, the warm-up included. */
export interface Query {
  /** The host's clock, around the call of enqueueV3. */
  startEnqMs: number;
  endEnqMs: number;
  /** CUDA events around the copies in, the computation, and the copies out. */
  startH2dMs: number;
  endH2dMs: number;
  startComputeMs: number;
  endComputeMs: number;
  startD2hMs: number;
  endD2hMs: number;
}

/** One line of the summary, in milliseconds. */
export interface Line {
  min: number;
  max: number;
  mean: number;
  median: number;
  /** In the order in which they were asked for. */
  percentiles: number[];
}

export interface Summary {
  /** How many queries counted. */
  queries: number;
  /** Queries a second. */
  throughput: number;
  latency: Line;
  enqueue: Line;
  compute: Line;
  /** Total Host Walltime, in milliseconds. */
  walltime: number;
}

/** 1. How long the device worked on one query. */
function latencyOf(query: Query): number {
  // Its three parts, without what lies between them: there it waits for its turn.
  const h2d = query.endH2dMs - query.startH2dMs;
  const compute = query.endComputeMs - query.startComputeMs;
  const d2h = query.endD2hMs - query.startD2hMs;
  return h2d + compute + d2h;
}

/** 2. Queries a second. @param walltime Of all of them together, in milliseconds */
function throughputOf(queries: readonly Query[], walltime: number): number {
  return (queries.length / walltime) * 1000;
}

/** 3. The value in the middle. @param sorted Ascending, at least one */
function medianOf(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const high = sorted[middle]!;
  return sorted.length % 2 === 1 ? high : (sorted[middle - 1]! + high) / 2;
}

/** 3. What `percent` of all values do not exceed. @param sorted Ascending, at least one */
function percentileOf(sorted: readonly number[], percent: number): number {
  // trtexec computes this in single precision, where of 100 queries 99 % leave out none: there it prints the largest.
  const above = Math.floor((sorted.length * (100 - percent)) / 100);
  return sorted[sorted.length - 1 - above]!;
}

/** Values as a line of the summary. */
function lineOf(values: readonly number[], percentiles: readonly number[]): Line {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    min: Math.min(...values),
    max: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    median: medianOf(sorted),
    percentiles: percentiles.map((percent) => percentileOf(sorted, percent)),
  };
}

/** 4. The queries that count. @param queries In the order in which they ran */
function afterWarmUp(queries: readonly Query[], warmUpMs: number): readonly Query[] {
  const first = queries.findIndex(({ startComputeMs }) => startComputeMs >= warmUpMs);
  return first < 0 ? [] : queries.slice(first);
}

/**
 * What trtexec makes of its queries.
 *
 * @param all In the order in which they ran, those of the warm-up included. At least one comes after it.
 * @param percentiles In per cent: [90, 95, 99]
 */
export function summary(
  all: readonly Query[],
  warmUpMs: number,
  percentiles: readonly number[],
): Summary {
  const queries = afterWarmUp(all, warmUpMs);
  const walltime = queries[queries.length - 1]!.endD2hMs - queries[0]!.startH2dMs;
  return {
    queries: queries.length,
    throughput: throughputOf(queries, walltime),
    latency: lineOf(queries.map(latencyOf), percentiles),
    enqueue: lineOf(
      queries.map(({ startEnqMs, endEnqMs }) => endEnqMs - startEnqMs),
      percentiles,
    ),
    compute: lineOf(
      queries.map(({ startComputeMs, endComputeMs }) => endComputeMs - startComputeMs),
      percentiles,
    ),
    walltime,
  };
}
