import { readableFrames } from '../post-mortem/backtrace';
import type { Finding } from '../finding';
import type { Frame } from '../frame';
import { kindOf, kindOfPlace } from '../post-mortem/library-kind';

const ASAN = /^==\d+==ERROR: AddressSanitizer: (\S+)/;
const SUMMARY = /^SUMMARY: AddressSanitizer: (\S+)/;
const UBSAN = /^(.+?):(\d+):\d+: runtime error: (.*)$/;
const FRAME =
  /^ +#\d+ 0x([\da-f]+) +(?:in (.*?) )?(?:\((\S+)\+0x([\da-f]+)\)|(\/\S+?|\.\.\S+?)(?::(\d+))?(?::\d+)?)(?: \(BuildId.*)?$/;
const ACCESS = /^(READ|WRITE) of size (\d+)/;
const PLACE = /^0x[\da-f]+ is located (.*?) \[/;
const RELATED = /^(freed by|previously allocated by|allocated by) thread/;

/** A report that is being read. */
interface Open {
  finding: Finding;
  /** Where the next frames belong. */
  frames: Frame[];
}

/** Reads what AddressSanitizer and UndefinedBehaviorSanitizer wrote (formats of LLVM's and GCC's runtimes, which share them). */
export function readSanitizerReport(text: string): Finding[] {
  const found: Open[] = [];
  for (const line of text.split('\n')) {
    const opened = openReport(line);
    if (opened) found.push(opened);
    const open = found[found.length - 1];
    if (open && !opened) readLine(open, line);
  }
  return found.map(({ finding }) => ({
    ...finding,
    frames: readableFrames(finding.frames),
    related: finding.related.map(({ what, frames }) => ({ what, frames: readableFrames(frames) })),
  }));
}

function openReport(line: string): Open | null {
  const [, kind] = ASAN.exec(line) ?? [];
  const frames: Frame[] = [];
  if (kind !== undefined) {
    return {
      finding: { tool: 'AddressSanitizer', kind, message: '', frames, related: [] },
      frames,
    };
  }
  const [, file, number, problem] = UBSAN.exec(line) ?? [];
  if (file === undefined || problem === undefined) return null;
  const place: Frame = {
    function: null,
    file,
    line: Number(number),
    library: null,
    address: '0x0',
    kind: kindOfPlace({ file, function: null }) ?? 'plugin',
  };
  frames.push(place);
  const tool = 'UndefinedBehaviorSanitizer';
  return {
    finding: { tool, kind: 'undefined-behavior', message: problem, frames, related: [] },
    frames,
  };
}

function readLine(open: Open, line: string): void {
  const { finding } = open;
  const frame = readFrame(line);
  if (frame) {
    // The report's own stack begins with the place that its first line names.
    const [first] = open.frames;
    if (first?.function === null && first.file === frame.file && first.line === frame.line) {
      open.frames.length = 0;
    }
    open.frames.push(frame);
    return;
  }
  const [, access, size] = ACCESS.exec(line) ?? [];
  if (access) finding.message += `, ${access.toLowerCase()} of ${size ?? '?'} bytes`;
  const [, place] = PLACE.exec(line) ?? [];
  if (place !== undefined && finding.related.length === 0) finding.message += `, ${place}`;
  const [, kind] = SUMMARY.exec(line) ?? [];
  if (kind !== undefined) {
    finding.kind = kind;
    finding.message = `${kind}${finding.message}`;
  }
  const [, what] = RELATED.exec(line) ?? [];
  if (what !== undefined) {
    open.frames = [];
    finding.related.push({ what, frames: open.frames });
  }
}

function readFrame(line: string): Frame | null {
  const [whole, address, name, library, offset, file, number] = FRAME.exec(line) ?? [];
  if (whole === undefined) return null;
  const place = {
    function: name ?? null,
    file: file ?? null,
    line: number ? Number(number) : null,
  };
  const ofRuntime = file?.includes('libsanitizer/') || file?.includes('compiler-rt/');
  const kind = ofRuntime
    ? 'system'
    : (kindOfPlace(place) ?? (library ? kindOf(library) : 'plugin'));
  return { ...place, library: library ?? null, address: `0x${offset ?? address ?? '0'}`, kind };
}
