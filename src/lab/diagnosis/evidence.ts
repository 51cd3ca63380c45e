import type { TraceRecord, TraceValue } from '../../trace/record';
import type { LabReport } from '../lab-report';
import type { LibraryFacts } from './library/library-facts';

/** An error that a run ended with. */
export interface SeenError {
  /** Of this package's errors; empty where it is another's. */
  code: string;
  message: string;
}

/** What a probe of the diagnosis itself saw; commands of other people have none. */
export interface Observation {
  name: string;
  /** What it is about: `Scale@2`, an output, a method. */
  about: string;
  /** In words, for the report. */
  saw: string;
}

/** One run of something, and all that is known of it afterwards. Verdicts are made from nothing else. */
export interface Run extends LabReport {
  /** What was run, in words. */
  what: string;
  outcome:
    | 'returned'
    | 'threw'
    | 'exited'
    | 'died'
    | 'timedOut'
    | 'outOfMemory'
    | 'tooManyProcesses';
  error: SeenError | null;
  observations: Observation[];
  /** What can be read from the plugin libraries without running them. */
  libraries: LibraryFacts[];
}

/** Whether the run ended as a good one does. */
export function endedWell(run: Run): boolean {
  if (run.outcome === 'returned') return true;
  return run.outcome === 'exited' && run.exitCode === 0 && !lastStepFailed(run) && !logsErrors(run);
}

/** The last step of the host failed: `workbook trace` ends with 0 all the same, as the recorder did. */
function lastStepFailed({ trace }: Run): boolean {
  return [...trace].reverse().find(({ object }) => object === 'host')?.result === false;
}

/** TensorRT's own programs log what failed, and some end with 0. */
function logsErrors(run: Run): boolean {
  return /\[E\] |\bError Code \d+: /.test(`${run.stderr}\n${run.stdout}`);
}

/** Node's excerpt of the line that threw, and its stack: source text, which nobody said. */
const EXCERPT = /^\S+:\d+\n.*\n\s*\^+\n/gm;
const STACK = /^ +at .*$/gm;

/** Everything that was said: the error, and what was printed. */
export function said(run: Run): string {
  const { error, stderr, stdout, crash } = run;
  const printed = [stderr, stdout].map((text) => text.replace(EXCERPT, '').replace(STACK, ''));
  const thrown = error ? `${error.code ? `${error.code}: ` : ''}${error.message}` : null;
  return [thrown, crash?.message, ...printed].filter(Boolean).join('\n');
}

/** The first line of what was said in which the pattern is, shortened for a report. */
export function lineSaid(run: Run, pattern: RegExp): string | null {
  const line = said(run)
    .split('\n')
    .find((each) => pattern.test(each));
  return line === undefined ? null : shortened(line.trim());
}

export function shortened(text: string, most = 240): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The fields of a createPlugin or getFieldsToSerialize record. */
export interface RecordedField {
  name: string;
  type: string;
  length: number;
  data: TraceValue;
}

export function fieldsOf(value: TraceValue | undefined): RecordedField[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => {
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return [];
    const { name, type, length, data } = each;
    if (typeof name !== 'string' || typeof type !== 'string') return [];
    return [{ name, type, length: Number(length), data: data ?? null }];
  });
}

/** A call in one line: `plugin#4 Scale@2 enqueue({…}) -> 700, in enqueue`. */
export function callLine({
  object,
  class: name,
  method,
  args,
  result,
  phase,
  unfinished,
}: TraceRecord): string {
  const given = JSON.stringify(args);
  const inside = given === '{}' ? '' : shortened(given, 160);
  const end = unfinished ? 'did not return' : `-> ${shortened(JSON.stringify(result), 80)}`;
  return `${object} ${name ?? ''} ${method}(${inside}) ${end}${phase ? `, in ${phase}` : ''}`.replace(
    / {2,}/g,
    ' ',
  );
}
