import { resolve } from 'node:path';
import type { Diagnosis } from '../diagnosis';
import { FindingsLog } from '../findings-log';
import { fileFault } from '../steps/load';
import { runProbe, type ProbeOptions } from './child-run';
import { libraryFacts, type LibraryFacts } from './library-facts';
import { PluginDiagnosis } from './plugin-diagnosis';
import type { LibraryOptions } from './library-options';
import { PluginProbes } from './plugin-probes';
import type { CreatorPlan } from './probe-plan';

export type { LibraryOptions };

/** Runs the procedure on a library by itself, each part of it in a process of its own. */
export async function diagnoseLibrary(
  path: string,
  options: LibraryOptions = {},
): Promise<Diagnosis> {
  const log = new FindingsLog(path, options.all ?? false);
  await examineLibrary(path, log, options);
  return log.finish();
}

/** The same, into a log that is already there. */
export async function examineLibrary(
  path: string,
  log: FindingsLog,
  options: LibraryOptions,
): Promise<void> {
  const library = resolve(path);
  options.progress?.('the file');
  const facts = await libraryFacts(library);
  const found = fileFault(facts);
  if (found) {
    log.add(emptyRun(library, facts), { step: 'load', ...found });
    return;
  }
  const exportsCreators = facts.entryPoints.some((name) => name !== 'setLoggerFinder');
  const way = options.way ?? (exportsCreators ? 'loadLibrary' : 'openLibrary');
  const probe: ProbeOptions = { timeMs: options.timeMs ?? 20_000, libraries: [facts] };
  options.progress?.('loading');
  const { run, result } = await runProbe<CreatorPlan[]>(
    'list',
    { library, way },
    `load by ${way}`,
    probe,
  );
  if (log.add(run) && (log.isDone() || !result)) return;
  const creators = (result ?? []).filter(({ name }) => !options.plugin || name === options.plugin);
  if (creators.length === 0) {
    log.add(run, {
      step: 'creator',
      mistake: 'no-creator',
      saw: [
        options.plugin && result?.length
          ? `no creator of ${options.plugin}: ${result.map(({ name }) => name).join(', ')}`
          : `${way} went well, and the registry has no creator more than before`,
      ],
    });
    return;
  }
  if (!exportsCreators)
    log.note(
      'It exports no getCreators(): trtexec --dynamicPlugins and loadLibrary() refuse it (native/broken/06-no-get-creators); dlopen, --staticPlugins, works.',
    );
  for (const creator of creators) {
    const plugin = new PluginDiagnosis(
      new PluginProbes({ library, way, creator }, log, probe, options),
    );
    await plugin.examine();
    if (log.isDone()) return;
  }
}

/** What the judges see of a library that was not run. */
export function emptyRun(what: string, facts: LibraryFacts): Parameters<FindingsLog['add']>[0] {
  return {
    what,
    outcome: 'threw',
    error: null,
    observations: [],
    libraries: [facts],
    signal: null,
    exitCode: null,
    limit: null,
    crash: null,
    backtrace: null,
    findings: [],
    trace: [],
    stdout: '',
    stderr: '',
    durationMs: 0,
    cpuMs: 0,
    peakMemoryBytes: 0,
    leftRunning: 0,
    notes: [],
  };
}
