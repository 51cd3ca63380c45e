/** How far a long build is, in one line: in place in a terminal, in place below the cell in a notebook, and nowhere else. */
import type { ProgressMonitor } from '../runtime/build/progress-monitor';
import { notebookWriter } from './show';

interface OpenPhase {
  name: string;
  nbSteps: number;
  done: number;
}

export interface ProgressLineOptions {
  /** Milliseconds of work before anything is shown: short work stays silent. */
  afterMs?: number;
  /** Milliseconds between two lines. */
  everyMs?: number;
  /** The clock, in milliseconds. */
  now?: () => number;
}

const BAR = 16;
/** Longer lines are cut: one that wraps cannot be written over. */
const MOST_CHARACTERS = 78;

/** `Building 3/12  Timing probe 40/96 [██████░░░░░░░░░░] 12 s` */
function lineOf(open: readonly OpenPhase[], elapsedMs: number): string {
  const phases = open.map(({ name, nbSteps, done }) => `${name} ${done}/${nbSteps}`);
  let [part, share] = [0, 1];
  for (const { nbSteps, done } of open) {
    share /= Math.max(1, nbSteps);
    part += done * share;
  }
  const full = Math.min(BAR, Math.round(part * BAR));
  const bar = `[${'█'.repeat(full)}${'░'.repeat(BAR - full)}]`;
  const tail = ` ${bar} ${Math.round(elapsedMs / 1000)} s`;
  const head = Array.from(phases.join('  '));
  const room = MOST_CHARACTERS - tail.length;
  const shown = head.length > room ? [...head.slice(0, room - 1), '…'] : head;
  return shown.join('') + tail;
}

/** Keeps the open phases and says when a line is due. `draw(null)` removes the line. */
function monitor(
  draw: (line: string | null) => void,
  options: ProgressLineOptions,
): ProgressMonitor {
  const { afterMs = 1000, everyMs = 100, now = () => performance.now() } = options;
  const open: OpenPhase[] = [];
  let [start, last, shown] = [0, 0, false];
  const update = (): void => {
    const time = now();
    if (time - start < afterMs || (shown && time - last < everyMs)) return;
    [last, shown] = [time, true];
    draw(lineOf(open, time - start));
  };
  return {
    phaseStart(name, _parentPhase, nbSteps) {
      if (open.length === 0) [start, shown] = [now(), false];
      open.push({ name, nbSteps, done: 0 });
      update();
    },
    stepComplete(name, step) {
      const phase = open.find((each) => each.name === name);
      if (phase) phase.done = step + 1;
      update();
      return true;
    },
    phaseFinish(name) {
      const at = open.findIndex((each) => each.name === name);
      // Phases inside it end with it.
      if (at >= 0) open.length = at;
      if (open.length > 0) update();
      else if (shown) draw(null);
    },
  };
}

/** Writes over the line in which the cursor stands. */
function inTerminal(write: (text: string) => void, options: ProgressLineOptions): ProgressMonitor {
  return monitor((line) => write(`\r${line ?? ''}\u001b[K`), options);
}

/**
 * A progress monitor for a build that takes long. In a terminal it writes one line over itself and removes it at the end; in a notebook
 * it does the same below the cell; into a pipe or a file it writes nothing.
 *
 * @param write Where to, as a terminal understands it; default standard error where that is a terminal.
 * @example
 * ```ts
 * config.setProgressMonitor(progressLine());
 * ```
 */
export function progressLine(
  write?: (text: string) => void,
  options: ProgressLineOptions = {},
): ProgressMonitor {
  if (write) return inTerminal(write, options);
  const publish = notebookWriter();
  if (!publish) {
    if (!process.stderr.isTTY) return monitor(() => undefined, options);
    return inTerminal((text) => process.stderr.write(text), options);
  }
  const id = `progress-${++progressLines}`;
  let begun = false;
  return monitor((line) => {
    publish(
      { data: { 'text/plain': line ?? '' }, metadata: {}, transient: { display_id: id } },
      begun,
    );
    begun = true;
  }, options);
}

/** Every line below a notebook's cells has an id of its own. */
let progressLines = 0;
