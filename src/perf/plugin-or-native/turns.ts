import type { InferenceTrace } from '../inference-trace';
import { inferenceTime, percentileOf, performanceMetrics } from '../metrics';
import type { VariantResult } from './comparison';
import type { ComparisonCounts } from './compare-options';
import type { Profiled, ReadyVariant } from './ready-variant';
import { spreadOf } from './spread';
import { ONNX_RUNTIME } from './variants';

/** What every variant did, turn by turn. */
export type Turns<Result> = ReadonlyMap<ReadyVariant, readonly Result[]>;

/**
 * Lets the variants take turns. In a turn the queries follow each other without a gap, as in trtexec. Who begins changes from round to
 * round: the threads of a session of ONNX Runtime with default options spin for a while after its last query, in the next one's time.
 * The layers are profiled in rounds of their own.
 *
 * @param onTurn Called after every turn.
 */
export async function takeTurns(
  variants: readonly ReadyVariant[],
  { rounds, queries, profileIterations }: ComparisonCounts,
  onTurn: () => void,
): Promise<{ traces: Turns<readonly InferenceTrace[]>; profiles: Turns<Profiled> }> {
  const traces = await inRounds(variants, rounds, onTurn, (variant) => variant.measure(queries));
  const profiles = await inRounds(variants, profileIterations, onTurn, (variant) =>
    variant.profile(),
  );
  return { traces, profiles };
}

async function inRounds<Result>(
  variants: readonly ReadyVariant[],
  rounds: number,
  onTurn: () => void,
  act: (variant: ReadyVariant) => Promise<Result>,
): Promise<Turns<Result>> {
  const turns = new Map(variants.map((variant) => [variant, [] as Result[]]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % variants.length;
    for (const variant of [...variants.slice(first), ...variants.slice(0, first)]) {
      turns.get(variant)?.push(await act(variant));
      onTurn();
    }
  }
  return turns;
}

/** Throughput and latency of one variant. */
export function timesOf(
  variant: ReadyVariant,
  turns: Turns<readonly InferenceTrace[]>,
): Pick<VariantResult, 'throughputQps' | 'relativeThroughput' | 'latencyMs'> {
  const own = turns.get(variant) ?? [];
  const throughput = throughputs(own);
  const alone = [...turns].find(
    ([
      {
        variant: { id },
      },
    ]) => id === ONNX_RUNTIME,
  )?.[1];
  const others = alone ? throughputs(alone) : null;
  const latencies = own
    .flat()
    .map(inferenceTime)
    .map(({ h2dMs, computeMs, d2hMs }) => h2dMs + computeMs + d2hMs);
  const { median, min } = spreadOf(latencies);
  return {
    throughputQps: spreadOf(throughput),
    relativeThroughput:
      others && spreadOf(throughput.map((qps, round) => qps / (others[round] ?? NaN))),
    latencyMs: { median, min, p90: percentileOf(Float64Array.from(latencies).sort(), 90) },
  };
}

function throughputs(rounds: readonly (readonly InferenceTrace[])[]): number[] {
  return rounds.map((traces) => performanceMetrics(traces).throughputQps);
}
