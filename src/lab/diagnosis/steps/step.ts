import type { Bilingual } from '../../../display/figure';
import type { Run } from '../evidence';
import type { Fault, StepName } from '../mistake';

/** One question of the procedure. */
export interface Step {
  name: StepName;
  question: Bilingual;
  /** Where a person looks to answer it. */
  look: Bilingual;
  /** Whether the run came so far that the question could be asked. */
  reached(run: Run): boolean;
  /** What is wrong here, or null. Only evidence counts, never a name. */
  judge(run: Run): Fault | null;
}
