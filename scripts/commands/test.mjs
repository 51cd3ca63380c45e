import os from 'node:os';
import { executeNotebooks, listNotebooks } from '../lab/notebooks.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { onnxTestsStep } from '../setup/steps/onnx-tests.mjs';
import { bold, dim, mark, red, seconds } from '../setup/screen.mjs';
import { compileTests } from '../test/compile.mjs';
import { runTestFile } from '../test/run-file.mjs';

const onnxTests = 'test/onnx/backend-node.test.ts';

const usage = `npm test [-- PATTERN ...] [-- --no-notebooks]

Sets up, then runs every test file and executes every notebook. With patterns: only the test files and
notebooks whose path contains one of them. WORKBOOK_SKIP_ONNX_TESTS=1 does without ONNX's node tests, which
are downloaded; they count as skipped.`;

/** `npm test`. The last line is \`N passed, N failed\`; the exit code is 1 if anything failed. */
export async function main(args) {
  if (args.includes('--help') || args.includes('-h')) return console.log(usage);
  const patterns = args.filter((arg) => !arg.startsWith('--'));
  const wanted = (file) =>
    patterns.length === 0 || patterns.some((pattern) => file.includes(pattern));
  const began = Date.now();
  if (!(await setUpForCommand())) return undefined;
  const total = { passed: 0, failed: 0, skipped: 0 };
  const { files, ok } = await compileTests();
  if (!ok) total.failed += 1;
  const wantsOnnx = files.some((file) => wanted(file) && file === onnxTests);
  // Where it cannot be brought, that test file says so and fails; the others run.
  if (wantsOnnx && process.env.WORKBOOK_SKIP_ONNX_TESTS !== '1')
    await setUpForCommand({ quiet: true, also: [onnxTestsStep] });
  await inParallel(files.filter(wanted), async (file) => {
    const result = await runTestFile(file);
    for (const name of Object.keys(total)) total[name] += result[name];
    show(result);
  });
  const notebooks = args.includes('--no-notebooks') ? [] : listNotebooks().filter(wanted);
  const executed = await executeNotebooks(notebooks);
  total.passed += executed.passed;
  total.failed += executed.failed;
  if (total.passed + total.failed === 0) console.log(red('No test and no notebook matches.'));
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
  console.log(`\n${bold('Tests')} ended after ${seconds(Date.now() - began)}`);
  console.log(
    `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  );
  return undefined;
}

/** Two at a time: some tests start kernels and compilers of their own. */
async function inParallel(items, work) {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(2, os.cpus().length) }, worker));
}

function show({ file, passed, failed, skipped, ms, problem, note, output }) {
  const counts = `${passed} passed${failed > 0 ? `, ${failed} failed` : ''}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  console.log(
    `${failed > 0 ? mark.failed : mark.done} ${file.padEnd(46)} ${seconds(ms).padStart(9)}  ${counts}${note ? dim(` (${note})`) : ''}`,
  );
  if (failed === 0) return;
  if (output.trim() !== '') console.log(output.replace(/^/gm, '    '));
  if (problem) console.log(red(`    ${file}: ${problem}`));
}
