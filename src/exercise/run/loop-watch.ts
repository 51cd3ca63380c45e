/** Tells the line that a module's endless loop is in: its own thread cannot, so another one does, shortly before the time is over. */
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { LOOP_LINE } from './loop-marks';

interface WatchTask {
  /** When it tells, in milliseconds from now. */
  afterMs: number;
  /** Begins its answer. */
  mark: string;
  descriptor: number;
}

/** Starts to watch the loops that loop-marks.ts marked. It keeps no process alive. */
export function watchLoops(task: WatchTask): void {
  const line = new Int32Array(new SharedArrayBuffer(4));
  Reflect.set(globalThis, LOOP_LINE, line);
  const worker = new Worker(__filename, { workerData: { ...task, line } });
  worker.unref();
  // It is an extra: without it the verdict only does not say the line.
  worker.on('error', () => undefined);
}

if (!isMainThread) {
  const { afterMs, mark, descriptor, line } = workerData as WatchTask & { line: Int32Array };
  setTimeout(() => {
    const at = Atomics.load(line, 0);
    if (at > 0) writeSync(descriptor, `\n${mark}${JSON.stringify({ at })}\n`);
  }, afterMs);
}
