import type { TraceRecord, TraceValue } from '../../../trace/record';
import { endedWell, lineSaid, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt } from './call';
import { calls, faultIn, faultObserved, faultSaid, lastRecord, type Message } from './message';
import type { Step } from './step';

const MESSAGES: readonly Message[] = [
  [
    /SHAPE_MISSING|ADDRESS_MISSING|Not all shapes are specified|dimensions are not specified|Neither address nor allocator|address is not set/,
    'input-not-set',
  ],
  [
    /SHAPE_OUTSIDE_PROFILE|satisfyProfile|outside (of )?(the |its )?profile|not in range \[MIN, MAX\]/i,
    'outside-profile',
  ],
  [
    /stream is capturing|cudaErrorStreamCapture|\b(CUDA error|Cuda failure|returned|\() ?90[0-7]\b|capture[^\n]*(901|906)/i,
    'synchronise-while-capturing',
  ],
];
const CAPTURE_CODES = [900, 901, 902, 903, 904, 905, 906, 907, 908];

/** The engine runs. */
export const enqueue: Step = {
  name: 'enqueue',
  question: { en: 'Does it run?', zh: '能运行吗？' },
  look: {
    en: 'what enqueue() was called with and what it returned; cudaGetLastError() after each launch',
    zh: 'enqueue() 的参数和返回值；每次启动之后的 cudaGetLastError()',
  },
  reached: (run) =>
    run.trace.some(({ phase, method }) => method === 'enqueue' && !phase.startsWith('build')) ||
    calls(run, /^onShapeChange$/) ||
    // trtexec, ours too, records no calls while it measures.
    /^.*\bThroughput: /m.test(run.stdout),
  judge: (run) =>
    thrown(run) ??
    died(run) ??
    faultObserved(run, 'enqueue', [
      'synchronise-while-capturing',
      'launch-never-ran',
      'empty-tensor',
      'depends-on-earlier-runs',
      'contexts-share-state',
      'enqueue-failed',
    ]) ??
    faultSaid(run, 'enqueue', MESSAGES) ??
    returned(run),
};

/** An exception that left a method: the step is the method's. */
function thrown(run: Run): Fault | null {
  if (run.crash?.cause !== 'uncaughtException') return null;
  const call = endingCall(run);
  return call ? faultAt(run, call, 'throw-in-noexcept') : null;
}

function died(run: Run): Fault | null {
  const call = endingCall(run);
  if (call?.step !== 'enqueue' || run.limit !== null) return null;
  if (call.record && call.method === 'enqueue' && run.crash?.cause === 'nullPointer') {
    const found = nullPointerFault(run, call.record);
    if (found) return { ...faultAt(run, call, found.mistake), step: 'enqueue' };
  }
  return faultAt(run, call, 'crash-in-enqueue');
}

/** What enqueue() said itself. */
function returned(run: Run): Fault | null {
  if (endedWell(run)) return null;
  const failure = lastRecord(
    run,
    ({ method, result, unfinished }) =>
      /^(enqueue|onShapeChange|setTactic)$/.test(method) &&
      typeof result === 'number' &&
      result !== 0 &&
      !unfinished,
  );
  const line = lineSaid(run, /enqueue returned|onShapeChange returned|isSuccess\(status\) failed/);
  if (!failure)
    return faultSaid(run, 'enqueue', [
      [/(enqueue|onShapeChange)(: | )returned \d|isSuccess\(status\) failed/, 'enqueue-failed'],
    ]);
  // While it is timed, the build is what fails.
  if (failure.phase.startsWith('build')) return null;
  const code = Number(failure.result);
  const said = line ? [line] : [];
  if (CAPTURE_CODES.includes(code))
    return faultIn(failure, 'enqueue', 'synchronise-while-capturing', said);
  const found = nullPointerFault(run, failure);
  if (found && (isEmpty(failure) || code === 700 || code === 1))
    return { ...found, saw: [...said, ...found.saw] };
  return faultIn(failure, 'enqueue', 'enqueue-failed', said);
}

/** What a null pointer that enqueue() met can have been: a tensor without elements has one, and a workspace of no bytes. */
export function nullPointerFault(run: Run, record: TraceRecord): Fault | null {
  if (isEmpty(record)) return faultIn(record, 'enqueue', 'empty-tensor', []);
  const mine = ({ class: name }: TraceRecord): boolean => name === record.class;
  const asked = run.trace.filter((each) => each.method === 'getWorkspaceSize' && mine(each));
  const sizeIsNone = asked.every(({ result }) => result === 0);
  const code = Number(record.result);
  if (record.args['workspaceNull'] !== true || !sizeIsNone || code === 1) return null;
  const wrong = run.libraries.flatMap((facts) => facts.notOverriding);
  const method = wrong.find((each) => each.method === 'getWorkspaceSize');
  return faultIn(record, 'enqueue', 'workspace-is-null', [
    'getWorkspaceSize() returned 0: the answer of the base class, unless the plugin says so itself',
    ...(method
      ? [
          `${method.class}::getWorkspaceSize() is in the library, with a signature that overrides nothing`,
        ]
      : []),
  ]);
}

/** Whether a tensor of the call has an extent of 0. */
function isEmpty({ args }: TraceRecord): boolean {
  const dims = (value: TraceValue | undefined): TraceValue[] =>
    Array.isArray(value)
      ? value.flatMap((desc) =>
          desc !== null && typeof desc === 'object' && !Array.isArray(desc)
            ? [desc['dims'] ?? null]
            : [],
        )
      : [];
  return [...dims(args['in']), ...dims(args['out'])].some(
    (extents) => Array.isArray(extents) && extents.includes(0),
  );
}
