import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../command';
import type { Diagnosis } from '../diagnosis';
import type { Run } from '../evidence';
import { FindingsLog, type Progress } from '../findings-log';
import { judgeRun } from '../judge';
import { runProbe } from '../library/child-run';
import { examineLibrary } from '../library/diagnose-library';
import type { CreatorPlan, ProbePlan } from '../library/probe-plan';
import { librariesOf, linkerEnvironment } from './loaded-libraries';

/** How a command is diagnosed. */
export interface CommandDiagnosisOptions {
  /** Milliseconds after which the command hangs. Default 20,000. */
  timeMs?: number;
  all?: boolean;
  /** Whether the plugin libraries that the command names are examined by themselves where the command shows nothing. Default true. */
  libraries?: boolean;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  progress?: Progress;
}

/** Runs a command in the lab and walks the procedure over what it left. It neither ends nor hangs the caller. */
export async function diagnoseCommand(
  command: readonly string[],
  options: CommandDiagnosisOptions = {},
): Promise<Diagnosis> {
  const { timeMs = 20_000, cwd = process.cwd(), all = false, progress } = options;
  const log = new FindingsLog(command.join(' '), all);
  const folder = mkdtempSync(join(tmpdir(), 'workbook-diagnose-'));
  try {
    progress?.('the command');
    const report = await runCommand(command, {
      timeMs,
      cwd,
      env: { ...options.env, ...linkerEnvironment(folder) },
    });
    const { command: words, ...rest } = report;
    const libraries = await librariesOf(command, cwd, folder);
    const run: Run = { ...rest, what: words.join(' '), error: null, observations: [], libraries };
    const fault = judgeRun(run);
    const better = fault?.step === 'formats' ? await withAcceptedTypes(run, timeMs) : run;
    log.add(better, better === run ? fault : judgeRun(better));
    if (!log.isDone() && options.libraries !== false) {
      for (const { path } of libraries) {
        await examineLibrary(path, log, { all, timeMs, ...(progress ? { progress } : {}) });
        if (log.isDone()) break;
      }
    }
    return log.finish();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plugin refused everything that it was offered: what would it take? */
async function withAcceptedTypes(run: Run, timeMs: number): Promise<Run> {
  const asked = [...run.trace]
    .reverse()
    .find(({ method }) => method === 'supportsFormatCombination');
  for (const facts of run.libraries) {
    const way = facts.entryPoints.some((name) => name !== 'setLoggerFinder')
      ? 'loadLibrary'
      : 'openLibrary';
    const probe = { timeMs, libraries: [facts] };
    const listed = await runProbe<CreatorPlan[]>(
      'list',
      { library: facts.path, way },
      'creators',
      probe,
    );
    const creator = listed.result?.find(
      ({ name, version }) => `${name}@${version}` === asked?.class,
    );
    if (!creator || !asked) continue;
    const plan: ProbePlan = {
      library: facts.path,
      way,
      creator,
      fields: [],
      inputs: {
        type: 'kFLOAT',
        dims: Array.from({ length: Number(asked.args['nbInputs'] ?? 1) }, () => [2, 3, 17, 19]),
      },
    };
    const nbOutputs = Number(asked.args['nbOutputs'] ?? 1);
    const { run: found } = await runProbe('accepted', { plan, nbOutputs }, 'accepted types', probe);
    if (found.observations.length > 0) return { ...run, observations: found.observations };
  }
  return run;
}
