import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed, stubFolder } from '../../../src/exercise/catalogue';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const NAME = '13-twice-as-fast';
const FILE = 'rowSoftmax.cu';
const solution = new ChangedSolution(NAME);
test.after(() => solution.end());

const slow = readFileSync(join(stubFolder(exerciseNamed(NAME)), FILE), 'utf8');
/** The maximum found once, by whatever means; the exponentials still by every thread. */
const halfWay = slow
  .replace(/for \(int64_t k = 1; k < length; \+\+k\) \{[^}]*\}/, '')
  .replace('row[0];', 'row[0]; largest = 8.0F;');
const EVERY = /for \(int64_t i = thread; i < length; i \+= kTHREADS\) \{/;
const ONCE = 'if (int64_t const i = thread; i < length) {';

const mistakes: [what: string, mistake: string, part: string, points: number, ...Change[]][] = [
  [
    'each thread one element',
    'short-block',
    'twice',
    0,
    [EVERY, ONCE],
    [EVERY, ONCE],
    [EVERY, ONCE],
  ],
  [
    'the largest is not subtracted',
    'no-largest',
    'everywhere',
    7,
    ['expf(in[i] - largest)', 'expf(in[i])'],
  ],
  ['half of the sums', 'wrong-sum', 'twice', 0, ['kTHREADS / 2; half', 'kTHREADS / 4; half']],
];
for (const [what, mistake, part, points, ...changes] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id: part, mistake }, report.toText());
    assert.is(report.points, points);
  });

test('one of two loops less: the ratio, and points for a part of the way', async () => {
  const report = await solution.check(FILE, [/[^]*/, halfWay]);
  const { message, expected } = partOf(report, 'twice').verdict;
  assert.ok([2, 4].includes(report.points), report.toText());
  assert.match(
    message.en,
    /^1\.[3-9]× as fast: \d+ ms of processor time an enqueue, \d+ ms before\.$/,
  );
  assert.equal(expected, { en: '2× or more', zh: '2× 或更快' });
});

test('a kernel that leaves its memory is a verdict', async () => {
  const report = await solution.check(FILE, ['y + row * length', 'y - 4096 * (row + 1) * length']);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'twice').verdict.message.en, /fails|crash|memory/i);
});

test.run();
