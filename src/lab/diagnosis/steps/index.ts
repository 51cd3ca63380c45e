import type { StepName } from '../mistake';
import { build } from './build';
import { creator } from './creator';
import { enqueue } from './enqueue';
import { fields } from './fields';
import { formats } from './formats';
import { lifetime } from './lifetime';
import { load } from './load';
import { memory } from './memory';
import { serialisation } from './serialisation';
import { shapes } from './shapes';
import type { Step } from './step';

export type { Step } from './step';

/** The questions in the order of the procedure. */
export const STEPS: readonly Step[] = [
  load,
  creator,
  fields,
  shapes,
  formats,
  build,
  enqueue,
  memory,
  serialisation,
  lifetime,
];

export function stepNamed(name: StepName): Step {
  const found = STEPS.find((step) => step.name === name);
  if (!found) throw new Error(`no step is called ${name}`);
  return found;
}
