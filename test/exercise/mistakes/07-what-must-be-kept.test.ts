import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed, solutionFolder, stubFolder } from '../../../src/exercise/catalogue';
import { checkExercise, restPlaces } from '../../../src/exercise/check';
import { timeFor } from './changed-solution';
import type { ExerciseReport } from '../../../src/exercise/report';

const exercise = exerciseNamed('07-what-must-be-kept');
const folder = mkdtempSync(join(tmpdir(), 'kept-'));
test.after(async () => {
  await restPlaces();
  rmSync(folder, { recursive: true });
});

/** Checks the solution with something replaced in it. */
async function changed(...changes: [string | RegExp, string][]): Promise<ExerciseReport> {
  cpSync(stubFolder(exercise), folder, { recursive: true });
  let text = readFileSync(join(solutionFolder(exercise), 'fields.cpp'), 'utf8');
  for (const [from, to] of changes) {
    assert.ok(typeof from === 'string' ? text.includes(from) : from.test(text), String(from));
    text = text.replace(from, to);
  }
  writeFileSync(join(folder, 'fields.cpp'), text);
  return checkExercise(exercise.name, { folder, seed: 'kept', timeMs: timeFor(text) });
}

/** Points, then the mistake of each part that fails. */
const judged = ({ points, parts }: ExerciseReport): unknown[] => [
  points,
  Object.fromEntries(
    parts.filter(({ passed }) => !passed).map(({ id, verdict }) => [id, verdict.mistake]),
  ),
];

test('a forgotten field costs the parts that need it', async () => {
  const report = await changed([
    / +mFieldsToSerialize\[count\+\+\] = PluginField\("limit".*\n/,
    '',
  ]);
  assert.equal(judged(report), [4, { numbers: 'forgotten', 'two-plugins': 'forgotten' }]);
  const verdict = report.parts[0]?.verdict;
  assert.match(verdict?.firstDifference ?? '', /^y\[\d, \d\]$/);
  assert.equal(
    verdict?.trace?.map(({ method }) => method),
    ['getFieldsToSerialize', 'createPlugin'],
  );
});

test('a length in bytes, and a bool labelled as an integer', async () => {
  const wrong = { list: 'wrong-label', 'two-plugins': 'wrong-label' };
  const one = await changed([/static_cast<int32_t>\(mOffsets\.size\(\)\)/, '1']);
  assert.equal(judged(one), [5, wrong]);
  const two = await changed([
    '&mAbsolute, PluginFieldType::kINT8',
    '&mAbsolute, PluginFieldType::kINT32',
  ]);
  assert.equal(judged(two), [5, { bool: 'wrong-label', 'two-plugins': 'wrong-label' }]);
});

test('a local variable, and a list of the first plugin', async () => {
  const local = await changed(
    [' &mScale,', ' &local,'],
    ['int32_t count', 'float local = mScale;\nint32_t count'],
  );
  const mistake = 'points-elsewhere';
  assert.equal(judged(local), [
    0,
    { numbers: mistake, list: mistake, bool: mistake, 'two-plugins': mistake },
  ]);
  const first = await changed(
    [' &mScale,', ' first,'],
    ['int32_t count', 'static float const* const first = &mScale;\nint32_t count'],
  );
  assert.is(first.parts.at(-1)?.verdict.mistake, 'points-elsewhere');
});

test('the address of an empty list', async () => {
  const report = await changed(['if (!mOffsets.empty())', '']);
  assert.equal(judged(report), [5, { numbers: 'empty-list', bool: 'empty-list' }]);
});

test('a list that is none ends in a verdict', async () => {
  const report = await changed(['return &mFieldCollection;', 'return nullptr;']);
  assert.is(report.points, 0);
  assert.match(report.parts[0]?.verdict.message.en ?? '', /fails|crash/);
});

test.run();
