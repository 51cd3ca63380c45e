import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { WorkbookError } from '../errors';
import { progressLine } from '../display/progress-line';
import { engineBytes, loadEngine, loadPlugins, writeFile } from '../perf/engine-source';
import { outputJSON, profileJSON, timesJSON } from '../perf/exports';
import { explanationLines } from '../perf/explain-text';
import { helpText } from '../perf/help-text';
import type { InferenceContext } from '../perf/inference-host';
import { ShapesError } from '../perf/input-shapes';
import { info, warning, type LogLine } from '../perf/log-line';
import { measureInference } from '../perf/measure';
import { OptionError, parseOptions, type PerfOptions } from '../perf/options';
import { outputLines } from '../perf/output-text';
import type { PerformanceReport } from '../perf/performance-report';
import { inferenceShapes } from '../perf/profile-shapes';
import {
  engineInformation,
  engineInformationLines,
  hostLines,
  optimizationProfileLines,
} from '../perf/engine-text';
import { profileLines } from '../perf/profile-text';
import { referenceHost } from '../perf/reference-host';
import { summaryLines } from '../perf/summary-text';
import type { OutputTensor } from '../perf/tensor-memory';
import type { CudaEngine } from '../runtime/engine/engine';
import { PerfLog } from './perf-log';

/** What a shell calls a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** `workbook perf`: trtexec's job on this host. @returns the exit code: 0, 1 where it failed, 2 where the options were not understood */
export async function perfCommand(args: readonly string[]): Promise<number> {
  let options: PerfOptions;
  try {
    // Without arguments trtexec prints its help and succeeds (recordings/trtexec, err-no-arguments).
    options = parseOptions(args.length === 0 ? ['--help'] : args);
    checkFolders(options);
  } catch (error) {
    if (!(error instanceof WorkbookError) || !isMisuse(error)) throw error;
    process.stderr.write(`${error.message}\nworkbook perf --help lists the options\n`);
    return 2;
  }
  if (options.flags.has('help')) {
    process.stdout.write(helpText());
    return 0;
  }
  const log = new PerfLog(args, options.flags.has('json'), options.flags.has('verbose'));
  log.begin(referenceHost.describe());
  try {
    log.print(options.warnings.flatMap((text) => warning(text)));
    const code = await perf(options, log);
    log.end('PASSED');
    return code;
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    log.fail(error.message);
    if (error instanceof ShapesError && !hasRanges(options))
      log.print(warning(`Possible: workbook perf ${corrected(args, error.possible)}`));
    log.end('FAILED');
    return 1;
  } finally {
    log.close();
  }
}

/** Codes of errors that are in the words of the command, before anything was tried. */
function isMisuse(error: WorkbookError): boolean {
  return (
    error instanceof OptionError || ['SHAPES_SYNTAX', 'PERCENTILE_INVALID'].includes(error.code)
  );
}

async function perf(options: PerfOptions, log: PerfLog): Promise<number> {
  const onStep = (message: string) => {
    log.print(info(message));
  };
  const onWarning = (message: string) => {
    log.print(warning(message));
  };
  log.print(hostLines(referenceHost.describe()));
  loadPlugins(options, { onStep, onWarning });
  const monitor = progressLine();
  const bytes = await engineBytes(options, { monitor, onStep, onWarning });
  const loaded = loadEngine(bytes, options, onStep);
  try {
    if (options.flags.has('skipInference') || options.flags.has('buildOnly')) {
      describeEngine(loaded.engine, null, options, log);
      onStep('The engine is not run: --skipInference');
      return 0;
    }
    return await measure(loaded.engine, options, log);
  } finally {
    loaded.destroy();
  }
}

async function measure(engine: CudaEngine, options: PerfOptions, log: PerfLog): Promise<number> {
  const { flags, numbers, texts } = options;
  const profiled = flags.has('dumpProfile') || texts.exportProfile !== undefined;
  const endless = numbers.duration === -1;
  let outputs: readonly OutputTensor[] = [];
  const interrupt = new AbortController();
  const onInterrupt = () => {
    interrupt.abort();
  };
  process.once('SIGINT', onInterrupt);
  if (endless) log.print(info('Measuring until Ctrl-C'));
  try {
    const report = await measureInference(engine, {
      shapes: inferenceShapes(options),
      inputs: options.loadInputs,
      ...given('iterations', numbers.iterations),
      ...given('warmUpMs', numbers.warmUp),
      ...given('durationMs', seconds(numbers.duration)),
      ...given('idleMs', numbers.idleTime),
      ...given('avgRuns', numbers.avgRuns),
      ...given('optimizationProfile', numbers.useProfile),
      ...given('percentiles', options.percentiles ?? undefined),
      cudaGraph: flags.has('useCudaGraph'),
      transfers: !flags.has('noDataTransfers'),
      overlap: !flags.has('exposeDMA'),
      profile: !profiled ? 'off' : flags.has('separateProfileRun') ? 'separate' : 'during',
      signal: interrupt.signal,
      monitor: progressLine(),
      onStep: (message) => {
        log.print(info(message));
      },
      onContext: (context) => {
        describeEngine(engine, context, options, log);
      },
      onOutputs: (last) => {
        outputs = last;
      },
    });
    print(report, outputs, options, log);
    writeFiles(report, outputs, options, log);
    return report.aborted && !endless ? INTERRUPTED : 0;
  } finally {
    process.removeListener('SIGINT', onInterrupt);
  }
}

function print(
  report: PerformanceReport,
  outputs: readonly OutputTensor[],
  { flags, explain }: PerfOptions,
  log: PerfLog,
): void {
  log.print(report.notes.flatMap((note) => warning(note)));
  if (report.aborted)
    log.print(warning('Stopped by Ctrl-C: what follows is what was measured so far'));
  if (report.isAccurate) log.print(summaryLines(report));
  else log.print(withoutSummary(report));
  if (flags.has('dumpOutput')) log.print(outputLines(outputs));
  if (flags.has('dumpProfile') && report.profile) log.print(profileLines(report.profile));
  if (explain) log.print(explanationLines(report, explain));
  log.result(report);
}

function withoutSummary(report: PerformanceReport): LogLine[] {
  if (report.metrics.queries === 0)
    return warning('Nothing was measured: no query ran after the warm-up');
  return info(
    'No performance summary: a profiler waited after every layer, so that the times of whole queries mean nothing.',
    'Add --separateProfileRun to measure first and to profile in a run of its own.',
  );
}

function writeFiles(
  report: PerformanceReport,
  outputs: readonly OutputTensor[],
  { texts }: PerfOptions,
  log: PerfLog,
): void {
  const { exportTimes, exportOutput, exportProfile, exportReport } = texts;
  if (exportTimes !== undefined) {
    if (report.isAccurate) writeFile(exportTimes, timesJSON(report.traces));
    else log.print(warning(`${exportTimes} is not written: there are no times of whole queries`));
  }
  if (exportOutput !== undefined) writeFile(exportOutput, outputJSON(outputs));
  if (exportProfile !== undefined && report.profile)
    writeFile(exportProfile, profileJSON(report.profile));
  if (exportReport !== undefined)
    writeFile(exportReport, `${JSON.stringify({ command: log.command, ...report.toJSON() })}\n`);
}

function describeEngine(
  engine: CudaEngine,
  context: InferenceContext | null,
  { flags, texts }: PerfOptions,
  log: PerfLog,
): void {
  if (flags.has('dumpLayerInfo')) log.print(engineInformationLines(engine, context));
  if (texts.exportLayerInfo !== undefined)
    writeFile(texts.exportLayerInfo, engineInformation(engine, context, 'kJSON'));
  if (flags.has('dumpOptimizationProfile')) log.print(optimizationProfileLines(engine));
}

/** Three seconds of measuring are lost where a file cannot be written in the end. @throws {WorkbookError} `FILE_UNWRITABLE` */
function checkFolders({ texts }: PerfOptions): void {
  const names = [
    'saveEngine',
    'timingCacheFile',
    'exportTimes',
    'exportOutput',
    'exportProfile',
    'exportLayerInfo',
    'exportReport',
  ] as const;
  for (const name of names) {
    const path = texts[name];
    if (path === undefined || existsSync(dirname(path))) continue;
    throw new WorkbookError(
      'FILE_UNWRITABLE',
      `Cannot write --${name}=${path}: there is no folder ${dirname(path)}`,
    );
  }
}

/** Whether the command says more of shapes than --shapes does. */
function hasRanges({ minShapes, optShapes, maxShapes }: PerfOptions): boolean {
  return [minShapes, optShapes, maxShapes].some((shapes) => shapes !== null);
}

/** The command with other shapes. */
function corrected(args: readonly string[], possible: string): string {
  const others = args.filter((arg) => !arg.startsWith('--shapes='));
  return [...others, possible]
    .filter((arg) => arg !== '')
    .map((arg) => (/^[\w@%+=:,./*-]+$/.test(arg) ? arg : `"${arg.replace(/(["$`\\])/g, '\\$1')}"`))
    .join(' ');
}

const seconds = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : value === -1 ? Infinity : value * 1000;

/** A property only where there is a value. */
function given<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}
