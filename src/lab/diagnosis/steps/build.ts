import type { Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt, placeOf } from './call';
import { guiltyFrame } from '../../frame';
import { calls, faultIn, faultSaid, lastRecord, type Message } from './message';
import type { Step } from './step';

const MESSAGES: readonly Message[] = [
  [
    /NO_IMPLEMENTATION|Could not find any implementation for node|Skipping tactic/,
    'no-implementation',
  ],
  [/TACTICS_INVALID|ALIAS_INVALID|WORKSPACE_TOO_LARGE|CAPABILITY_MISSING/, 'build-refused'],
  [
    /(returned from |: |: \S+ version \S+: )(configurePlugin|getWorkspaceSize|getNbTactics|getValidTactics|getFormatCombinationLimit|getTimingCacheID|getMetadataString|setTactic|initialize)\b/,
    'build-refused',
  ],
];

/** The builder comes to an end, with an engine. */
export const build: Step = {
  name: 'build',
  question: { en: 'Does the build finish?', zh: '构建能结束吗？' },
  look: {
    en: 'the last call of the trace that did not return, and the backtrace of the thread that runs',
    zh: '跟踪中最后一个没有返回的调用，以及运行线程的回溯',
  },
  reached: (run) =>
    run.trace.some(
      ({ phase, method }) => phase.startsWith('build') && method === 'configurePlugin',
    ) || calls(run, /^configurePlugin$/),
  judge: (run) => hang(run) ?? died(run) ?? failed(run),
};

/** Which call it waits in, how long, and where the thread is. A hang in another step is that step's. */
function hang(run: Run): Fault | null {
  if (run.limit !== 'time' && run.limit !== 'cpu') return null;
  const call = endingCall(run);
  const seconds = `${(run.durationMs / 1000).toFixed(1)} s`;
  const idle = run.cpuMs < run.durationMs / 10;
  const how = idle
    ? 'and used no processor time: it waits for something'
    : 'and kept a core busy: it computes';
  const frame = guiltyFrame(run.backtrace);
  const where = placeOf(frame);
  const stack = (run.backtrace ?? [])
    .filter(({ kind }) => kind !== 'node')
    .slice(0, 4)
    .map(({ function: name }) => (name ?? '?').replace(/\(.*$/s, ''));
  const fault = call ? faultAt(run, call, 'hang') : null;
  return {
    ...(fault ?? { mistake: 'hang', ...(where ? { place: where } : {}) }),
    step: fault?.step ?? 'build',
    saw: [
      `${call ? call.method : 'the process'} was still running when it was stopped after ${seconds}, ${how}`,
      ...(fault?.saw ?? (where ? [`at ${where}`] : [])),
      ...(stack.length > 0 ? [`stack: ${stack.join(' < ')}`] : []),
    ],
  };
}

function died(run: Run): Fault | null {
  const call = endingCall(run);
  return call?.step === 'build' && run.crash?.cause !== 'uncaughtException'
    ? faultAt(run, call, 'crash-in-build')
    : null;
}

function failed(run: Run): Fault | null {
  const found = faultSaid(run, 'build', MESSAGES);
  if (!found) return null;
  const [late] =
    found.mistake === 'no-implementation'
      ? ['enqueue']
      : [/\b(\w+)(: | returned)/.exec(found.saw[0] ?? '')?.[1]];
  const record = lastRecord(
    run,
    ({ method, result, phase }) => method === late && result !== 0 && phase.startsWith('build'),
  );
  return record ? faultIn(record, 'build', found.mistake, found.saw) : found;
}
