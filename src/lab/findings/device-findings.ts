import { placesOf } from '../post-mortem/addr2line';
import { originalPath, readableFrames } from '../post-mortem/backtrace';
import type { Finding } from '../finding';
import type { Frame } from '../frame';
import { kindOf, kindOfPlace } from '../post-mortem/library-kind';

/** WorkbookReportKind of native/cuda-emulator/include/workbook/checks.h, by number. */
const KINDS = ['fault', 'outOfBounds', 'useAfterFree', 'hostMemory', 'misaligned', 'race'] as const;
const TOOLS: Record<(typeof KINDS)[number], Finding['tool']> = {
  fault: 'emulator',
  outOfBounds: 'memcheck',
  useAfterFree: 'memcheck',
  hostMemory: 'memcheck',
  misaligned: 'memcheck',
  race: 'racecheck',
};
/** A launch with races has many alike. */
const MOST = 16;

/** A line that the emulator wrote. */
interface DeviceReport {
  kind: number;
  kernel: string;
  text: string;
  library?: string;
  offset?: string;
}

/** Reads what the emulator's checks wrote, and finds the lines of the kernels. Must be called while the libraries are there. */
export async function readDeviceFindings(text: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const report of text.split('\n').flatMap(readReport)) {
    const kind = KINDS[report.kind] ?? 'fault';
    const same = `${kind} ${report.library ?? ''} ${report.offset ?? report.text}`;
    if (seen.has(same) || seen.size >= MOST) continue;
    seen.add(same);
    const frames = readableFrames(await framesOf(report));
    findings.push({ tool: TOOLS[kind], kind, message: report.text, frames, related: [] });
  }
  return findings;
}

function readReport(line: string): DeviceReport[] {
  if (!line.startsWith('{')) return [];
  try {
    const { kind, kernel, text, library, offset } = JSON.parse(line) as Partial<DeviceReport>;
    if (typeof kind !== 'number' || typeof text !== 'string') return [];
    const named = { kind, kernel: typeof kernel === 'string' ? kernel : 'kernel', text };
    const placed =
      typeof library === 'string' && /^0x[\da-f]{1,16}$/.test(offset ?? '')
        ? { library, offset }
        : {};
    return [{ ...named, ...placed }];
  } catch {
    return []; // cut off: the process died while it wrote
  }
}

async function framesOf({ library, offset, kernel }: DeviceReport): Promise<Frame[]> {
  if (library === undefined || offset === undefined) return [];
  const address = BigInt(offset);
  const places = (await placesOf(library, [address])).get(address) ?? [];
  const frames: Frame[] = [];
  for (const place of places.filter(({ file }) => file !== null)) {
    // A kernel's body is a lambda that the emulator calls for each thread.
    const isKernel = place.function?.includes('workbook::emulator::') ?? true;
    frames.push({
      ...place,
      function: isKernel ? kernel : place.function,
      library: originalPath(library),
      address: offset,
      kind: kindOfPlace({ file: place.file, function: null }) ?? kindOf(library),
    });
    if (isKernel) break;
  }
  return frames;
}
