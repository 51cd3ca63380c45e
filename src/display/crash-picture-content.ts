/** What a crash picture shows, the same for all its forms. */
import { stripVTControlCharacters } from 'node:util';
import type { Crash } from '../lab/crash';
import type { Finding } from '../lab/finding';
import { guiltyFrame, type Frame, type SourceLine } from '../lab/frame';
import { lastUnfinished, type LabReport } from '../lab/lab-report';
import type { TraceRecord } from '../trace/record';
import { argumentText, callText } from './call-text';
import { methodName, shortFileName, shortFunctionName } from './crash-picture-name';

/** A report of runInChild or runCommand. */
export type PicturedReport = LabReport & {
  outcome: string;
  error?: { name: string; code?: string; message: string };
  command?: readonly string[];
};

/** Frames of the plugin's one by one; others in a row together. */
export type FrameRow =
  | { kind: 'plugin'; name: string; place: string; frame: Frame; guilty: boolean }
  | { kind: 'host' | 'system' | 'node'; names: string[]; count: number };

/** A call that is shown: who, what, and when. */
export interface ShownCall {
  phase: string;
  /** `plugin#2 MyPlugin@1` */
  object: string;
  method: string;
  /** `name: value` each. */
  arguments: string[];
  /** The whole call in one line, with its result. */
  text: string;
}

export interface ShownFinding {
  tool: Finding['tool'];
  message: string;
  /** The plugin's line, and the lines where the memory came from and went. */
  places: { what: string | null; name: string; place: string }[];
}

export interface CrashContent {
  outcome: string;
  signal: NodeJS.Signals | null;
  exitCode: number | null;
  limit: LabReport['limit'];
  crash: Crash | null;
  error: PicturedReport['error'] | null;
  command: string | null;
  /** The call that did not return. */
  call: ShownCall | null;
  callsBefore: ShownCall[];
  frames: FrameRow[];
  findings: ShownFinding[];
  /** The last lines of standard error. */
  said: string[];
  durationMs: number;
  cpuMs: number;
  peakMemoryBytes: number;
  leftRunning: number;
  notes: string[];
}

const MOST_CALLS = 8;
const MOST_LINES = 12;
const MOST_ROWS = 16;

export function crashContent(report: PicturedReport): CrashContent {
  const unfinished = lastUnfinished(report);
  const wellEnded = report.outcome === 'returned' || report.exitCode === 0;
  const before = wellEnded ? [] : callsBefore(report.trace, unfinished);
  return {
    outcome: report.outcome,
    signal: report.signal,
    exitCode: report.exitCode,
    limit: report.limit,
    crash: report.crash,
    error: report.error ?? null,
    command: report.command?.join(' ') ?? null,
    call: unfinished ? shownCall(unfinished) : null,
    callsBefore: before.map(shownCall),
    frames: frameRows(report.backtrace ?? []),
    findings: report.findings.map(shownFinding),
    said: lastLines(report.stderr, MOST_LINES, report.findings),
    durationMs: report.durationMs,
    cpuMs: report.cpuMs,
    peakMemoryBytes: report.peakMemoryBytes,
    leftRunning: report.leftRunning,
    notes: report.notes,
  };
}

/** The last calls on plugins and creators before the one that did not return; the host's steps are its phases. */
function callsBefore(trace: readonly TraceRecord[], until: TraceRecord | null): TraceRecord[] {
  const end = until ? trace.indexOf(until) : trace.length;
  return trace
    .slice(0, end)
    .filter(({ object, unfinished }) => object !== 'host' && unfinished !== true)
    .slice(-MOST_CALLS);
}

function shownCall(record: TraceRecord): ShownCall {
  return {
    phase: record.phase,
    object: [record.object, record.class].filter((part) => part !== null).join(' '),
    method: record.method,
    arguments: Object.entries(record.args).map(([name, value]) => argumentText({ [name]: value })),
    text: callText(record),
  };
}

function frameRows(backtrace: readonly Frame[]): FrameRow[] {
  const rows: FrameRow[] = [];
  const guilty = guiltyFrame(backtrace);
  for (const frame of backtrace) {
    const name = frame.function === null ? null : methodName(frame.function);
    const last = rows[rows.length - 1];
    if (frame.kind === 'plugin') {
      rows.push({
        kind: 'plugin',
        name: shownName(frame),
        place: placeOf(frame),
        frame,
        guilty: frame === guilty,
      });
    } else if (last?.kind === frame.kind) {
      last.count += frame.repeats ?? 1;
      if (name !== null && last.names[last.names.length - 1] !== name) last.names.push(name);
    } else {
      rows.push({
        kind: frame.kind,
        names: name === null ? [] : [name],
        count: frame.repeats ?? 1,
      });
    }
  }
  return rows.slice(0, MOST_ROWS);
}

/** Lines of source without what all of them begin with. */
export function shownSource({ source = [] }: Frame): SourceLine[] {
  const indents = source
    .filter(({ text }) => text !== '')
    .map(({ text }) => text.length - text.trimStart().length);
  const common = Math.min(...indents);
  return source.map((line) => ({ ...line, text: line.text.slice(common) }));
}

function shownName(frame: Frame): string {
  return frame.function === null ? frame.address : shortFunctionName(frame.function);
}

function placeOf({ file, line, library, address }: Frame): string {
  if (file === null) return library === null ? address : `${shortFileName(library)} +${address}`;
  return line === null ? shortFileName(file) : `${shortFileName(file)}:${line}`;
}

function shownFinding({ tool, message, frames, related }: Finding): ShownFinding {
  const stacks = [{ what: null, frames }, ...related];
  const places = stacks.flatMap(({ what, frames: stack }) => {
    const frame = guiltyFrame(stack);
    return frame ? [{ what, name: shownName(frame), place: placeOf(frame) }] : [];
  });
  return { tool, message, places };
}

/** The last lines, without those that are findings. */
function lastLines(text: string, most: number, findings: readonly Finding[]): string[] {
  const told = (line: string): boolean =>
    findings.length > 0 &&
    line.startsWith('CUDA emulator: ') &&
    / race in |invalid |misaligned /.test(line);
  return text
    .replace(/\r/g, '')
    .split('\n')
    .map((line) => printable(line).trimEnd())
    .filter((line) => line !== '' && !told(line))
    .slice(-most);
}

/** Without colours and other control characters. */
function printable(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\t/g, '    ')
    .replace(/\p{Cc}/gu, '·');
}
