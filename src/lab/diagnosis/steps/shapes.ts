import type { TraceValue } from '../../../trace/record';
import type { Run } from '../evidence';
import type { Fault } from '../mistake';
import { endingCall, faultAt, guiltyLine } from './call';
import { calls, faultIn, faultObserved, faultSaid, lastRecord, type Message } from './message';
import type { Step } from './step';

const MESSAGES: readonly Message[] = [
  [
    /OUTPUT_SHAPE_INVALID|NB_OUTPUTS_INVALID|SHAPE_DIVISION_BY_ZERO|SIZE_OUTSIDE_BOUND|OUTPUT_TYPE_UNSUPPORTED/,
    'shapes-refused',
  ],
  [
    /(returned from |: )(getOutputShapes|getOutputDimensions|getOutputDataTypes?|getNbOutputs|getCapabilityInterface)\b/,
    'shapes-refused',
  ],
];
const SHAPE_METHOD = /^(getOutputDimensions|getOutputShapes)$/;

/** The plugin answers with shapes and types of its outputs. */
export const shapes: Step = {
  name: 'shapes',
  question: { en: 'Are the shapes right?', zh: '形状对吗？' },
  look: {
    en: 'getOutputShapes()/getOutputDimensions() in the trace: nbDims of each input, and the answer',
    zh: '跟踪里的 getOutputShapes()/getOutputDimensions()：每个输入的 nbDims 和回答',
  },
  reached: (run) => calls(run, SHAPE_METHOD),
  judge: (run) =>
    died(run) ??
    foreign(run) ??
    faultSaid(run, 'shapes', MESSAGES) ??
    faultObserved(run, 'shapes', ['shapes-refused']),
};

function died(run: Run): Fault | null {
  const call = endingCall(run);
  if (call?.step !== 'shapes' || run.limit !== null) return null;
  if (run.crash?.cause === 'uncaughtException') return null;
  const bad = ['nullPointer', 'wildPointer', 'unmappedMemory', 'badCall', 'forbiddenMemory'];
  const reads = SHAPE_METHOD.test(call.method) && bad.includes(run.crash?.cause ?? '');
  const line = guiltyLine(call.frame) ?? '';
  const fault = faultAt(run, call, reads ? 'past-nbdims' : 'crash-in-shapes');
  const ranks = ranksOf(call.record?.args['inputs']);
  return {
    ...fault,
    saw: [
      ...(ranks ? [`nbDims of the inputs: ${ranks.join(', ')}`] : []),
      ...fault.saw,
      ...(line && !fault.saw.some((each) => each.includes(line)) ? [line] : []),
    ],
  };
}

/** This host refuses a null expression in an answer, where TensorRT follows it. */
function foreign(run: Run): Fault | null {
  const found = faultSaid(run, 'shapes', [
    [/EXPRESSION_FOREIGN|which is not of this builder/, 'past-nbdims'],
  ]);
  if (!found) return null;
  const record = lastRecord(run, ({ method }) => SHAPE_METHOD.test(method));
  if (!record) return found;
  const ranks = ranksOf(record.args['inputs'])?.join(', ');
  return faultIn(record, 'shapes', 'past-nbdims', [
    ...(ranks ? [`nbDims of the inputs: ${ranks}`] : []),
    ...found.saw,
  ]);
}

function ranksOf(inputs: TraceValue | undefined): number[] | null {
  return Array.isArray(inputs)
    ? inputs.map((dims) => (Array.isArray(dims) ? dims.length : 0))
    : null;
}
