import { setUpForCommand } from '../setup/run.mjs';
import { nbgraderStep } from '../setup/steps/nbgrader.mjs';

/** `npm run setup:nbgrader`: what `npm run setup` does, and nbgrader, for who teaches with it. */
export async function main() {
  await setUpForCommand({ also: [nbgraderStep] });
}
