import type { InferenceQueries } from './inference-queries';
import type { TraceRows } from './trace-rows';

/** How long queries are run. */
export interface LoopLimits {
  /** At least so many queries after the warm-up. */
  iterations: number;
  /** At least so long after the warm-up; Infinity until it is aborted. */
  durationMs: number;
  warmUpMs: number;
  /** Rest after every query. */
  idleMs: number;
}

/** Milliseconds between two looks at who wants to know or to stop: short for a person, long for a query. */
const TURN_MS = 100;
/** Queries after which all streams are waited for, so that what they keep for their copies does not grow without end. */
const DRAIN_AFTER = 4096;

/**
 * Runs queries until there are enough.
 * @param onTurn Hears the milliseconds so far, about ten times a second. @returns false to stop
 * @see sampleInference.cpp 10.6, `inferenceLoop`
 */
export async function inferenceLoop(
  queries: InferenceQueries,
  limits: LoopLimits,
  rows: TraceRows,
  onTurn: (elapsedMs: number) => boolean,
): Promise<{ aborted: boolean }> {
  const { iterations, warmUpMs, idleMs } = limits;
  const endMs = limits.durationMs + warmUpMs;
  let [elapsedMs, warmUps, aborted] = [0, 0, false];
  queries.start();
  let turnAt = performance.now() + TURN_MS;
  for (let i = 0; i < iterations + warmUps || elapsedMs < endMs; i += 1) {
    await queries.query();
    const startMs = queries.sync(rows);
    elapsedMs = Math.max(elapsedMs, startMs);
    // Queries of the warm-up are no iterations. (trtexec counts one that begins at 0 as one.)
    if (elapsedMs < warmUpMs) warmUps += startMs >= 0 ? 1 : 0;
    else if (idleMs > 0) await new Promise((resolve) => setTimeout(resolve, idleMs));
    if (i % DRAIN_AFTER === DRAIN_AFTER - 1 && elapsedMs >= warmUpMs) queries.syncAll(rows);
    if (performance.now() < turnAt) continue;
    // Signals and timers are heard in a turn of the event loop only.
    await new Promise((resolve) => setImmediate(resolve));
    turnAt = performance.now() + TURN_MS;
    aborted = !onTurn(elapsedMs);
    if (aborted) break;
  }
  queries.syncAll(rows);
  return { aborted };
}
