import { guiltyFrame } from '../../frame';
import { callLine, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt, placeOf } from './call';
import { calls, faultIn, faultObserved, lastRecord } from './message';
import type { Step } from './step';

const AT_EXIT =
  /^(__run_exit_handlers|_dl_fini|__cxa_finalize|__do_global_dtors_aux|exit|__GI_exit|_dl_call_fini)\b/;
const DESTROYED_HEAP = [
  'heapCorruption',
  'wildPointer',
  'unmappedMemory',
  'badCall',
  'pureVirtualCall',
  'forbiddenMemory',
];

/** Every object dies once, and none is left. */
export const lifetime: Step = {
  name: 'lifetime',
  question: { en: 'Does every object die once?', zh: '每个对象都恰好销毁一次吗？' },
  look: {
    en: 'construct, clone and destruct in the trace; AddressSanitizer; the exit code',
    zh: '跟踪里的 construct、clone、destruct；AddressSanitizer；退出码',
  },
  reached: (run) => calls(run, /^(destruct|destroy)$/),
  judge: (run) =>
    died(run) ??
    noClone(run) ??
    faultObserved(run, 'lifetime', ['not-destroyed', 'crash-at-exit', 'no-clone']) ??
    elsewhere(run),
};

function died(run: Run): Fault | null {
  if (!run.crash || run.limit !== null || run.crash.cause === 'uncaughtException') return null;
  const found = endingCall(run);
  const exiting =
    run.backtrace?.some(({ function: name }) => name !== null && AT_EXIT.test(name)) ?? false;
  // A destructor that runs at exit is that of a global object, unless the trace says otherwise.
  const call = exiting && found?.record === null ? null : found;
  if (call?.step === 'lifetime') {
    const twice =
      DESTROYED_HEAP.includes(run.crash.cause) &&
      /^(destruct|destroy|terminate)$/.test(call.method);
    return faultAt(run, call, twice ? 'double-free' : 'crash-in-lifetime');
  }
  if (call || !exiting) return null;
  const shared = run.libraries.flatMap(({ sharedState }) => sharedState);
  const place = placeOf(guiltyFrame(run.backtrace));
  const isTwice = shared.length > 0 || run.crash.cause === 'heapCorruption';
  return {
    step: 'lifetime',
    mistake: isTwice ? 'two-copies-of-static-state' : 'crash-at-exit',
    saw: [
      `${run.crash.signal} while the process ended: ${run.crash.what}`,
      ...shared
        .slice(0, 3)
        .map(({ symbol, library }) => `${symbol} is defined here and in ${library}`),
      ...(place ? [`at ${place}`] : []),
    ],
    ...(place ? { place } : {}),
  };
}

/** The call that died was on an object whose clone had just been deleted: what the two shared, or were, went with it. */
export function diedWithClone(run: Run): Fault | null {
  const call = endingCall(run);
  if (!run.crash || run.limit !== null || !call?.record) return null;
  const { record } = call;
  const before = run.trace
    .filter(({ seq, object }) => seq < record.seq && object !== 'host')
    .at(-1);
  if (before?.method !== 'destruct' || before.parent !== record.object) return null;
  const isGone = record.method === 'getCapabilityInterface' || call.frame === null;
  const fault = faultAt(run, call, isGone ? 'clone-is-itself' : 'double-free', 'lifetime');
  return {
    ...fault,
    saw: [`just before: ${callLine(before)}, made by ${record.object}`, ...fault.saw],
  };
}

function noClone(run: Run): Fault | null {
  const record = lastRecord(
    run,
    ({ method, result, unfinished }) =>
      /^(clone|attachToContext)$/.test(method) && result === null && !unfinished,
  );
  // attachToContext() of a V2 plugin returns nothing.
  if (!record || (record.method === 'attachToContext' && !isV3(run, record.object))) return null;
  return faultIn(record, 'lifetime', 'no-clone', []);
}

function isV3(run: Run, object: string): boolean {
  return run.trace.some(
    (each) => each.object === object && each.method === 'getCapabilityInterface',
  );
}

/** It died, and no other question has an answer. */
function elsewhere(run: Run): Fault | null {
  if (!run.crash || run.limit !== null) return null;
  const call = endingCall(run);
  if (call) return null;
  const place = placeOf(guiltyFrame(run.backtrace));
  const isHeap = run.crash.cause === 'heapCorruption';
  return {
    step: isHeap ? 'memory' : 'lifetime',
    mistake: isHeap ? 'heap-destroyed' : 'crash',
    saw: [`${run.crash.signal}: ${run.crash.what}`, ...(place ? [`at ${place}`] : [])],
    ...(place ? { place } : {}),
  };
}
