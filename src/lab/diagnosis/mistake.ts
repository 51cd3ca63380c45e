import type { Bilingual } from '../../display/figure';

/** The questions of the procedure, in its order. */
export const STEP_NAMES = [
  'load',
  'creator',
  'fields',
  'shapes',
  'formats',
  'build',
  'enqueue',
  'memory',
  'serialisation',
  'lifetime',
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** Something that people do wrong: what `diagnose` names. */
export interface Mistake {
  title: Bilingual;
  why: Bilingual;
  /** What to do next, one to three actions. */
  try: readonly Bilingual[];
  /** The same mistake under native/broken/. */
  bug?: string;
}

/** Something wrong, with the evidence for it. */
export interface Fault {
  step: StepName;
  /** A stable name for programs: a key of MISTAKES. */
  mistake: string;
  /** `Scale@2`, where one plugin is to blame. */
  plugin?: string;
  /** The method in which it shows. */
  method?: string;
  /** What was seen, the most telling line first. */
  saw: string[];
  /** `file:line`, where a line of source is to blame. */
  place?: string;
}
