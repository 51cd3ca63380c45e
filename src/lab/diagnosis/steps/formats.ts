import type { TraceValue } from '../../../trace/record';
import type { Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt } from './call';
import { calls, faultObserved, faultSaid, lastRecord } from './message';
import type { Step } from './step';

const NONE = /FORMAT_NONE_SUPPORTED|could not find any supported formats/;
const INT8 = /incorrectly marked as an int8 node|candidateRequirements\.empty/;

/** The plugin takes one of the types and formats that are offered. */
export const formats: Step = {
  name: 'formats',
  question: { en: 'Is a format accepted?', zh: '有格式被接受吗？' },
  look: {
    en: 'every supportsFormatCombination() of the trace: what was offered, what it answered',
    zh: '跟踪里每个 supportsFormatCombination()：提供了什么，回答了什么',
  },
  reached: (run) => calls(run, /^supportsFormatCombination$/),
  judge: (run) =>
    died(run) ?? refused(run) ?? faultObserved(run, 'formats', ['no-supported-format']),
};

function died(run: Run): Fault | null {
  const call = endingCall(run);
  return call?.step === 'formats' && run.limit === null && run.crash?.cause !== 'uncaughtException'
    ? faultAt(run, call, 'crash-in-formats')
    : null;
}

function refused(run: Run): Fault | null {
  const late = faultSaid(run, 'formats', [[INT8, 'quantized-too-late']]);
  const none = late ?? faultSaid(run, 'formats', [[NONE, 'no-supported-format']]);
  if (!none) return null;
  const asked = lastRecord(run, ({ method }) => method === 'supportsFormatCombination');
  const offered = offers(run, asked?.class ?? null);
  // The probe asks the plugin what it would take.
  const taken = run.observations.find(
    ({ name, about }) => name === 'accepted-types' && (!asked || about === asked.class),
  );
  const onlyInt8 =
    taken !== undefined && /kINT8/.test(taken.saw) && !/kFLOAT|kHALF|kBF16/.test(taken.saw);
  return {
    ...none,
    mistake: onlyInt8 ? 'quantized-too-late' : none.mistake,
    ...(asked?.class ? { plugin: asked.class } : {}),
    method: 'supportsFormatCombination',
    saw: [
      ...none.saw,
      ...(offered.length > 0 ? [`offered and refused: ${offered.join('; ')}`] : []),
      ...(taken ? [taken.saw] : []),
    ],
  };
}

/** `pos 0: kFLOAT:kLINEAR` of each call that answered no. */
function offers(run: Run, plugin: string | null): string[] {
  const texts = run.trace
    .filter(
      (each) =>
        each.method === 'supportsFormatCombination' &&
        each.class === plugin &&
        each.result === false,
    )
    .map(({ args }) => {
      const inOut = Array.isArray(args['inOut']) ? args['inOut'] : [];
      const [type, format] = ['type', 'format'].map((key) =>
        JSON.stringify(member(inOut.at(-1), key)),
      );
      return `pos ${JSON.stringify(args['pos'])} ${type ?? ''}:${format ?? ''}`.replaceAll('"', '');
    });
  return [...new Set(texts)].slice(0, 6);
}

function member(value: TraceValue | undefined, key: string): TraceValue {
  const isMap = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isMap ? (value[key] ?? null) : null;
}
