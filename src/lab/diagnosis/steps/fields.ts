import { endedWell, fieldsOf, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt } from './call';
import { calls, faultIn, faultObserved, faultSaid, lastRecord, type Message } from './message';
import type { Step } from './step';

const MESSAGES: readonly Message[] = [
  [/FIELD_DATA_MISSING|has no data: a null pointer|data is null/, 'field-names-as-fields'],
  [/V2DynamicExt when there are runtime input dimensions/, 'old-base-class'],
  [/PLUGIN_UNSUPPORTED|a plugin of IPluginV2\w*, expected/, 'old-base-class'],
];

/** Creators make plugins of the fields that they name. */
export const fields: Step = {
  name: 'fields',
  question: { en: 'Do the fields arrive?', zh: '字段传到了吗？' },
  look: {
    en: 'getFieldNames() of the creator beside the fields of createPlugin() in the trace',
    zh: '对照创建器的 getFieldNames() 与跟踪里 createPlugin() 的字段',
  },
  reached: (run) => calls(run, /^createPlugin$/),
  judge: (run) =>
    died(run) ??
    faultSaid(run, 'fields', MESSAGES) ??
    noPlugin(run) ??
    unnamed(run) ??
    faultObserved(run, 'fields', ['empty-field-list', 'no-plugin']),
};

function died(run: Run): Fault | null {
  const call = endingCall(run);
  if (call?.step !== 'fields' || run.limit !== null) return null;
  if (run.crash?.cause === 'uncaughtException') return null;
  const isNull = run.crash?.cause === 'nullPointer';
  const given = fieldsOf(call.record?.args['fields']);
  const hasNull = given.some(({ data }) => data === null);
  // Without a trace a null pointer in createPlugin can be a field's only, or the collection's.
  const mistake =
    isNull && (hasNull || call.record === null) ? 'field-names-as-fields' : 'crash-in-create';
  return faultAt(run, call, mistake);
}

function noPlugin(run: Run): Fault | null {
  if (endedWell(run)) return null;
  const made = lastRecord(run, ({ method }) => method === 'createPlugin');
  if (!made || made.result !== null || made.unfinished || made.phase.startsWith('deserialize'))
    return null;
  return faultIn(made, 'fields', 'no-plugin', []);
}

/** Nothing was declared and so nothing was given, and yet the plugin has parameters to keep. */
function unnamed(run: Run): Fault | null {
  for (const record of run.trace) {
    if (record.method !== 'createPlugin' || record.phase.startsWith('deserialize')) continue;
    if (fieldsOf(record.args['fields']).length > 0) continue;
    const asked = run.trace.some(
      ({ method, object, seq }) =>
        method === 'getFieldNames' && object === record.object && seq < record.seq,
    );
    const kept = run.trace.find(
      ({ method, class: name, result }) =>
        method === 'getFieldsToSerialize' && name === record.class && fieldsOf(result).length > 0,
    );
    // A program that gives no fields although there are some, without asking, may want the defaults.
    const declared = run.observations.find(
      ({ name, about }) => name === 'declared-fields' && about === record.class,
    );
    if (!asked || !kept || declared) continue;
    const names = fieldsOf(kept.result).map(({ name }) => name);
    return faultIn(record, 'fields', 'empty-field-list', [
      `${record.class ?? 'the plugin'} keeps ${names.join(', ')}, and createPlugin() was given no field`,
    ]);
  }
  return null;
}
