/** The notebook cell that runs, as the kernel knows it (src/kernel/cell-runner.ts). */
export interface RunningCell {
  /** Its text, as the learner sees it. */
  source: string;
}

/** Under this name the kernel leaves a function that says which cell runs. */
export const RUNNING_CELL = Symbol.for('workbook.runningCell');

/** @returns null where this process is no notebook's kernel */
export function runningCell(): RunningCell | null {
  const ask: unknown = Reflect.get(globalThis, RUNNING_CELL);
  return typeof ask === 'function' ? (ask as () => RunningCell | null)() : null;
}
