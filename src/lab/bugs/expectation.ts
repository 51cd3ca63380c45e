import { isDeepStrictEqual } from 'node:util';
import type { ChildReport } from '../child-report';
import type { CommandReport } from '../command-report';
import type { CrashCause } from '../crash';
import { lastUnfinished } from '../lab-report';

/** How a bug's process ended: a child process, or a program of its own. */
export type BugReport = ChildReport<unknown> | CommandReport;

/** How a reproduction ends. What is not named may be anything. */
export interface Expectation {
  outcome: BugReport['outcome'];
  result?: unknown;
  /** What the result must not be. */
  notResult?: unknown;
  signal?: NodeJS.Signals;
  exitCode?: number;
  /** Why it died. */
  cause?: CrashCause;
  /** Of the error thrown. */
  code?: string;
  message?: RegExp;
  stdout?: RegExp;
  stderr?: RegExp;
  /** The plugin's method that did not return. */
  during?: string;
}

/** A line of source. */
export interface Place {
  /** The end of its path. */
  file: string;
  line: number;
}

/**
 * Compares a report with what is expected.
 * @param place What the backtrace has to have.
 * @returns what is not as expected, in words; empty where all is
 */
export function unexpected(
  report: BugReport,
  expected: Expectation,
  place: Place | null,
): string[] {
  const found: string[] = [];
  const compare = (what: string, wanted: unknown, actual: unknown): void => {
    const same =
      wanted instanceof RegExp ? wanted.test(String(actual)) : isDeepStrictEqual(wanted, actual);
    if (wanted !== undefined && !same)
      found.push(`${what}: expected ${print(wanted)}, actual ${print(actual)}`);
  };
  const { result, error } = 'command' in report ? {} : report;
  compare('outcome', expected.outcome, report.outcome);
  compare('result', expected.result, result);
  compare('signal', expected.signal, report.signal);
  compare('exitCode', expected.exitCode, report.exitCode);
  compare('cause', expected.cause, report.crash?.cause);
  compare('code', expected.code, error?.code);
  compare('message', expected.message, error?.message);
  compare('stdout', expected.stdout, report.stdout);
  compare('stderr', expected.stderr, report.stderr);
  compare('during', expected.during, lastUnfinished(report)?.method);
  if ('notResult' in expected && isDeepStrictEqual(expected.notResult, result))
    found.push(`result: expected anything else than ${print(result)}`);
  if (place && !passes(report, place))
    found.push(`backtrace: expected ${place.file}:${place.line}, actual ${lines(report)}`);
  return found;
}

const passes = ({ backtrace }: BugReport, { file, line }: Place): boolean =>
  backtrace?.some((frame) => frame.line === line && frame.file?.endsWith(file)) ?? false;

const lines = ({ backtrace }: BugReport): string =>
  (backtrace ?? []).map(({ file, line }) => `${file}:${line}`).join(', ');

function print(value: unknown): string {
  return value instanceof RegExp || value === undefined ? String(value) : JSON.stringify(value);
}
