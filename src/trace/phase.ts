import { Encoder } from '@msgpack/msgpack';
import { native } from '../native-loader';

/** The phase that a caller further out has opened; calls inside belong to it. */
let outermost: string | null = null;
const timesSeen = new Map<string, number>();
/** Keeps its memory between records. */
const encoder = new Encoder();

/** How a phase is named. */
interface PhaseOptions {
  /** What the host's record is called, by default the phase; null writes no record. */
  method?: string | null;
  /** A second run of the phase is called `phase#2`, and so on. */
  numbered?: boolean;
}

/**
 * Runs one step of the host and labels every plugin call inside it with the step's phase. When the step ends, the host's own record is
 * written: `{"object":"host","method":…,"result":true|false}`. Steps inside a step belong to the outer one and write no record.
 *
 * @param phase Phase name as the recordings have it: `addLayers`, `build`, `deserialize`, `createContext`, `enqueue`, …
 */
export function duringPhase<Result>(
  phase: string,
  act: () => Result,
  options: PhaseOptions = {},
): Result {
  if (outermost !== null) return act();
  const close = open(phase, options);
  let done = false;
  try {
    const result = act();
    done = true;
    return result;
  } finally {
    close(done);
  }
}

/** The same for a step that may wait: the phase lasts until the promise settles. */
export async function duringPhaseAsync<Result>(
  phase: string,
  act: () => Promise<Result>,
  options: PhaseOptions = {},
): Promise<Result> {
  if (outermost !== null) return act();
  const close = open(phase, options);
  let done = false;
  try {
    const result = await act();
    done = true;
    return result;
  } finally {
    close(done);
  }
}

/** Opens a phase. @returns what ends it and writes the host's record */
function open(phase: string, { method = phase, numbered }: PhaseOptions): (done: boolean) => void {
  const seen = (timesSeen.get(phase) ?? 0) + 1;
  timesSeen.set(phase, seen);
  const name = numbered && seen > 1 ? `${phase}#${seen}` : phase;
  outermost = name;
  native().trace.setPhase(name);
  return (done) => {
    // Another phase may have begun meanwhile, in code that did not wait.
    if (method !== null) recordHost(method, {}, done);
    if (outermost === name) outermost = null;
  };
}

/** Writes a record of the host itself into the trace, in the phase that is open. */
export function recordHost(method: string, args: Record<string, unknown>, result: unknown): void {
  const { trace } = native();
  const sequence = trace.nextSequence();
  const startUs = Number(process.hrtime.bigint() / 1000n);
  const begin = [0, sequence, outermost ?? '', 'host', null, null, method, args, startUs, 0];
  // What is appended is copied at once, so that the encoder's own memory will do.
  trace.append(encoder.encodeSharedRef(begin));
  trace.append(encoder.encodeSharedRef([1, sequence, result, 0]));
}

/** Starts counting phases again, as after `trace.reset()`. */
export function resetPhases(): void {
  timesSeen.clear();
}
