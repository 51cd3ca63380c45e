import { failedCall } from './failed-call';
import { endedWell, said, shortened, type Run } from './evidence';
import type { Fault, StepName } from './mistake';
import { STEPS, stepNamed } from './steps';
import { diedWithClone } from './steps/lifetime';

/**
 * Who is asked first when one thing makes many questions go wrong. What a checker or the memory manager saw is nearer to the cause than the call that
 * failed of it; a field that changed is the reason for the plugin that could not be made.
 */
const ROOTS: readonly StepName[] = [
  'memory',
  'load',
  'serialisation',
  'creator',
  'fields',
  'shapes',
  'formats',
  'build',
  'enqueue',
  'lifetime',
];

/** What is wrong in a run: its root, or null where nothing is. */
export function judgeRun(run: Run): Fault | null {
  const timed = run.limit === 'time' || run.limit === 'cpu';
  if (timed)
    return stepNamed('load').judge({ ...run, libraries: [] }) ?? stepNamed('build').judge(run);
  const shared = run.findings.length === 0 ? diedWithClone(run) : null;
  if (shared) return shared;
  for (const name of ROOTS) {
    const fault = stepNamed(name).judge(run);
    if (fault) return fault;
  }
  return endedWell(run) ? null : (failedCall(run) ?? unknownFailure(run));
}

/** It failed, and nobody knows why: the last words are all there is. */
function unknownFailure(run: Run): Fault {
  const reached = STEPS.filter((step) => step.reached(run)).at(-1);
  const lines = said(run)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^at |^Node\.js v|^\^|^\}$/.test(line));
  const [first] = run.error ? [`${run.error.code} ${run.error.message}`.trim()] : lines.slice(-1);
  return {
    step: reached?.name ?? 'load',
    mistake: 'command-failed',
    saw: [
      shortened(first ?? 'it said nothing'),
      run.signal ? `ended by ${run.signal}` : `exit code ${String(run.exitCode)}`,
    ],
  };
}
