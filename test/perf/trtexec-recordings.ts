/** What the real trtexec 10.6 printed and wrote (recordings/trtexec), by run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/native-loader';
import type { InferenceTrace } from '../../src/perf/inference-trace';
import type { LayerProfileSummary } from '../../src/perf/layer-profile';

export const RECORDINGS = join(projectRoot, 'recordings', 'trtexec');

/** An element of --exportTimes; trtexec writes 6 significant digits of every number. */
export type ExportedQuery = InferenceTrace &
  Record<'h2dMs' | 'computeMs' | 'd2hMs' | 'latencyMs', number>;

/** What --exportProfile writes. */
export type ExportedProfile = [{ count: number }, ...LayerProfileSummary[]];

export interface Recording {
  name: string;
  args: readonly string[];
  exitCode: number;
  /** `NVIDIA H200`, or `no GPU` where trtexec stopped at its options. */
  machine: string;
  /** The log without time and severity in front of its lines. */
  lines: readonly string[];
  times: ExportedQuery[] | null;
  profile: ExportedProfile | null;
}

interface RunEntry {
  folder: string;
  arguments: string[];
  exitCode: number;
  machine: string;
  exports: string[];
}

function readRun(
  name: string,
  { folder, arguments: args, exitCode, machine, exports: files }: RunEntry,
): Recording {
  const text = (file: string) => readFileSync(join(RECORDINGS, folder, file), 'utf8');
  const written = (kind: string): unknown =>
    files.includes(`${name}.${kind}.json`) ? JSON.parse(text(`${name}.${kind}.json`)) : null;
  return {
    name,
    args,
    exitCode,
    machine,
    lines: text(`${name}.log`)
      .split('\n')
      .map((line) => line.replace(/^\[\d\d\/\d\d\/\d{4}-\d\d:\d\d:\d\d\] \[\w\] /, '')),
    times: written('times') as ExportedQuery[] | null,
    profile: written('profile') as ExportedProfile | null,
  };
}

export const recordings: readonly Recording[] = Object.entries(
  JSON.parse(readFileSync(join(RECORDINGS, 'runs.json'), 'utf8')) as Record<string, RunEntry>,
).map(([name, run]) => readRun(name, run));

/** The value of `--option=`, or undefined where it was not given. */
export function valueOf({ args }: Recording, option: string): string | undefined {
  return args.find((arg) => arg.startsWith(`--${option}=`))?.slice(option.length + 3);
}

/** What one unit of the last of 6 significant digits is. */
export function lastDigit(value: number): number {
  return value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);
}
