import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('02-name-your-plugin');
test.after(() => solution.end());
const FILE = 'creators.cpp';
const REGISTER = 'REGISTER_TENSORRT_PLUGIN(CubeCreator);';

const mistakes: [string, string, string, number, Change][] = [
  ['a small letter', 'letter-by-letter', 'square', 3, ['"Square"; }', '"square"; }']],
  ['a version with a point', 'letter-by-letter', 'square', 3, ['"1"; }', '"1.0"; }']],
  ['the class', 'class-name', 'square', 3, ['"Square"; }', '"SquareCreator"; }']],
  ['no registration', 'not-registered', 'cube', 5, [REGISTER, '']],
  [
    'the same registered again',
    'registered-twice',
    'square',
    0,
    [REGISTER, REGISTER.replace('Cube', 'Square')],
  ],
];
for (const [what, id, part, points, change] of mistakes)
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

test('what is asked for and what is there are said', async () => {
  const report = await solution.check(FILE, ['"Square"; }', '"Quadrat"; }']);
  const { verdict } = partOf(report, 'square');
  assert.is(verdict.expected, '"Square" version "1"');
  assert.match(JSON.stringify(verdict.actual), /Quadrat.{1,3} version .{1,3}1.*Cube/);
  assert.is(verdict.mistake, undefined);
});

test('the wrong plugin under a right name is found by its results', async () => {
  const report = await solution.check(FILE, ['PowerPlugin(2)', 'PowerPlugin(3)']);
  const { firstDifference, expected, actual } = partOf(report, 'square').verdict;
  assert.equal([firstDifference, expected, actual], ['y[2]', '4', '-8']);
});

test('a name that is no string is a crash with its line', async () => {
  const report = await solution.check(FILE, [
    'return "Square"',
    'return reinterpret_cast<char*>(8)',
  ]);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'square').verdict.message.en, /crash/i);
});

test.run();
