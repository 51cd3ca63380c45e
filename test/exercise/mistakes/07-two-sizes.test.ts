import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed, solutionFolder, stubFolder } from '../../../src/exercise/catalogue';
import { checkExercise, restPlaces } from '../../../src/exercise/check';
import { timeFor } from './changed-solution';
import type { ExerciseReport } from '../../../src/exercise/report';

const exercise = exerciseNamed('07-two-sizes');
const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
test.after(async () => {
  await restPlaces();
  rmSync(folder, { recursive: true });
});

/** Checks the solution with something replaced in it. */
async function changed(...changes: [string | RegExp, string][]): Promise<ExerciseReport> {
  cpSync(stubFolder(exercise), folder, { recursive: true });
  let text = readFileSync(join(solutionFolder(exercise), 'gate.cpp'), 'utf8');
  for (const [from, to] of changes) {
    assert.ok(typeof from === 'string' ? text.includes(from) : from.test(text), String(from));
    text = text.replace(from, to);
  }
  writeFileSync(join(folder, 'gate.cpp'), text);
  return checkExercise(exercise.name, { folder, seed: 'sizes', timeMs: timeFor(text) });
}

/** Points, then the mistake of each part that fails; null where it waits for another. */
const judged = ({ points, parts }: ExerciseReport): unknown[] => [
  points,
  Object.fromEntries(
    parts.filter(({ passed }) => !passed).map(({ id, verdict }) => [id, verdict.mistake ?? null]),
  ),
];

/** Every part has this mistake, and the last waits. */
const everywhere = (mistake: string): unknown[] => [
  0,
  {
    'round-trip': mistake,
    'any-values': mistake,
    'engines-of-today': mistake,
    'other-length': null,
  },
];

test('a bool that is read as four bytes; the floats exchanged', async () => {
  const wide = await changed(
    ['uint8_t inverted', 'int32_t inverted'],
    ['if (inverted > 1)', 'if (false)'],
  );
  assert.equal(judged(wide), everywhere('bool-of-four'));
  const swapped = await changed([
    /take\(&at, &parameters\.threshold\);\n( +take\(&at, &parameters\.gain\);)/,
    '$1 take(&at, &parameters.threshold);',
  ]);
  assert.equal(judged(swapped), everywhere('swapped'));
});

test('a size that serialize does not write, too large and too small', async () => {
  const size = 'return sizeof mInverted';
  const large = await changed([size, 'return 3 + sizeof mInverted']);
  assert.equal(judged(large), [
    2,
    { 'round-trip': 'another-size', 'any-values': 'another-size', 'other-length': null },
  ]);
  assert.match(large.parts[0]?.verdict.message.en ?? '', /^deserialize fails: .*returned null/);
  const small = await changed([size, 'return 0 * sizeof mInverted']);
  assert.is(small.parts[0]?.verdict.mistake, 'another-size');
  assert.match(small.parts[0]?.verdict.message.en ?? '', /^build fails: /);
});

test('two halves that agree with each other alone', async () => {
  const report = await changed(
    [/put\(&at, mThreshold\);\n( +put\(&at, mGain\);)/, '$1 put(&at, mThreshold);'],
    [
      /take\(&at, &parameters\.threshold\);\n( +take\(&at, &parameters\.gain\);)/,
      '$1 take(&at, &parameters.threshold);',
    ],
  );
  assert.is(report.points, 6);
  assert.is(report.parts[2]?.verdict.mistake, 'swapped');
  const wide = await changed(
    ['return sizeof mInverted', 'return 3 + sizeof mInverted'],
    ['put(&at, mInverted);', 'put(&at, static_cast<int32_t>(mInverted));'],
    ['= sizeof parameters.inverted', '= 3 + sizeof parameters.inverted'],
    ['uint8_t inverted', 'int32_t inverted'],
  );
  assert.equal(judged(wide), [6, { 'engines-of-today': 'another-layout', 'other-length': null }]);
});

test('a length that nobody looks at, or only from one side', async () => {
  const blind = await changed(['|| length != wanted', '|| wanted == 0']);
  assert.equal(judged(blind), [8, { 'other-length': 'no-length-check' }]);
  const oneSided = await changed(['length != wanted', 'length < wanted']);
  assert.equal(judged(oneSided), [8, { 'other-length': 'longer-taken' }]);
});

test('a reader that refuses everything has no points', async () => {
  assert.is((await changed(['length != wanted', 'length == wanted'])).points, 0);
});

test.run();
