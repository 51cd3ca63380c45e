import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf } from './changed-solution';

const solution = new ChangedSolution('01-add-a-number');
test.after(() => solution.end());
const FILE = 'addNumber.ts';
const LINE = "fields.push(field('scalar', float32(number), 'kFLOAT32'));";

const mistakes: [id: string, line: string, part: string, points: number][] = [
  ['no-field', "field('scalar', float32(number), 'kFLOAT32');", 'four-numbers', 0],
  ['other-name', LINE.replace('scalar', 'number'), 'four-numbers', 0],
  [
    'other-type',
    LINE.replace('float32(number)', 'new Float64Array([number])').replace('kFLOAT32', 'kFLOAT64'),
    'four-numbers',
    0,
  ],
  ['other-bytes', LINE.replace('float32(number)', 'new Float64Array([number])'), 'four-numbers', 0],
  ['fixed-number', LINE.replace('number', '1.5'), 'any-number', 6],
];
for (const [id, line, part, points] of mistakes)
  test(`the mistake ${id} is recognised`, async () => {
    const report = await solution.check(FILE, [LINE, line]);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

test('what is added is said', async () => {
  const report = await solution.check(FILE, [LINE, LINE.replace('number', '2')]);
  const { message, expected, actual, firstDifference } = partOf(report, 'four-numbers').verdict;
  assert.is(message.en, 'addNumber(1.5, …): y[0] is wrong. The plugin adds 2.');
  assert.equal([firstDifference, expected, actual], ['y[0]', '1.5', '2']);
});

test('a number in place of data is an exception with its line', async () => {
  const report = await solution.check(FILE, [
    LINE,
    LINE.replace('float32(number)', 'number as never'),
  ]);
  const { actual } = partOf(report, 'four-numbers').verdict;
  assert.match(JSON.stringify(actual), /> \d+ \| fields\.push.*FIELD_INVALID.*no typed array/s);
});

test('numbers that no plugin computed, and a loop without end, are worth nothing', async () => {
  const alone = await solution.check(FILE, [
    /\/\/ A library brings[^]*/,
    'return values.map((x) => x + number);\n}\n',
  ]);
  assert.is(alone.points, 0);
  assert.match(partOf(alone, 'four-numbers').verdict.message.en, /no plugin computed them/);
  const endless = await solution.check(FILE, [LINE, 'for (;;) fields.length = 0;']);
  assert.is(endless.points, 0);
  assert.match(partOf(endless, 'four-numbers').verdict.message.en, /it was in line \d+ of add/);
});

test.run();
