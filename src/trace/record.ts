/** A value as the trace keeps it: dims as arrays, enums by name, objects by id, pointers only as whether they are null. */
export type TraceValue =
  | null
  | boolean
  | number
  | string
  | TraceValue[]
  | { [key: string]: TraceValue };

/**
 * One call on a creator or plugin, or one step of the host, in the order the calls start.
 *
 * @example
 * ```jsonc
 * { "seq": 11, "phase": "addLayers", "object": "plugin#1", "class": "AddScalar@2", "parent": "creator#1",
 *   "method": "clone", "args": {}, "result": "plugin#2", "durationUs": 1.2, "thread": 1 }
 * ```
 */
export interface TraceRecord {
  /** Position in the trace, counted from 0. */
  seq: number;
  /** What the host was doing: `addLayers`, `build`, `enqueue#2`, …; empty before the first step. */
  phase: string;
  /** `plugin#N` by order of construction, `creator#N` by order of registration, or `host`. */
  object: string;
  /** `Name@version`; null for the host. */
  class: string | null;
  /** The object that cloned this one, or the creator that made it; null for creators and the host. */
  parent: string | null;
  /** The API method, `construct` or `destruct`; for the host the step. */
  method: string;
  args: { [key: string]: TraceValue };
  result: TraceValue;
  /** Microseconds from the call's start to its return, calls it made included. */
  durationUs: number;
  /** Small number of the calling thread, 1 for the first one seen. */
  thread: number;
  /** Present where the call did not return: it crashed or is still running. `result` then means nothing. */
  unfinished?: true;
}
