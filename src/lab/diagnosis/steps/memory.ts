import type { TraceValue } from '../../../trace/record';
import type { Finding } from '../../finding';
import { endedWell, lineSaid, said, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt, placeOf } from './call';
import { faultObserved, faultSaid, lastRecord, pluginSaid } from './message';
import { nullPointerFault } from './enqueue';
import type { Step } from './step';

/** Everybody keeps to the memory that is theirs. */
export const memory: Step = {
  name: 'memory',
  question: { en: 'Does it keep to its memory?', zh: '内存使用对吗？' },
  look: {
    en: 'workbook build --check (memcheck, racecheck) and --sanitize address; on a GPU compute-sanitizer',
    zh: 'workbook build --check（memcheck、racecheck）和 --sanitize address；GPU 上用 compute-sanitizer',
  },
  reached: (run) =>
    run.trace.some(({ method, unfinished }) => method === 'enqueue' && !unfinished) ||
    run.findings.length > 0,
  judge: (run) => found(run) ?? died(run) ?? failed(run) ?? observed(run),
};

const DEVICE: Record<string, string> = {
  outOfBounds: 'out-of-bounds',
  useAfterFree: 'use-after-free',
  hostMemory: 'host-memory-in-kernel',
  misaligned: 'misaligned',
  race: 'race',
  fault: 'device-fault',
};
const HOST: readonly [RegExp, string, Fault['step']][] = [
  [/double-free|bad-free|alloc-dealloc-mismatch|not malloc/, 'double-free', 'lifetime'],
  [
    /heap-use-after-free|stack-use-after|use-after-(scope|return|poison)/,
    'use-after-free',
    'memory',
  ],
  [/stack-overflow/, 'stack-overflow', 'memory'],
  [/overflow|underflow|container-overflow|negative-size|param-overlap/, 'heap-overflow', 'memory'],
];

/** What a checker saw comes first: it is nearer to the cause than what became of it. */
function found(run: Run): Fault | null {
  const [first] = run.findings;
  if (!first) return null;
  return first.tool === 'AddressSanitizer' || first.tool === 'UndefinedBehaviorSanitizer'
    ? hostFault(run, first)
    : deviceFault(run, first);
}

function deviceFault(run: Run, finding: Finding): Fault {
  const record = lastRecord(run, ({ method }) => method === 'enqueue');
  const plugin = record?.class ? { plugin: record.class } : {};
  const saw = sawOf(finding);
  const place = placeOf(finding.frames[0] ?? null);
  const at = { ...plugin, method: 'enqueue', saw, ...(place ? { place } : {}) };
  if (isNull(finding.message) && record) {
    const cause = nullPointerFault(run, { ...record, result: 700 });
    if (cause) return { ...cause, saw: [...saw, ...cause.saw], ...(place ? { place } : {}) };
  }
  if (finding.kind === 'outOfBounds' && isTooWide(finding, record?.args['out']))
    return { step: 'memory', mistake: 'type-too-wide', ...at };
  return { step: 'memory', mistake: DEVICE[finding.kind] ?? 'device-fault', ...at };
}

/** An address in the first page: `address 0x0`, or `at 0x10 by …`. */
function isNull(message: string): boolean {
  const [, address] = /(?:address|at) 0x([\da-f]+)\b/.exec(message) ?? [];
  return address !== undefined && BigInt(`0x${address}`) < 0x10000n;
}

/** Eight bytes written where every output has elements of four or less, just behind the end of one. */
function isTooWide({ message }: Finding, outputs: TraceValue | undefined): boolean {
  const [, width] = /write of (\d+) bytes/.exec(message) ?? [];
  const types = Array.isArray(outputs)
    ? outputs.map((desc) =>
        desc !== null && typeof desc === 'object' && !Array.isArray(desc) ? desc['type'] : null,
      )
    : [];
  const widest = Math.max(
    0,
    ...types.map((type) => (typeof type === 'string' ? BYTES[type] : undefined) ?? 8),
  );
  return types.length > 0 && Number(width) === 2 * widest && widest > 0;
}
const BYTES: Record<string, number> = {
  kFLOAT: 4,
  kINT32: 4,
  kHALF: 2,
  kBF16: 2,
  kINT8: 1,
  kUINT8: 1,
  kBOOL: 1,
  kFP8: 1,
};

function hostFault(run: Run, finding: Finding): Fault | null {
  const [, mistake, step] =
    HOST.find(([pattern]) => pattern.test(`${finding.kind} ${finding.message}`)) ?? [];
  if (!mistake || !step) return null; // a plain SEGV: the call in which it came says more
  const last = run.trace.at(-1);
  const open =
    lastRecord(run, ({ unfinished, object }) => unfinished === true && object !== 'host') ?? last;
  const place = placeOf(
    finding.frames.find(({ kind }) => kind === 'plugin') ??
      finding.related[0]?.frames.find(({ kind }) => kind === 'plugin') ??
      null,
  );
  const isField = mistake === 'use-after-free' && open?.method === 'getFieldsToSerialize';
  return {
    step: isField ? 'serialisation' : step,
    mistake: isField ? 'field-of-freed-memory' : mistake,
    ...(open?.class ? { plugin: open.class } : {}),
    ...(open && open.object !== 'host' ? { method: open.method } : {}),
    saw: sawOf(finding),
    ...(place ? { place } : {}),
  };
}

function sawOf({ tool, message, frames, related }: Finding): string[] {
  const at = (frame: Finding['frames'][number] | undefined): string[] => {
    const place = placeOf(frame ?? null);
    return place ? [`at ${place}`] : [];
  };
  const own = (all: Finding['frames']): Finding['frames'][number] | undefined =>
    all.find(({ kind }) => kind === 'plugin') ?? all[0];
  return [
    `${tool}: ${message}`,
    ...at(own(frames)),
    ...related.flatMap((each) => at(own(each.frames)).map((place) => `${each.what} ${place}`)),
  ];
}

function died(run: Run): Fault | null {
  if (run.limit === 'memory' || run.limit === 'addressSpace') {
    const call = endingCall(run);
    return call
      ? faultAt(run, call, 'out-of-memory', 'memory')
      : { step: 'memory', mistake: 'out-of-memory', saw: [`${run.peakMemoryBytes} bytes in use`] };
  }
  const mistakes: Partial<Record<NonNullable<Run['crash']>['cause'], string>> = {
    deviceMemory: 'device-memory-on-host',
    stackOverflow: 'stack-overflow',
    stackSmashing: 'heap-overflow',
  };
  const mistake = run.crash ? mistakes[run.crash.cause] : undefined;
  if (!mistake || !run.crash) return null;
  const call = endingCall(run);
  if (call) return faultAt(run, call, mistake, 'memory');
  return { step: 'memory', mistake, saw: [`${run.crash.signal}: ${run.crash.what}`] };
}

function failed(run: Run): Fault | null {
  if (endedWell(run)) return null;
  const overrun = faultSaid(run, 'memory', [
    [/PLUGIN_OVERRUN|wrote past (its memory|the end of)/, 'wrote-past-its-memory'],
  ]);
  if (overrun) {
    const wide = run.observations.find(({ name }) => name === 'type-too-wide');
    return {
      ...overrun,
      ...(wide ? { mistake: wide.name, saw: [...overrun.saw, wide.saw] } : {}),
      ...pluginSaid(run),
    };
  }
  if (!/\b700\b|illegal memory access|cudaErrorIllegalAddress/.test(said(run))) return null;
  const record = lastRecord(run, ({ method }) => method === 'enqueue');
  const line = lineSaid(run, /\b700\b|illegal memory access/);
  if (record && Number(record.result) === 700) {
    const cause = nullPointerFault(run, record);
    if (cause) return { ...cause, saw: [...(line ? [line] : []), ...cause.saw] };
  }
  return {
    step: 'memory',
    mistake: 'device-fault',
    ...(record?.class ? { plugin: record.class } : {}),
    saw: line ? [line] : [],
  };
}

function observed(run: Run): Fault | null {
  return faultObserved(run, 'memory', ['type-too-wide', 'wrote-past-its-memory']);
}
