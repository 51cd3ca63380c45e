import type { TraceRecord } from '../../trace/record';
import type { Run } from './evidence';
import type { Fault, StepName } from './mistake';
import { faultIn } from './steps/message';

/** Methods whose answer says whether they succeeded: 0, or anything else. */
const STATUS: Record<string, [step: StepName, mistake: string]> = {
  getOutputDataTypes: ['shapes', 'shapes-refused'],
  getOutputShapes: ['shapes', 'shapes-refused'],
  configurePlugin: ['build', 'build-refused'],
  getValidTactics: ['build', 'build-refused'],
  initialize: ['build', 'build-refused'],
  setTactic: ['build', 'build-refused'],
  onShapeChange: ['enqueue', 'enqueue-failed'],
  enqueue: ['enqueue', 'enqueue-failed'],
};

/** In a run that failed without a word: the last call that reported failure, or refused everything. */
export function failedCall(run: Run): Fault | null {
  const calls = run.trace.filter(({ object, unfinished }) => object !== 'host' && !unfinished);
  const failed = [...calls].reverse().find(isFailure);
  if (failed) {
    const timed = failed.method === 'enqueue' && failed.phase.startsWith('build');
    const [step, mistake] = timed
      ? (['build', 'no-implementation'] as const)
      : (STATUS[failed.method] ?? ['build', 'build-refused']);
    return faultIn(failed, step, mistake, []);
  }
  const asked = calls.filter(({ method }) => method === 'supportsFormatCombination');
  const last = asked.at(-1);
  const refusedAll =
    last &&
    asked.filter(({ class: name }) => name === last.class).every(({ result }) => result === false);
  return refusedAll ? faultIn(last, 'formats', 'no-supported-format', []) : null;
}

function isFailure({ method, result }: TraceRecord): boolean {
  return Object.hasOwn(STATUS, method) && typeof result === 'number' && result !== 0;
}
