import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('13-a-plugin-alone');
test.after(() => solution.end());
const FILE = 'rmsNorm.cu';
const EVERY = /for \(int64_t i = thread; i < hidden; i \+= kTHREADS\) \{/;
const ONCE = 'if (int64_t const i = thread; i < hidden) {';

const mistakes: [what: string, mistake: string, part: string, points: number, ...Change[]][] = [
  ['each thread takes one element', 'short-block', 'fp32', 3, [EVERY, ONCE], [EVERY, ONCE]],
  [
    'a sum for a mean',
    'sum-not-mean',
    'fp32',
    3,
    ['sums[0] / static_cast<float>(hidden)', 'sums[0]'],
  ],
  [
    'the clone begins anew',
    'epsilon-fixed',
    'epsilon',
    18,
    ['new (std::nothrow) RmsNorm(mEpsilon)', 'new (std::nothrow) RmsNorm(1e-5F)'],
  ],
  [
    'a sum of halves',
    'sum-in-half',
    'fp16',
    16,
    ['__shared__ float', '__shared__ T'],
    ['sums[thread] = sum;', 'narrow(sum, sums[thread]);'],
    [
      'sums[thread] += sums[thread + half];',
      'narrow(widen(sums[thread]) + widen(sums[thread + half]), sums[thread]);',
    ],
    ['sqrtf(sums[0]', 'sqrtf(widen(sums[0])'],
  ],
];
for (const [what, mistake, part, points, ...changes] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
  });

test('inputs of two types, taken as they are', async () => {
  const report = await solution.check(FILE, [' && asked.type == inOut[0].desc.type', '']);
  assert.is(failedFirst(report).id, 'fp16');
});

test('fields that are not looked at are points lost, no more', async () => {
  const report = await solution.check(FILE, ['std::isfinite(epsilon) && epsilon > 0.0F', 'true']);
  assert.is(report.points, 18);
  const { message } = partOf(report, 'refuses').verdict;
  assert.match(message.en, /of these fields: epsilon kFLOAT32 \[-0\.5\]/);
});

test('a list of fields that nobody owns is a verdict', async () => {
  const report = await solution.check(FILE, ['return &mFields;', 'return nullptr;']);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'fp32').verdict.message.en, /fails|crash/i);
});

test('a kernel that does not end is stopped', async () => {
  const report = await solution.check(FILE, ['half > 0; half /= 2', 'half > 0; half /= 1']);
  assert.is(report.points, 3);
  assert.match(partOf(report, 'fp32').verdict.message.en, /^Stopped/);
});

test.run();
