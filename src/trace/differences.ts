/**
 * Where a trace of this host differs from TensorRT's on purpose, and why. The only such list: what stands here is "explained" for
 * `workbook conformance` and for the tests, everything else must be equal. An entry that explains no recording any more fails the tests.
 */
import type { TraceRecord } from './record';
import type { Scenario } from './scenario';

/** Where two traces differ first. */
export interface FirstDifference {
  /** The record that TensorRT made; null where its trace ends. */
  recorded: TraceRecord | null;
  /** The record that this host made; null where its trace ends. */
  here: TraceRecord | null;
  /** What TensorRT did last before, up to ten records. */
  before: readonly TraceRecord[];
}

/** A reason why traces differ. */
export interface Difference {
  /** Short and stable, for reports. */
  id: string;
  /** Whether this is why the traces of the scenario differ. */
  matches: (scenario: Scenario, first: FirstDifference) => boolean;
  /** In words: what TensorRT does, what this host does, and why. */
  reason: string;
  /** Where TensorRT's behaviour is seen: recordings, or its documentation. */
  source: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    id: 'data-dependent-reformat',
    matches: (scenario, { recorded, here, before }) =>
      hasField(scenario, 'shape', 'size') &&
      isStep(recorded, 'enqueue', false) &&
      here?.phase === recorded?.phase &&
      before.at(-1)?.method === 'enqueue',
    reason:
      'TensorRT 10.6 fails to enqueue a reformat layer behind a data-dependent output ("Error Code 8: Integer Overflow (Dims_0 of strides is out of range.: cast failure due to overflow with value 18446744073709551615 …)"); this host waits for the extent and converts the tensor.',
    source: 'recordings/size-half-io.jsonl and rand-017.jsonl, phase enqueue#1',
  },
  {
    id: 'order-of-letting-go',
    matches: (scenario, { recorded, here }) =>
      scenario.layers.length * Math.max(1, scenario.profiles.length) >= FEWEST_OUT_OF_ORDER &&
      recorded !== null &&
      recorded.phase === here?.phase &&
      recorded.method === here.method &&
      recorded.object !== here.object &&
      LETTING_GO.includes(recorded.method) &&
      CONTEXT_PHASES.test(recorded.phase),
    reason:
      'With four plugin objects and more in a context, TensorRT 10.6 does not always attach and let go of them last to first: in 5 of 15 recorded engines one stands elsewhere, the same one in every context of an engine. Four of the five were recorded by a process that had run other engines before, which an order by address in memory would explain. This host always goes last to first.',
    source:
      'last to first: recordings/grid-014.jsonl, branch.jsonl; otherwise: recordings/grid-048.jsonl, rand-060.jsonl, rand-070.jsonl, size-two-profiles-chain.jsonl, alias-three-readers.jsonl',
  },
];

/** With fewer objects every recording goes last to first. */
const FEWEST_OUT_OF_ORDER = 4;
const LETTING_GO: readonly string[] = [
  'attachToContext',
  'detachFromContext',
  'destroy',
  'destruct',
];
const CONTEXT_PHASES = /^(createContext|secondContext|destroyContext)(#|$)/;

/** Whether a plugin layer of the scenario has the field with this value. */
function hasField({ layers }: Scenario, name: string, data: string): boolean {
  return layers.some(
    (layer) =>
      'fields' in layer && layer.fields.some((field) => field.name === name && field.data === data),
  );
}

/** Whether a record is the host's own, of a step with this result. */
function isStep(record: TraceRecord | null, step: string, result: boolean): boolean {
  return record?.object === 'host' && record.method === step && record.result === result;
}

/** The difference on purpose that explains what differs first, or null. */
export function explain(
  scenario: Scenario,
  first: FirstDifference,
  differences: readonly Difference[] = DIFFERENCES,
): Difference | null {
  return differences.find(({ matches }) => matches(scenario, first)) ?? null;
}
