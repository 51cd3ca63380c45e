import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('05-two-types');
test.after(() => solution.end());
const FILE = 'supports.cpp';
const SAME: Change[0] = 'asked.type == inOut[0].desc.type';
const EITHER: Change[0] = 'asked.type == DataType::kFLOAT || asked.type == DataType::kHALF';

const mistakes: [string, string, number, string, Change][] = [
  ['each position alone', 'fp16', 3, 'types-apart', [SAME, EITHER]],
  [
    'no look at the format',
    'fp32',
    0,
    'any-format',
    ['asked.format != TensorFormat::kLINEAR', 'false'],
  ],
  [
    'the format of x alone',
    'fp32',
    0,
    'any-format',
    ['asked.format != TensorFormat::kLINEAR', 'inOut[0].desc.format != TensorFormat::kLINEAR'],
  ],
  [
    'all three compared at once',
    'fp32',
    0,
    'beyond-pos',
    [EITHER, `inOut[0].desc.type == inOut[1].desc.type && (${EITHER})`],
  ],
  ['FP32 alone', 'fp16', 3, 'one-type', [' || asked.type == DataType::kHALF', '']],
];
for (const [what, part, points, mistake, change] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
  });

test('the position that is refused is named, with the picture of what was asked', async () => {
  const report = await solution.check(FILE, [SAME, 'pos == 1']);
  const { message, picture } = partOf(report, 'fp32').verdict;
  assert.match(message.en, /kFLOAT kLINEAR at pos 2, the same before it, and said no/);
  assert.match(picture?.toText('en') ?? '', /pos 2 kFLOAT:kLINEAR.*: no/);
});

test('FP32 for everything but x: a mixture where FP16 is allowed', async () => {
  const report = await solution.check(FILE, [SAME, 'asked.type == DataType::kFLOAT']);
  assert.is(report.points, 3);
  assert.is(failedFirst(report).mistake, 'types-apart');
});

test.run();
