/** Long work that can be left alone for a moment wherever it yields. */
export type Pausing<Result> = Generator<undefined, Result, undefined>;

/** Does all of it at once. */
export function atOnce<Result>(work: Pausing<Result>): Result {
  let state = work.next();
  while (!state.done) state = work.next();
  return state.value;
}

/** Lets timers, input and output have their turn at every pause: a terminal or notebook shows what was printed meanwhile. */
export async function inTurns<Result>(work: Pausing<Result>): Promise<Result> {
  let state = work.next();
  while (!state.done) {
    await new Promise((resume) => setImmediate(resume));
    state = work.next();
  }
  return state.value;
}
