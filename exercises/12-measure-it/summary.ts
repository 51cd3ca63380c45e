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
  // Yours, of the six times of the device.
  void query;
  return 0;
}

/** 2. Queries a second. @param walltime Of all of them together, in milliseconds */
function throughputOf(queries: readonly Query[], walltime: number): number {
  // Yours.
  void [queries, walltime];
  return 0;
}

/** 3. The value in the middle. @param sorted Ascending, at least one */
function medianOf(sorted: readonly number[]): number {
  // Yours. Of an even number of values it is the mean of the two in the middle.
  void sorted;
  return 0;
}

/** 3. What `percent` of all values do not exceed. @param sorted Ascending, at least one */
function percentileOf(sorted: readonly number[], percent: number): number {
  // Yours: leave out, at the upper end, as many values as fit into 100 - percent per cent, and take the next.
  void [sorted, percent];
  return 0;
}

/** Values as a line of the summary. */
function lineOf(values: readonly number[], percentiles: readonly number[]): Line {
  // 3. Yours: ascending.
  const sorted = [...values];
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
  // Yours: from the first whose computation begins when the warm-up is over.
  void warmUpMs;
  return queries;
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
