export { diagnoseCommand, type CommandDiagnosisOptions } from './command/diagnose-command';
export { diagnoseLibrary, type LibraryOptions } from './library/diagnose-library';
export { diagnosisText } from './diagnosis-text';
export { diagnosisData, type Diagnosis, type StepResult } from './diagnosis';
export type { Fault, Mistake, StepName } from './mistake';
export { MISTAKES } from './mistakes';
