/** From a flat trace to lives: which object lives from when to when, who made it, and what it was asked in one go. */
import type { TraceRecord, TraceValue } from '../trace/record';
import { foldRepeats } from './fold-repeats';

/** Who holds an object, told by the phase in which it was made. */
export type Holder = 'creator' | 'caller' | 'network' | 'builder' | 'engine' | 'context' | 'other';

/** Calls of one method within a burst. */
export interface CallGroup {
  method: string;
  records: TraceRecord[];
  /** The plugin called itself from within the method before. */
  nested: boolean;
  /** One of them returned a failure code or null where an object was due. */
  failed: boolean;
  /** One of them did not return. */
  unfinished: boolean;
}

/** Something that happens to one object at one moment; a burst is a run of calls that nothing else interrupts. */
export type LifeEvent =
  | { kind: 'burst'; object: string; phase: number; calls: CallGroup[]; byCaller: boolean }
  | { kind: 'birth'; object: string; phase: number; parent: string | null }
  | { kind: 'death'; object: string; phase: number; byDestroy: boolean };

export type Burst = Extract<LifeEvent, { kind: 'burst' }>;

export interface Life {
  object: string;
  className: string | null;
  parent: string | null;
  holder: Holder;
  /** Index into `events`; -1 where it lived before the trace began. */
  birth: number;
  /** Index into `events`; -1 where it outlives the trace. */
  death: number;
}

export interface Phase {
  name: string;
  /** The host's own records of this phase. */
  host: TraceRecord[];
  failed: boolean;
}

export interface Lifelines {
  phases: Phase[];
  lives: Life[];
  events: LifeEvent[];
  /** Calls left out of the bursts, by method. */
  muted: Record<string, number>;
}

/** Questions that say nothing about the life of an object: asked everywhere, answered by a constant. */
export const MUTED_METHODS: readonly string[] = [
  'getCapabilityInterface',
  'getPluginName',
  'getPluginType',
  'getPluginVersion',
  'getPluginNamespace',
  'getTensorRTVersion',
  'getInterfaceInfo',
];

/** Methods whose result is a status: 0 or true is success. */
const STATUS_METHODS: readonly string[] = [
  'configurePlugin',
  'onShapeChange',
  'setTactic',
  'enqueue',
  'initialize',
];

/** Methods that make an object and return null when they cannot. */
const MAKING_METHODS: readonly string[] = ['createPlugin', 'deserializePlugin', 'clone'];

/** `enqueue#2` -> `enqueue`: the step without its number. */
export function stepOf(phase: string): string {
  return phase.replace(/#\d+(–#\d+)?$/, '');
}

function holderOf(record: TraceRecord): Holder {
  if (record.object.startsWith('creator#')) return 'creator';
  if (record.method !== 'construct') return 'other';
  switch (stepOf(record.phase)) {
    case 'addLayers':
    case '':
      return record.parent?.startsWith('creator#') === true ? 'caller' : 'network';
    case 'outputDimensions':
      return 'network';
    case 'build':
      return 'builder';
    case 'deserialize':
      return 'engine';
    case 'createContext':
    case 'secondContext':
    case 'enqueue':
    case 'profiledEnqueue':
      return 'context';
    default:
      return record.parent?.startsWith('creator#') === true ? 'caller' : 'other';
  }
}

function failed(record: TraceRecord): boolean {
  const { method, result } = record;
  if (record.unfinished === true) return false;
  if (STATUS_METHODS.includes(method)) return typeof result === 'number' && result !== 0;
  return MAKING_METHODS.includes(method) && result === null;
}

/** Whether the user's own code made this call, and not TensorRT. */
function calledByUser(record: TraceRecord): boolean {
  const step = stepOf(record.phase);
  return (
    (record.object.startsWith('creator#') && step !== 'deserialize') ||
    step === 'destroyPlugins' ||
    step === ''
  );
}

function endsObject({ method }: TraceRecord): boolean {
  return method === 'destroy' || method === 'destruct';
}

function sameValue(a: TraceValue, b: TraceValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Adds a record to a burst: a method asked again within the burst joins the first time it was asked. */
function addCall(calls: CallGroup[], record: TraceRecord): void {
  const before = calls[calls.length - 1];
  const nested =
    record.method === 'clone' &&
    before?.method === 'attachToContext' &&
    sameValue(before.records[before.records.length - 1]?.result ?? null, record.result);
  let group = calls.find((call) => call.method === record.method && call.nested === nested);
  if (group === undefined) {
    group = { method: record.method, records: [], nested, failed: false, unfinished: false };
    calls.push(group);
  }
  group.records.push(record);
  group.failed ||= failed(record);
  group.unfinished ||= record.unfinished === true;
}

/**
 * Orders a trace by objects and moments.
 *
 * @param records A trace, or a part of one, in the order the calls started.
 * @param muted Methods to count but not to draw; a call that failed or did not return is drawn all the same.
 */
export function lifelines(
  records: readonly TraceRecord[],
  muted: readonly string[] = MUTED_METHODS,
): Lifelines {
  const phases: Phase[] = [];
  const lives = new Map<string, Life>();
  const events: LifeEvent[] = [];
  const mutedCounts: Record<string, number> = {};
  let open: Burst | null = null;
  /** destroy() is V2's way to die: where it comes alone, it is drawn as part of the death. */
  const byDestroy = new Set<string>();
  const dying = new Set(
    records.filter(({ method }) => method === 'destruct').map(({ object }) => object),
  );

  /** The phase whose step has ended: what still happens in it is the user's own doing. */
  let ended: string | null = null;

  for (const record of records) {
    if (record.phase !== ended) ended = null;
    const idle = ended !== null || record.phase === '';
    const holder = lives.get(record.object)?.holder;
    const name =
      idle && endsObject(record) && holder === 'caller' ? 'destroyPlugins' : record.phase;
    if (phases[phases.length - 1]?.name !== name) {
      phases.push({ name, host: [], failed: false });
      open = null;
    }
    if (record.object === 'host' && record.method === stepOf(record.phase)) ended = record.phase;
    const phase = phases.length - 1;
    const current = phases[phase];
    if (record.object === 'host') {
      current?.host.push(record);
      if (current !== undefined && record.result === false) current.failed = true;
      continue;
    }
    let life = lives.get(record.object);
    if (life === undefined) {
      life = {
        object: record.object,
        className: record.class,
        parent: record.parent,
        holder: holderOf(record),
        birth: -1,
        death: -1,
      };
      lives.set(record.object, life);
    }
    if (record.method === 'construct') {
      life.birth = events.length;
      events.push({ kind: 'birth', object: record.object, phase, parent: record.parent });
    } else if (record.method === 'destruct') {
      life.death = events.length;
      const called = byDestroy.has(record.object);
      events.push({ kind: 'death', object: record.object, phase, byDestroy: called });
      if (open?.object === record.object) open = null;
    } else if (
      record.method === 'destroy' &&
      dying.has(record.object) &&
      open?.object !== record.object
    ) {
      byDestroy.add(record.object);
    } else if (muted.includes(record.method) && record.unfinished !== true && !failed(record)) {
      mutedCounts[record.method] = (mutedCounts[record.method] ?? 0) + 1;
    } else {
      if (open === null || open.object !== record.object) {
        const byCaller = calledByUser(record);
        open = { kind: 'burst', object: record.object, phase, calls: [], byCaller };
        events.push(open);
      }
      addCall(open.calls, record);
    }
  }
  return foldRepeats({ phases, lives: [...lives.values()], events, muted: mutedCounts });
}
