import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('03-fields-from-typescript');
test.after(() => solution.end());
const FILE = 'fields.ts';
const LABELLED = 'return field(name, float32(...numbers), type);';
const byHand = (length: string, data: string): string =>
  `return { name, type, length: ${length}, data: ${data} };`;

const mistakes: [string, string, string, number, Change][] = [
  ['float64 for all', 'eight-bytes', 'numbers', 2, [LABELLED, LABELLED.replace('32', '64')]],
  [
    'another label',
    'other-label',
    'numbers',
    4,
    ['int64(...numbers), type', "int64(...numbers), 'kINT32'"],
  ],
  [
    'a length in bytes',
    'length-in-bytes',
    'numbers',
    2,
    [LABELLED, byHand('numbers.length * 4', 'new Uint8Array(float32(...numbers).buffer)')],
  ],
  [
    'the memory of the caller',
    'borrowed',
    'plugins',
    8,
    [
      LABELLED,
      `if (value instanceof Float32Array)
        ${byHand('value.length', 'new Uint8Array(value.buffer)')}
      ${LABELLED}`,
    ],
  ],
  [
    'names are looked for among positions',
    'in-a-list',
    'numbers',
    0,
    ['!known.has(name)', '!(name in wanted)'],
  ],
  [
    'unknown names are dropped',
    'unknown-ignored',
    'unknown',
    8,
    ['if (unknown !== undefined)', 'if (false)'],
  ],
];
for (const [what, id, part, points, change] of mistakes)
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

test('a difference is said with its bytes', async () => {
  const report = await solution.check(FILE, [LABELLED, LABELLED.replace('32', '64')]);
  const { expected, actual, firstDifference } = partOf(report, 'numbers').verdict;
  assert.is(firstDifference, 'scale');
  assert.is(expected, 'scale: kFLOAT32 × 1, bytes: 00 00 c0 3f, value: 1.5');
  assert.is(actual, 'scale: kFLOAT32 × 1, bytes: 00 00 00 00 00 00 f8 3f, value: 0');
});

test('no list, other fields, and a loop without end are verdicts', async () => {
  const none = await solution.check(FILE, ['return wanted.flatMap', 'wanted.flatMap']);
  assert.match(partOf(none, 'numbers').verdict.message.en, /no list of fields/);
  const turned = await solution.check(FILE, ['wanted.flatMap', '[...wanted].reverse().flatMap']);
  assert.is(partOf(turned, 'numbers').verdict.actual, 'epsilon, seed, heads, scale');
  const endless = await solution.check(FILE, ["case 'kCHAR':", "case 'kCHAR':\n      for (;;);"]);
  assert.is(endless.points, 8);
  assert.match(partOf(endless, 'others').verdict.message.en, /it was in line \d+ of fields\.ts/);
});

test.run();
