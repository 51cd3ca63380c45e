import { cellsStep } from './steps/cells.mjs';
import { exercisesStep } from './steps/exercises.mjs';
import { kernelspecStep } from './steps/kernelspec.mjs';
import { linksStep } from './steps/links.mjs';
import { nativeStep } from './steps/native.mjs';
import { notebooksStep } from './steps/notebooks.mjs';
import { packagesStep } from './steps/packages.mjs';
import { pythonStep } from './steps/python.mjs';
import { trustStep } from './steps/trust.mjs';
import { typescriptStep } from './steps/typescript.mjs';

/**
 * What a clone needs, in the order in which it is made.
 *
 * A step is
 * - `id`, `title`;
 * - `missing(machine)`: which result is not there, in words, or undefined;
 * - `inputs(machine)`: name -> value of everything that the result depends on; kept in the stamp and compared. Absent where
 *   `missing` alone tells;
 * - `run({ machine, mark, log, activity })`: makes it; a returned text is shown beside the time;
 * - `discard()`: throws away what a killed run may have left half done;
 * - `cure`: what the doctor advises.
 */
export const steps = [
  packagesStep,
  linksStep,
  pythonStep,
  typescriptStep,
  exercisesStep,
  nativeStep,
  cellsStep,
  kernelspecStep,
  notebooksStep,
  trustStep,
];
