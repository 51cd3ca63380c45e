/** What a child process of a conformance run does: runs scenarios one after the other and compares each with its recording. */
import { readFileSync } from 'node:fs';
import { addLogger } from '../runtime/logger';
import { compareTraces, parseTrace, type TraceComparison } from './compare';
import type { TraceRecord } from './record';
import { ScenarioRun } from './run-scenario';
import { parseScenario } from './scenario';
import { trace } from './trace';

/** Records shown before a first difference. */
const RECORDS_BEFORE = 10;
/** Messages of a run that are kept, the last ones. */
const MESSAGES = 5;

/** A scenario and the recording that its trace is compared with. */
export interface ScenarioFiles {
  name: string;
  scenario: string;
  recording: string;
}

/** How a scenario's trace compares. */
export interface ScenarioOutcome {
  name: string;
  /** Null where there is nothing to compare: `failure` says why. */
  comparison: TraceComparison | null;
  /** The recording's last records before the first difference, repeats in a row dropped; empty where there is none. */
  before: TraceRecord[];
  /** Why the scenario could not be run to its end, or null. A step that fails as in TensorRT is no such failure. */
  failure: string | null;
  /** The last errors that were logged meanwhile. */
  logged: string[];
  durationMs: number;
}

/**
 * Runs scenarios in this process. Plugin ids start again with each; what one leaves in the trace the next does not see.
 * @param keepsTrace Whether the trace goes on in the file that it is kept in, for one scenario only: it survives a crash.
 */
export async function runScenarios(
  files: readonly ScenarioFiles[],
  keepsTrace = false,
): Promise<ScenarioOutcome[]> {
  const outcomes: ScenarioOutcome[] = [];
  for (const file of files) {
    if (!keepsTrace) trace.reset();
    outcomes.push(await runScenario(file));
  }
  return outcomes;
}

async function runScenario({ name, scenario, recording }: ScenarioFiles): Promise<ScenarioOutcome> {
  const startedAt = performance.now();
  const logged: string[] = [];
  const remove = addLogger((severity, message) => {
    if (severity === 'kERROR' || severity === 'kINTERNAL_ERROR') logged.push(message);
  });
  const outcome: ScenarioOutcome = {
    name,
    comparison: null,
    before: [],
    failure: null,
    logged,
    durationMs: 0,
  };
  try {
    await new ScenarioRun(parseScenario(readFileSync(scenario, 'utf8'))).run();
    Object.assign(outcome, compareWithRecording(recording, trace.records()));
  } catch (error) {
    outcome.failure = error instanceof Error ? error.message : String(error);
  } finally {
    remove();
  }
  outcome.logged = logged.slice(-MESSAGES);
  outcome.durationMs = performance.now() - startedAt;
  return outcome;
}

/** Compares a trace with a recording file. @throws {SyntaxError} {RangeError} when one of them is none */
export function compareWithRecording(
  recording: string,
  records: readonly TraceRecord[],
): Pick<ScenarioOutcome, 'comparison' | 'before'> {
  const recorded = parseTrace(readFileSync(recording, 'utf8'));
  const comparison = compareTraces(recorded, records);
  return { comparison, before: comparison.first ? before(recorded, comparison.first.a) : [] };
}

function before(recorded: readonly TraceRecord[], first: TraceRecord | null): TraceRecord[] {
  const end = first === null ? recorded.length : recorded.indexOf(first);
  const text = (record: TraceRecord | undefined): string =>
    record ? JSON.stringify({ ...record, seq: 0, durationUs: 0, thread: 0 }) : '';
  return recorded
    .slice(0, end)
    .filter((record, i) => text(record) !== text(recorded[i - 1]))
    .slice(-RECORDS_BEFORE);
}
