import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { runInChild } from '../lab/child';
import { summarize, type ChildReport } from '../lab/child-report';
import {
  compareWithRecording,
  type ScenarioFiles,
  type ScenarioOutcome,
} from './conformance-child';
import { DIFFERENCES, explain, type Difference } from './differences';
import { parseScenario, type Scenario } from './scenario';

const TIME_MS = 30_000;
/** More than what one usually takes, for those that share a process. */
const USUAL_MS = 500;
/** A recording may be large: the largest known has 50 MB. */
const MEMORY_BYTES = 4 * 2 ** 30;
/** Lines of a dead process's standard error that are kept, the last ones. */
const MESSAGES = 5;
const MOST_PROCESSES = 4;
const CHILD = join(__dirname, 'conformance-child.js');

/** How a scenario's trace on this host compares with its recording. */
export interface ConformanceResult extends ScenarioOutcome {
  status: 'equal' | 'explained' | 'unexplained';
  /** Why it differs on purpose; null where it is equal or nothing explains it. */
  explanation: Pick<Difference, 'id' | 'reason' | 'source'> | null;
}

export interface ConformanceOptions {
  /** Only scenarios whose name it matches. */
  filter?: RegExp;
  /** Processes at a time. Default: as many as processors, at most 4. */
  processes?: number;
  /** Scenarios that share a process, one after the other. Default 1: each has its own. */
  perProcess?: number;
  /** Milliseconds that a scenario may take. Default 30,000. */
  timeMs?: number;
  /** Hears each result as it comes, in no order. */
  onResult?: (result: ConformanceResult, done: number, of: number) => void;
  differences?: readonly Difference[];
}

/** The scenarios of a folder that have a recording beside them (NAME.json and NAME.jsonl), by name. */
export function recordedScenarios(folder: string, filter: RegExp = /(?:)/): ScenarioFiles[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => filter.test(name))
    .sort()
    .map((name) => ({
      name,
      scenario: join(folder, `${name}.json`),
      recording: join(folder, `${name}.jsonl`),
    }))
    .filter(({ recording }) => existsSync(recording));
}

/**
 * Runs every scenario of a folder in child processes and compares the traces with the recordings. A crash or a hang is that scenario's
 * result, and the others go on.
 * @returns one result a scenario, by name
 */
export async function runConformance(
  folder: string,
  options: ConformanceOptions = {},
): Promise<ConformanceResult[]> {
  const { filter, perProcess = 1, onResult, differences = DIFFERENCES } = options;
  const { timeMs = TIME_MS, processes = Math.min(cpus().length, MOST_PROCESSES) } = options;
  const files = recordedScenarios(folder, filter);
  const results = new Map<string, ConformanceResult>();
  const waiting = batches(files, perProcess);
  const worker = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      for (const [i, outcome] of (await runBatch(batch, timeMs)).entries()) {
        const result = judged(outcome, batch[i] as ScenarioFiles, differences);
        results.set(result.name, result);
        onResult?.(result, results.size, files.length);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, processes) }, worker));
  return files.map(({ name }) => results.get(name) as ConformanceResult);
}

/** What shares a process. A scenario with libraries of its own has a process of its own: they stay loaded. */
function batches(files: readonly ScenarioFiles[], size: number): ScenarioFiles[][] {
  const alone = (file: ScenarioFiles): boolean => {
    const { libraries } = readScenario(file) ?? { libraries: ['unknown'] };
    return libraries.length > 0;
  };
  const made: ScenarioFiles[][] = [];
  let open: ScenarioFiles[] = [];
  for (const file of files) {
    if (size <= 1 || alone(file)) made.push([file]);
    else {
      if (open.length === 0) made.push(open);
      open.push(file);
      if (open.length >= size) open = [];
    }
  }
  return made;
}

async function runBatch(
  batch: readonly ScenarioFiles[],
  timeMs: number,
): Promise<ScenarioOutcome[]> {
  const report = await runInChild(
    async (_workbook, { module, files }, require) => {
      const child = require(module) as typeof import('./conformance-child');
      return child.runScenarios(files, files.length === 1);
    },
    { module: CHILD, files: batch },
    { timeMs: timeMs + batch.length * USUAL_MS, memoryBytes: MEMORY_BYTES },
  );
  if (report.outcome === 'returned' && report.result) return report.result;
  const [file, ...others] = batch;
  if (!file) return [];
  if (others.length === 0) return [unfinished(file, report)];
  // Which of them it was is not known: each gets a process of its own.
  const outcomes: ScenarioOutcome[] = [];
  for (const one of batch) outcomes.push(...(await runBatch([one], timeMs)));
  return outcomes;
}

/** What is known of a run that did not come to its end: the calls until then. */
function unfinished(
  { name, recording }: ScenarioFiles,
  report: ChildReport<unknown>,
): ScenarioOutcome {
  const outcome: ScenarioOutcome = {
    name,
    comparison: null,
    before: [],
    failure: summarize(report),
    logged: lastLines(report.stderr),
    durationMs: report.durationMs,
  };
  try {
    if (report.trace.length > 0)
      Object.assign(outcome, compareWithRecording(recording, report.trace));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    outcome.failure = `${summarize(report)}; ${reason}`;
  }
  return outcome;
}

function lastLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-MESSAGES);
}

/** An outcome with its verdict. What did not run to its end is never explained. */
function judged(
  outcome: ScenarioOutcome,
  file: ScenarioFiles,
  differences: readonly Difference[],
): ConformanceResult {
  const { comparison, failure } = outcome;
  const unexplained = { ...outcome, status: 'unexplained', explanation: null } as const;
  if (!comparison || failure !== null) return unexplained;
  if (!comparison.first) return { ...outcome, status: 'equal', explanation: null };
  const scenario = readScenario(file);
  const { a: recorded, b: here } = comparison.first;
  const first = { recorded, here, before: outcome.before };
  const found = scenario ? explain(scenario, first, differences) : null;
  if (!found) return unexplained;
  const { id, reason, source } = found;
  return { ...outcome, status: 'explained', explanation: { id, reason, source } };
}

/** The scenario, or null where it is none: its own run says what is wrong with it. */
function readScenario({ scenario }: ScenarioFiles): Scenario | null {
  try {
    return parseScenario(readFileSync(scenario, 'utf8'));
  } catch {
    return null;
  }
}
