import { join } from 'node:path';
import { runInChild } from '../../child';
import type { ChildReport } from '../../child-report';
import type { Observation, Run } from '../evidence';
import { OBSERVED } from './in-child/observe';
import type { LibraryFacts } from './library-facts';

const PROBES = join(__dirname, 'in-child', 'probes.js');
/** Freed and fresh memory gets a pattern, so that use of it shows. */
const PERTURBED = '165';

/** How a probe runs. */
export interface ProbeOptions {
  timeMs: number;
  libraries: LibraryFacts[];
  /** The library was built with AddressSanitizer. */
  sanitize?: boolean;
  checks?: readonly ('memcheck' | 'racecheck')[];
}

/** A probe's run, and what it returned; null where it did not. */
export interface ProbeRun<Result> {
  run: Run;
  result: Result | null;
}

/** Runs a probe of in-child/probes.ts in a process of its own. */
export async function runProbe<Result>(
  probe: string,
  argument: unknown,
  what: string,
  { timeMs, libraries, sanitize = false, checks }: ProbeOptions,
): Promise<ProbeRun<Result>> {
  const report = await runInChild(
    (_workbook, sent: { module: string; probe: string; argument: unknown }, load) =>
      (load(sent.module) as Record<string, (argument: unknown) => Promise<Result> | Result>)[
        sent.probe
      ]?.(sent.argument),
    { module: PROBES, probe, argument },
    {
      timeMs,
      sanitize,
      ...(checks ? { checks } : {}),
      env: sanitize ? {} : { MALLOC_PERTURB_: PERTURBED },
    },
  );
  const result = (report.result ?? null) as Result | null;
  return { run: runOf(what, report, libraries), result };
}

/** What the judges look at. */
export function runOf(what: string, report: ChildReport<unknown>, libraries: LibraryFacts[]): Run {
  const { error, result: _result, ...rest } = report;
  const observations = report.trace.flatMap(observationOf);
  return {
    ...rest,
    what,
    trace: report.trace.filter(({ method }) => method !== OBSERVED),
    error: error ? { code: error.code ?? '', message: error.message } : null,
    observations,
    libraries,
  };
}

function observationOf({ method, args }: Run['trace'][number]): Observation[] {
  if (method !== OBSERVED) return [];
  const { name, about, saw } = args;
  return typeof name === 'string' && typeof about === 'string' && typeof saw === 'string'
    ? [{ name, about, saw }]
    : [];
}
