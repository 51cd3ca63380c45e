import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed, solutionFolder, stubFolder } from '../../src/exercise/catalogue';
import { checkExercise, restPlaces } from '../../src/exercise/check';
import type { ExerciseReport, PartReport } from '../../src/exercise/report';
import { timeFor } from './mistakes/changed-solution';
import { filesOf } from '../../src/exercise/work-copy';
import { readProgress } from '../../src/progress/progress-file';

const KERNEL = '06-wrap-a-kernel';
const MODULE = '01-run-a-plugin';
const folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
test.after(async () => {
  await restPlaces();
  rmSync(folder, { recursive: true });
});

/** Checks the solution with something replaced in it. */
async function changed(
  name: string,
  file: string,
  ...changes: [string | RegExp, string][]
): Promise<ExerciseReport> {
  const exercise = exerciseNamed(name);
  for (const each of filesOf(exercise))
    cpSync(join(stubFolder(exercise), each), join(folder, each));
  let text = readFileSync(join(solutionFolder(exercise), file), 'utf8');
  for (const [from, to] of changes) {
    assert.ok(typeof from === 'string' ? text.includes(from) : from.test(text), String(from));
    text = text.replace(from, to);
  }
  writeFileSync(join(folder, file), text);
  return checkExercise(name, { folder, seed: 'verdicts', timeMs: timeFor(text) });
}

const kernel = (...changes: [string | RegExp, string][]): Promise<ExerciseReport> =>
  changed(KERNEL, 'scale.cu', ...changes);
const program = (...changes: [string | RegExp, string][]): Promise<ExerciseReport> =>
  changed(MODULE, 'run.ts', ...changes);
const part = (report: ExerciseReport, id: string): PartReport => {
  const found = report.parts.find((each) => each.id === id);
  if (!found) throw new Error(`${report.exercise} has no part ${id}`);
  return found;
};
const english = (value: PartReport['verdict']['actual']): string =>
  typeof value === 'object' ? value.en : (value ?? '');

test('a compile error is shown at the learner’s line', async () => {
  const report = await kernel([/\/ mThreads\)/, '/ mThread)']);
  assert.is(report.points, 0);
  const { message, actual } = part(report, 'one-block').verdict;
  assert.is(message.en, 'It does not compile.');
  assert.match(english(actual), /scale\.cu line 31: error: .*mThread/);
});

test('a crash names the line and shows the way to it', async () => {
  const report = await kernel([
    /return cudaGetLastError.*/,
    'return static_cast<float*>(outputs[0])[0] > 0 ? 0 : 1;',
  ]);
  const { message, actual, picture, firstDifference } = part(report, 'one-block').verdict;
  assert.match(message.en, /^It crashed in ScalePlugin::enqueue at .*scale\.cu:34\.$/);
  assert.match(english(actual), /SIGSEGV: read of address .*: device memory/);
  assert.match(firstDifference ?? '', /scale\.cu:34$/);
  assert.match(picture?.toText('en') ?? '', />\s+34 {2}/);
});

test('an endless loop ends, and its line is named', async () => {
  const started = performance.now();
  const report = await kernel([/return cudaGetLastError.*/, 'for (volatile int i = 0;; ++i) {\n}']);
  const { message } = part(report, 'one-block').verdict;
  assert.match(message.en, /did not end within the time limit in .*enqueue at .*scale\.cu:34/);
  assert.ok(performance.now() - started < 20_000, 'parts that wait for it are not run');
});

test('a kernel that leaves its memory is found with block, thread and line', async () => {
  const report = await kernel(['    y[i] =', '    y[i + 100000000] =']);
  const { message, actual } = part(report, 'one-block').verdict;
  assert.match(message.en, /touched memory that is not its own \(.*scale\.cu:13\)/);
  assert.match(english(actual), /scaleKernel, block \(0,0,0\), thread \(0,0,0\)[^]*> +13 \|/);
});

test('bytes just behind an output are found, though every element is right', async () => {
  const report = await kernel([
    '    y[i] = factor * x[i];',
    '    y[i] = factor * x[i];\nif (i == count - 1) y[count] = 1;',
  ]);
  const { message, picture } = part(report, 'one-block').verdict;
  assert.match(message.en, /right, but 4 bytes outside/);
  assert.match(picture?.toText('en') ?? '', /! 4 bytes written behind its last element/);
  assert.match(picture?.toText('zh') ?? '', /最后一个元素之后有 4 个字节/);
  assert.match(picture?.toSVG?.('en') ?? '', /^<svg/);
});

test('a tail that is left out: first difference, expected, picture, mistake by name, partial points', async () => {
  const report = await kernel(['(count + mThreads - 1)', '(count)']);
  assert.is(report.points, 6);
  const { verdict, mistake } = part(report, 'any-size');
  assert.is(verdict.mistake, 'rounded-down');
  assert.match(mistake?.zh ?? '', /向下取整/);
  assert.match(verdict.firstDifference ?? '', /^y\[\d+, \d+\]$/);
  assert.match(verdict.picture?.toText('en') ?? '', /· \d+ right {3}\? \d+ never written/);
});

const mistakes: [string, string, [string | RegExp, string]][] = [
  ['one-block', 'any-size', ['<<<blocks,', '<<<1,']],
  ['grid-of-none', 'empty', [/if \(count == 0\) \{[^}]*\}/, '']],
  ['no-status', 'launch-error', [/return cudaGetLastError.*/, 'return 0;']],
];
for (const [id, where, change] of mistakes)
  test(`the mistake ${id} is recognised`, async () => {
    const report = await kernel(change);
    assert.is(part(report, where).verdict.mistake, id);
    assert.not.ok(report.passed);
  });

test('an exception of TypeScript: the line, the code, the mistake', async () => {
  const report = await program(['network.markOutput(y);', '']);
  const { verdict } = part(report, 'runs');
  assert.match(verdict.message.en, /^It throws in line \d+ of run\.ts\.$/);
  assert.match(english(verdict.actual), /> \d+ \| .*buildSerializedNetwork[^]*NETWORK_INVALID/);
  assert.is(verdict.mistake, 'not-marked');
});

test('an output that is not marked yet is not the mistake of an earlier line', async () => {
  const other = await program(
    ['network.markOutput(y);', ''],
    ["createPlugin('add', ", 'createPlugin('],
  );
  assert.is(part(other, 'runs').verdict.mistake, undefined);
  const inputs = await program(['([x], [], plugin)', '([x], plugin)']);
  assert.is(part(inputs, 'runs').verdict.mistake, 'no-shape-inputs');
});

test('an endless loop of TypeScript names its line', async () => {
  const report = await program(['plugin.destroy();', 'for (;;) {\n    scalar += 1;\n  }']);
  const { message, actual } = part(report, 'runs').verdict;
  assert.match(message.en, /did not end within the time limit; it was in line 63 of run\.ts/);
  assert.match(english(actual), /> 63 \| /);
});

test('a plugin that is left over is a verdict of its own', async () => {
  const report = await program(['plugin.destroy();', '']);
  assert.is(report.points, 8);
  assert.match(part(report, 'ended').verdict.message.en, /^Not destroyed: plugin#1/);
});

test('numbers that no plugin computed do not count', async () => {
  const report = await program([
    /const plugin = makePlugin[^]*return result;/,
    'return values.map((x) => x + scalar);',
  ]);
  assert.is(report.points, 0);
  assert.match(part(report, 'runs').verdict.message.en, /no plugin computed them/);
});

test('a syntax error of TypeScript, process.exit and text on the channel are verdicts', async () => {
  const syntax = await program(['return result;', 'return result']);
  assert.ok(syntax.passed, 'a missing semicolon is none');
  const broken = await program(['return result;', 'return result +;']);
  assert.match(
    english(part(broken, 'runs').verdict.actual),
    /run\.ts line \d+: error: Expression expected/,
  );
  const left = await program([
    'const plugin = makePlugin(scalar);',
    'process.exit(0);\n  const plugin = makePlugin(scalar);',
  ]);
  assert.is(left.points, 0);
  assert.match(part(left, 'runs').verdict.message.en, /ended the process \(exit code 0\)/);
  const forged = await program([
    'const plugin = makePlugin(scalar);',
    'require(\'node:fs\').writeSync(3, \'\\n{"id":"runs","result":{}}\\n\');\n  const plugin = makePlugin(scalar);',
  ]);
  assert.ok(forged.passed, 'what does not carry the mark is not read');
});

test('the same seed asks the same, another seed another', async () => {
  const wrong: [string, string] = ['    y[i] = factor', '    y[i] = 1 + factor'];
  const texts: string[] = [];
  for (let nth = 0; nth < 2; nth += 1)
    texts.push(english(part(await kernel(wrong), 'one-block').verdict.expected));
  assert.is(texts[0], texts[1]);
  const other = await checkExercise(KERNEL, { folder, seed: 'other' }).catch(() => null);
  assert.ok(other === null || english(part(other, 'one-block').verdict.expected) !== texts[0]);
});

test('a check of another folder leaves the progress alone', async () => {
  const before = JSON.stringify(readProgress());
  await program(['plugin.destroy();', 'plugin.destroy(); // right']);
  assert.is(JSON.stringify(readProgress()), before);
});

test.run();
