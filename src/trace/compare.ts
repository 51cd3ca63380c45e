import type { TraceRecord } from './record';

/** Where two traces differ first, or that they do not. */
export interface TraceComparison {
  equal: boolean;
  /** Number of records that agree, repeats not counted. */
  equalRecords: number;
  /** The first records that differ, without the volatile fields; null where that trace has ended. */
  first: { a: TraceRecord | null; b: TraceRecord | null } | null;
}

/** What differs from run to run and says nothing about the contract. */
const VOLATILE: readonly string[] = ['seq', 'durationUs', 'thread'];

/** Calls that change what an object would answer: the same question afterwards is a new one. */
const STATE_SETTERS: ReadonlySet<string> = new Set([
  'construct',
  'setTactic',
  'configurePlugin',
  'onShapeChange',
]);

/**
 * Compares two traces. How often a caller repeats a question is not part of the contract: within a phase, a record equal to an earlier
 * one of the same object is dropped, unless the object's state was set in between. Which object is asked what, in what state, in what
 * order of first asking, is compared.
 *
 * @throws {RangeError} when a trace is empty: nothing equals an empty trace
 */
export function compareTraces(
  a: readonly TraceRecord[],
  b: readonly TraceRecord[],
): TraceComparison {
  if (a.length === 0 || b.length === 0) throw new RangeError('Cannot compare traces: one is empty');
  const [left, right] = [withoutRepeats(a), withoutRepeats(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const [x, y] = [left[i], right[i]];
    if (x?.key !== y?.key) {
      return {
        equal: false,
        equalRecords: i,
        first: { a: x?.record ?? null, b: y?.record ?? null },
      };
    }
  }
  return { equal: true, equalRecords: left.length, first: null };
}

function withoutRepeats(records: readonly TraceRecord[]): { key: string; record: TraceRecord }[] {
  const kept: { key: string; record: TraceRecord }[] = [];
  let phase: string | null = null;
  let seen = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.phase !== phase) {
      phase = record.phase;
      seen = new Map();
    }
    const key = JSON.stringify(sorted(record, VOLATILE));
    const ofObject = seen.get(record.object) ?? new Set<string>();
    seen.set(record.object, ofObject);
    if (ofObject.has(key)) continue;
    if (STATE_SETTERS.has(record.method)) ofObject.clear();
    ofObject.add(key);
    kept.push({ key, record });
  }
  return kept;
}

/** The same value with the keys of every object in order, and some left out. */
function sorted(value: unknown, without: readonly string[] = []): unknown {
  if (Array.isArray(value)) return value.map((entry) => sorted(entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !without.includes(key))
      .sort(([x], [y]) => (x < y ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}

/** Reads a trace from JSON Lines. @throws {SyntaxError} with the line number */
export function parseTrace(text: string): TraceRecord[] {
  const records: TraceRecord[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      records.push(JSON.parse(line) as TraceRecord);
    } catch (error) {
      throw new SyntaxError(`Cannot read the trace: line ${i + 1}: ${(error as Error).message}`);
    }
  }
  return records;
}
