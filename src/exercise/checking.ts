/** What a check.ts imports: everything to ask and to judge, and nothing that runs a learner's code. */
export {
  part,
  type Bilingual,
  type Evidence,
  type ExerciseCheck,
  type Part,
  type Verdict,
} from './exercise';
export type { Random } from './random';
export { caseFailed } from './failure';
export { givenTrace, questionPart, sameAnswer, type Answer, type Question } from './answers';
export {
  allEnded,
  around,
  callsOf,
  fail,
  firstFailure,
  indexOf,
  pass,
  sameNumbers,
  sameTensor,
  say,
  shown,
  type ExpectedTensor,
} from './judging';
export {
  answersRun,
  buildRun,
  moduleRun,
  pluginRun,
  programRun,
  type AnswersRunResult,
  type BuildRun,
  type ModuleCallResult,
  type ModuleRun,
  type ModuleRunResult,
  type PluginRun,
  type PluginRunResult,
  type ProgramRun,
  type ProgramRunResult,
} from './run/request';
export type {
  CaseField,
  CaseInference,
  CaseInput,
  CaseOutput,
  PluginCase,
  PluginCaseResult,
} from './run/plugin-case';
export { speedOf, type Speed } from './speed';
export { numbersIn, stored, tensor, type TensorValue } from './run/tensor-value';
export type { TraceRecord } from '../trace/record';
export { touchPicture } from '../display/touch-picture';
export { negotiationMatrix } from '../display/negotiation-matrix';
export { traceTable, table } from '../display/table';
