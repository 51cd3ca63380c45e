import { decode } from '@msgpack/msgpack';
import type { TraceRecord, TraceValue } from './record';

/**
 * Decodes the event log of `native/trace` into records, in the order the calls started.
 *
 * The log is a sequence of `[u32 payload size, little-endian][payload]`; a payload is one MessagePack array:
 * `[0, seq, phase, object, class, parent, method, args, startUs, thread]` when a call starts and
 * `[1, seq, result, durationUs]` when it returns. A call without an end is unfinished. A size of 0 or a payload that is cut off ends
 * the log: the process died while writing it.
 */
export function decodeTrace(log: Uint8Array): TraceRecord[] {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength);
  const records: TraceRecord[] = [];
  const open = new Map<number, TraceRecord>();
  for (let at = 0; at + 4 <= log.byteLength; ) {
    const size = view.getUint32(at, true);
    if (size === 0 || at + 4 + size > log.byteLength) break;
    const event = decode(log.subarray(at + 4, at + 4 + size)) as Event;
    at += 4 + size;
    if (event[0] === 0) {
      const [, seq, phase, object, className, parent, method, args, , thread] = event;
      const record: TraceRecord = {
        seq,
        phase,
        object,
        class: className,
        parent,
        method,
        args,
        result: null,
        durationUs: 0,
        thread,
        unfinished: true,
      };
      records.push(record);
      open.set(seq, record);
    } else {
      const [, seq, result, durationUs] = event;
      const record = open.get(seq);
      if (!record) continue;
      record.result = result;
      record.durationUs = durationUs;
      delete record.unfinished;
      open.delete(seq);
    }
  }
  return records;
}

type Begin = [
  kind: 0,
  seq: number,
  phase: string,
  object: string,
  className: string | null,
  parent: string | null,
  method: string,
  args: Record<string, TraceValue>,
  startUs: number,
  thread: number,
];
type End = [kind: 1, seq: number, result: TraceValue, durationUs: number];
type Event = Begin | End;
