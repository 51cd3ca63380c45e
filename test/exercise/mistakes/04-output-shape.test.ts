import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('04-output-shape');
test.after(() => solution.end());
const FILE = 'outputShape.cpp';
const WIDTH: Change[1] =
  'exprBuilder.operation(DimensionOperation::kSUM, *inputs[0].d[1], *inputs[1].d[1])';

const mistakes: [string, string, number, string, Change][] = [
  [
    'a sum of pointers',
    'fixed',
    0,
    'pointer-as-number',
    [WIDTH, 'inputs[0].d[1] + inputs[1].d[1]'],
  ],
  [
    'a pointer as the number of constant()',
    'fixed',
    0,
    'pointer-as-number',
    [WIDTH, 'exprBuilder.constant(inputs[0].d[1])'],
  ],
  [
    'numbers taken at build',
    'dynamic',
    3,
    'number-at-build',
    [
      WIDTH,
      'exprBuilder.constant(inputs[0].d[1]->getConstantValue() + inputs[1].d[1]->getConstantValue())',
    ],
  ],
  [
    'one number taken at build',
    'dynamic',
    3,
    'number-at-build',
    ['= inputs[0].d[0];', '= exprBuilder.constant(inputs[0].d[0]->getConstantValue());'],
  ],
  ['a pointer where a reference is due', 'fixed', 0, 'forgot-the-star', ['*groups,', 'groups,']],
  ['axes that nobody counts', 'fixed', 0, 'no-dimensions', ['outputs[0].nbDims = 2;', '']],
  ['the wrong division', 'fixed', 0, 'rounded-down', ['kCEIL_DIV', 'kFLOOR_DIV']],
];
for (const [what, part, points, mistake, change] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
  });

test('only x counts for the width: both shapes are said', async () => {
  const report = await solution.check(FILE, [WIDTH, 'inputs[0].d[1]']);
  const { message, expected, actual } = partOf(report, 'fixed').verdict;
  assert.match(message.en, /x \[2,6\], z \[2,7\], multiple 4/);
  assert.equal([expected, actual], ['[2, 16]', '[2, 8]']);
});

test('a crash in getOutputShapes is a verdict', async () => {
  const report = await solution.check(FILE, ['*inputs[1].d[1]', '*inputs[7].d[1]']);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'fixed').verdict.message.en, /crash|fails/i);
});

test.run();
