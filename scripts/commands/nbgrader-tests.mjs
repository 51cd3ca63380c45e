import { nbgraderStep } from '../setup/steps/nbgrader.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { dim, mark, red, seconds } from '../setup/screen.mjs';
import { compileTests } from '../test/compile.mjs';
import { runTestFile } from '../test/run-file.mjs';

const test = 'test/course/nbgrader.test.ts';

/** `npm run test:nbgrader`: sets nbgrader up, and takes a course through all of it. The last line is `N passed, N failed`. */
export async function main() {
  if (!(await setUpForCommand({ quiet: true, also: [nbgraderStep] }))) return;
  const { ok } = await compileTests();
  process.env.WORKBOOK_NEEDS_NBGRADER = '1';
  const { passed, failed, ms, output, problem } = ok
    ? await runTestFile(test)
    : { passed: 0, failed: 1, ms: 0, output: '' };
  console.log(`${failed > 0 ? mark.failed : mark.done} ${test} ${dim(seconds(ms))}`);
  if (failed > 0) console.log(output.replace(/^/gm, '    '));
  if (problem) console.log(red(`    ${problem}`));
  if (failed > 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failed} failed`);
}
