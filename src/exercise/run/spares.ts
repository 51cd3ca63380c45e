/** Processes that wait for the next run while something else goes on: a compiler, or a learner who types. */
import type { LabOptions } from '../../lab/lab-run';
import type { ProcessTask } from './subject-task';
import { WaitingProcess } from './waiting-process';

const waiting = new Map<string, WaitingProcess>();

const keyOf = (kind: ProcessTask['kind'], options: LabOptions): string =>
  `${kind} ${JSON.stringify(options)}`;

/** Starts one where none of this kind waits. */
export function prepareSpare(kind: ProcessTask['kind'], options: LabOptions): void {
  const key = keyOf(kind, options);
  if (!waiting.get(key)?.waits) waiting.set(key, new WaitingProcess(kind, options));
}

/** The one that waits, for whoever gives it a task; null where none does. */
export function takeSpare(kind: ProcessTask['kind'], options: LabOptions): WaitingProcess | null {
  const key = keyOf(kind, options);
  const found = waiting.get(key) ?? null;
  waiting.delete(key);
  return found?.waits ? found : null;
}

/** Ends all that wait. */
export async function discardSpares(): Promise<void> {
  const all = [...waiting.values()];
  waiting.clear();
  await Promise.all(all.map((each) => each.discard()));
}
