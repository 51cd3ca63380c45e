import type { TraceRecord } from '../../../trace/record';
import type { Run } from '../evidence';
import { callLine } from '../evidence';
import { guiltyFrame, type Frame } from '../../frame';
import { lastUnfinished } from '../../lab-report';
import type { Fault, StepName } from '../mistake';

/** Which question a method of the plugin API belongs to. */
const STEP_OF: Record<string, StepName> = {
  getPluginName: 'creator',
  getPluginVersion: 'creator',
  getPluginNamespace: 'creator',
  getPluginType: 'creator',
  getTensorRTVersion: 'creator',
  getAPILanguage: 'creator',
  getInterfaceInfo: 'creator',
  setPluginNamespace: 'creator',
  getFieldNames: 'fields',
  createPlugin: 'fields',
  getNbOutputs: 'shapes',
  getOutputDataType: 'shapes',
  getOutputDataTypes: 'shapes',
  getOutputDimensions: 'shapes',
  getOutputShapes: 'shapes',
  getAliasedInput: 'shapes',
  getCapabilityInterface: 'shapes',
  supportsFormatCombination: 'formats',
  supportsFormat: 'formats',
  getFormatCombinationLimit: 'formats',
  configurePlugin: 'build',
  configureWithFormat: 'build',
  getWorkspaceSize: 'build',
  getNbTactics: 'build',
  getValidTactics: 'build',
  getTimingCacheID: 'build',
  getMetadataString: 'build',
  setTactic: 'build',
  initialize: 'build',
  onShapeChange: 'enqueue',
  enqueue: 'enqueue',
  attachToContext: 'enqueue',
  getSerializationSize: 'serialisation',
  serialize: 'serialisation',
  getFieldsToSerialize: 'serialisation',
  deserializePlugin: 'serialisation',
  clone: 'lifetime',
  destroy: 'lifetime',
  destruct: 'lifetime',
  terminate: 'lifetime',
  detachFromContext: 'lifetime',
};

/** The call in which a run ended. */
export interface EndingCall {
  method: string;
  step: StepName;
  record: TraceRecord | null;
  /** The plugin's innermost function. */
  frame: Frame | null;
}

/** The call that did not return: as the trace says, or else, for programs without one, as the backtrace does. null where the run ended by itself or outside of any. */
export function endingCall(run: Run): EndingCall | null {
  const frame = guiltyFrame(run.backtrace);
  const record = lastUnfinished(run);
  const ended = run.crash !== null || run.signal !== null || run.limit !== null;
  if (!ended) return null;
  if (record && record.object !== 'host') {
    return { method: record.method, step: stepOf(record), record, frame };
  }
  for (const { kind, function: name } of run.backtrace ?? []) {
    const method = kind === 'plugin' && name ? apiMethod(name) : null;
    const step = method ? STEP_OF[method] : undefined;
    if (method && step) return { method, step, record: null, frame };
  }
  return null;
}

function stepOf({ method, phase, args }: TraceRecord): StepName {
  if (
    method === 'createPlugin' &&
    (args['phase'] === 'kRUNTIME' || phase.startsWith('deserialize'))
  )
    return 'serialisation';
  if (method === 'enqueue' && phase.startsWith('build')) return 'build';
  if (method === 'attachToContext' && phase.startsWith('build')) return 'build';
  return STEP_OF[method] ?? 'build';
}

/** `createPlugin` of `mine::ScaleCreator::createPlugin(char const*, …)`; destructors are `destruct`. */
export function apiMethod(name: string): string | null {
  const plain = name.replace(/\(.*$/s, '').replace(/<.*>/s, '');
  const last = plain.split('::').pop() ?? '';
  if (last.startsWith('~')) return 'destruct';
  return Object.hasOwn(STEP_OF, last) ? last : null;
}

/** `file:line` of a frame that has one. */
export function placeOf(frame: Frame | null): string | undefined {
  return frame?.file && frame.line !== null ? `${frame.file}:${frame.line}` : undefined;
}

/** The text of the line to blame. */
export function guiltyLine(frame: Frame | null): string | null {
  return frame?.source?.find(({ guilty }) => guilty)?.text.trim() ?? null;
}

/** A fault at the call in which the run ended, with what is known of the call. */
export function faultAt(run: Run, call: EndingCall, mistake: string, step = call.step): Fault {
  const place = placeOf(call.frame);
  const line = guiltyLine(call.frame);
  return {
    step,
    mistake,
    ...(call.record?.class ? { plugin: call.record.class } : {}),
    method: call.method,
    saw: [
      ...(call.record ? [callLine(call.record)] : []),
      ...(run.crash && run.crash.cause !== 'limit'
        ? [`${run.crash.signal}: ${run.crash.what}`]
        : []),
      ...(place ? [`at ${place}${line ? `: ${line}` : ''}`] : []),
    ],
    ...(place ? { place } : {}),
  };
}
