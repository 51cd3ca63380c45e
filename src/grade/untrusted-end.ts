/** What came out of a sandbox, in a form that can be looked at: nothing in it is believed, everything in it has the type that it should have. */
import type { CppDiagnostic } from '../cell/cpp-error';
import type { RunEnd, SubjectEnd, SubjectTask } from '../exercise/run/subject';
import type { RunResult } from '../exercise/run/request';
import { WORK } from '../sandbox/options';
import type { CommandReport } from '../lab/command-report';
import type { Crash } from '../lab/crash';
import type { Finding } from '../lab/finding';
import type { Frame, FrameKind, SourceLine } from '../lab/frame';
import type { Limit } from '../lab/limits';
import type { TraceRecord, TraceValue } from '../trace/record';
import { parseUntrusted, type JsonObject, type JsonValue } from './untrusted-json';

const MOST_TEXT = 20_000;
const MOST_ENTRIES = 200;
const MOST_RECORDS = 20_000;
/** In base64, of an output. */
const TENSOR_BYTES = 'data';

/** The answer is of no form that a run gives. */
export class NoSuchEndError extends Error {
  override readonly name = 'NoSuchEndError';
}

/**
 * @param bytes What was written in the sandbox: by us, or by the code that ran there.
 * @returns ends of the task's runs only
 * @throws {NoSuchEndError} where it cannot be one
 */
export function readUntrustedEnd(bytes: Buffer, task: SubjectTask): SubjectEnd {
  const end = objectOf(parsed(bytes), 'the answer');
  const given = objectOf(end['runs'], 'runs');
  const runs: Record<string, RunEnd> = {};
  for (const { id } of task.runs)
    if (Object.hasOwn(given, id)) runs[id] = runEnd(objectOf(given[id], id), task);
  return {
    runs,
    warnings: [],
    buildMs: milliseconds(end['buildMs']),
    runMs: milliseconds(end['runMs']),
  };
}

function parsed(bytes: Buffer): JsonValue {
  try {
    return parseUntrusted(bytes);
  } catch (error) {
    throw new NoSuchEndError(error instanceof Error ? error.message : String(error));
  }
}

function runEnd(end: JsonObject, task: SubjectTask): RunEnd {
  switch (end['outcome']) {
    case 'done': {
      const result = objectOf(end['result'], 'result') as unknown as RunResult;
      const report = end['report'];
      return {
        outcome: 'done',
        result: withTraces(withShortTexts(result)),
        ...(report === undefined ? {} : { report: commandReport(report) }),
        ...(end['cpuMs'] === undefined ? {} : { cpuMs: milliseconds(end['cpuMs']) }),
      };
    }
    case 'notBuilt': {
      const { message, diagnostics, limit } = objectOf(end['failure'], 'failure');
      return {
        outcome: 'notBuilt',
        failure: {
          message: text(message),
          diagnostics: list(diagnostics).slice(0, MOST_ENTRIES).map(diagnostic),
          ...(limit === undefined ? {} : { limit: oneOf(['time', 'memory'] as const, limit) }),
        },
      };
    }
    case 'unreadable':
      return { outcome: 'unreadable', message: text(end['message']) };
    case 'stopped': {
      const place = end['place'] === undefined ? null : objectOf(end['place'], 'place');
      const [file, line] = [place?.['file'], place?.['line']];
      return {
        outcome: 'stopped',
        report: commandReport(end['report']),
        ...(typeof file === 'string' && task.files.includes(file) && isWhole(line)
          ? { place: { file, line } }
          : {}),
      };
    }
    default:
      throw new NoSuchEndError('a run that ended in no way that there is');
  }
}

/** Judges search texts for what they know: none is long, but the bytes of a tensor. */
function withShortTexts<Value>(value: Value, key = ''): Value {
  if (typeof value === 'string')
    return (key === TENSOR_BYTES ? value : value.slice(0, MOST_TEXT)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  for (const [name, each] of Object.entries(value))
    (value as Record<string, unknown>)[name] = withShortTexts(each, name);
  return value;
}

/** Traces in a result are drawn and searched: they are records, whatever else the result is. */
function withTraces(result: RunResult): RunResult {
  const all = Object.values(result) as JsonValue[];
  for (const each of all.flatMap((value) => (Array.isArray(value) ? value : []))) {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) continue;
    if (each['trace'] !== undefined) each['trace'] = trace(each['trace']) as unknown as JsonValue;
  }
  return result;
}

const OUTCOMES = ['exited', 'died', 'timedOut', 'outOfMemory', 'tooManyProcesses'] as const;
const LIMITS = ['time', 'cpu', 'memory', 'addressSpace', 'processes'] as const;
const TOOLS = [
  'AddressSanitizer',
  'UndefinedBehaviorSanitizer',
  'memcheck',
  'racecheck',
  'emulator',
] as const;
const ACCESSES = ['read', 'write', 'execute'] as const;
const KINDS = ['plugin', 'host', 'system', 'node'] as const;

function commandReport(value: JsonValue | undefined): CommandReport {
  const report = objectOf(value, 'report');
  const signal = report['signal'];
  const backtrace = report['backtrace'];
  return {
    command: list(report['command']).slice(0, MOST_ENTRIES).map(text),
    outcome: oneOf(OUTCOMES, report['outcome']),
    signal: signal === null || signal === undefined ? null : signalOf(signal),
    exitCode: isWhole(report['exitCode']) ? report['exitCode'] : null,
    limit: report['limit'] === null ? null : (oneOf(LIMITS, report['limit']) as Limit),
    crash: report['crash'] === null ? null : crash(objectOf(report['crash'], 'crash')),
    backtrace: backtrace === null ? null : frames(backtrace),
    findings: list(report['findings']).slice(0, MOST_ENTRIES).map(finding),
    trace: trace(report['trace']),
    stdout: text(report['stdout']),
    stderr: text(report['stderr']),
    durationMs: milliseconds(report['durationMs']),
    cpuMs: milliseconds(report['cpuMs']),
    peakMemoryBytes: milliseconds(report['peakMemoryBytes']),
    leftRunning: milliseconds(report['leftRunning']),
    notes: list(report['notes']).slice(0, MOST_ENTRIES).map(text),
  };
}

function crash(value: JsonObject): Crash {
  const thread = objectOf(value['thread'], 'thread');
  const { address, message, limit, access } = value;
  return {
    signal: signalOf(value['signal']),
    cause: /^[a-zA-Z]+$/.test(text(value['cause']))
      ? (text(value['cause']) as Crash['cause'])
      : 'unknown',
    what: text(value['what']),
    ...(address === undefined ? {} : { address: text(address) }),
    ...(access === undefined ? {} : { access: oneOf(ACCESSES, access) }),
    ...(limit === undefined ? {} : { limit: oneOf(LIMITS, limit) as Limit }),
    ...(message === undefined ? {} : { message: text(message) }),
    process: milliseconds(value['process']),
    thread: {
      id: milliseconds(thread['id']),
      name: text(thread['name']),
      main: thread['main'] === true,
    },
  };
}

function frames(value: JsonValue | undefined): Frame[] {
  return list(value).slice(0, MOST_ENTRIES).map(frame);
}

function frame(value: JsonValue): Frame {
  const one = objectOf(value, 'frame');
  const orNull = (each: JsonValue | undefined): string | null =>
    each === null || each === undefined ? null : text(each);
  const words = (name: 'arguments' | 'locals'): Partial<Frame> =>
    one[name] === undefined ? {} : { [name]: list(one[name]).slice(0, MOST_ENTRIES).map(text) };
  return {
    function: orNull(one['function']),
    file: orNull(one['file']),
    line: isWhole(one['line']) ? one['line'] : null,
    library: orNull(one['library']),
    address: text(one['address']),
    kind: oneOf(KINDS, one['kind']) as FrameKind,
    ...(one['inlined'] === true ? { inlined: true as const } : {}),
    ...(isWhole(one['repeats']) ? { repeats: one['repeats'] } : {}),
    ...(one['source'] === undefined
      ? {}
      : { source: list(one['source']).slice(0, MOST_ENTRIES).map(sourceLine) }),
    ...words('arguments'),
    ...words('locals'),
  };
}

function sourceLine(value: JsonValue): SourceLine {
  const { line, text: words, guilty } = objectOf(value, 'a line of source');
  return {
    line: isWhole(line) ? line : 0,
    text: text(words),
    ...(guilty === true ? { guilty: true as const } : {}),
  };
}

function finding(value: JsonValue): Finding {
  const one = objectOf(value, 'finding');
  return {
    tool: oneOf(TOOLS, one['tool']),
    kind: text(one['kind']),
    message: text(one['message']),
    frames: frames(one['frames']),
    related: list(one['related'])
      .slice(0, MOST_ENTRIES)
      .map((each) => {
        const related = objectOf(each, 'related');
        return { what: text(related['what']), frames: frames(related['frames']) };
      }),
  };
}

function trace(value: JsonValue | undefined): TraceRecord[] {
  return list(value)
    .slice(0, MOST_RECORDS)
    .map((each, seq) => {
      const one = objectOf(each, 'record');
      const orNull = (name: string): string | null => {
        const word = one[name];
        return word === null || word === undefined ? null : text(word);
      };
      return {
        seq,
        phase: text(one['phase']),
        object: text(one['object']),
        class: orNull('class'),
        parent: orNull('parent'),
        method: text(one['method']),
        args: objectOf(one['args'], 'args') as Record<string, TraceValue>,
        result: (one['result'] ?? null) as TraceValue,
        durationUs: milliseconds(one['durationUs']),
        thread: milliseconds(one['thread']),
        ...(one['unfinished'] === true ? { unfinished: true as const } : {}),
      };
    });
}

function diagnostic(value: JsonValue): CppDiagnostic {
  const one = objectOf(value, 'diagnostic');
  return {
    file: text(one['file']),
    line: isWhole(one['line']) ? one['line'] : 0,
    column: isWhole(one['column']) ? one['column'] : 0,
    severity: oneOf(['error', 'warning', 'note'], one['severity']),
    message: text(one['message']),
    text: text(one['text']),
  };
}

/** Paths in the sandbox's folder are shown from there. */
function text(value: JsonValue | undefined): string {
  if (typeof value !== 'string') throw new NoSuchEndError('something that should be a text');
  return value.slice(0, MOST_TEXT).replaceAll(`${WORK}/`, '');
}

function objectOf(value: JsonValue | undefined, what: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new NoSuchEndError(`${what} is no object`);
}

function list(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value;
  throw new NoSuchEndError('something that should be a list');
}

function isWhole(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

/** A number that is told and no more: 0 where it is none. */
function milliseconds(value: JsonValue | undefined): number {
  return typeof value === 'number' && value >= 0 ? value : 0;
}

function signalOf(value: JsonValue | undefined): NodeJS.Signals {
  if (typeof value === 'string' && /^SIG[A-Z0-9+]{1,12}$/.test(value))
    return value as NodeJS.Signals;
  throw new NoSuchEndError('something that should be a signal');
}

function oneOf<Value extends string>(
  values: readonly Value[],
  value: JsonValue | undefined,
): Value {
  const found = values.find((each) => each === value);
  if (found !== undefined) return found;
  throw new NoSuchEndError(`something that should be one of ${values.join(', ')}`);
}
