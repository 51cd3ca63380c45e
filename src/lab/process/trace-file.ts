import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTrace } from '../../trace/decode';
import type { TraceRecord } from '../../trace/record';
import type { LabFolder } from './lab-folder';

/** More than this is not read: a plugin that is called in an endless loop writes a trace without end. */
const MOST_BYTES = 2 ** 25;
const STEP_BYTES = 2 ** 22;
/** The folder in which each process of a command writes `trace.PID`, see src/native-loader.ts. */
export const TRACES = 'traces';

/** Something to read from at any place. */
interface TraceSource {
  size: number;
  read(offset: number, most: number): Buffer;
}

/** The last calls of a kept trace file, all where it is not very long; `notes` is told if calls are left out. */
export function readKeptTrace(folder: LabFolder, name: string, notes: string[]): TraceRecord[] {
  const read = (offset: number, most: number): Buffer => folder.read(name, offset, most);
  return readTraceEnd({ size: folder.size(name), read }, notes);
}

/** The trace of the process that crashed; where none did or it has none, of the one with the longest. */
export function readProcessTraces(
  folder: LabFolder,
  crashed: number | null,
  notes: string[],
): TraceRecord[] {
  const traces = tracesIn(folder.file(TRACES));
  try {
    const longest = traces.reduce<ProcessTrace | null>(
      (found, trace) => (trace.size > (found?.size ?? 0) ? trace : found),
      null,
    );
    const chosen = traces.find(({ process }) => process === crashed) ?? longest;
    return chosen ? readTraceEnd(chosen, notes) : [];
  } finally {
    for (const trace of traces) trace.close();
  }
}

interface ProcessTrace extends TraceSource {
  process: number;
  close(): void;
}

function tracesIn(path: string): ProcessTrace[] {
  let names: string[];
  try {
    names = readdirSync(path);
  } catch {
    return []; // the command removed it
  }
  return names.flatMap((name) => {
    const [, process] = /^trace\.(\d+)$/.exec(name) ?? [];
    return process === undefined ? [] : openTrace(join(path, name), Number(process));
  });
}

function openTrace(path: string, process: number): ProcessTrace[] {
  // No link is followed and no pipe is waited for, should something else have that name.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  let file: number;
  try {
    file = openSync(path, flags);
  } catch {
    return [];
  }
  const read = (offset: number, most: number): Buffer => {
    const bytes = Buffer.alloc(most);
    return bytes.subarray(0, readSync(file, bytes, 0, most, offset));
  };
  return [{ process, size: fstatSync(file).size, read, close: () => closeSync(file) }];
}

function readTraceEnd(trace: TraceSource, notes: string[]): TraceRecord[] {
  const { size } = trace;
  const from = size <= MOST_BYTES ? 0 : firstEventBehind(trace, size - MOST_BYTES);
  if (from > 0) notes.push(`the trace has ${size} bytes; only its last calls are here`);
  try {
    return decodeTrace(trace.read(from, Math.min(size - from, MOST_BYTES)));
  } catch (error) {
    notes.push(`the trace was overwritten: ${String(error)}`);
    return [];
  }
}

/** Events begin with their size, so the way to one leads over all before it. */
function firstEventBehind(trace: TraceSource, wanted: number): number {
  let at = 0;
  while (at < wanted) {
    const part = trace.read(at, STEP_BYTES);
    let within = 0;
    while (within + 4 <= part.length && at + within < wanted) {
      const size = part.readUInt32LE(within);
      if (size === 0) return at + within; // the log ends here
      within += 4 + size;
    }
    if (within === 0) break;
    at += within;
  }
  return at;
}
