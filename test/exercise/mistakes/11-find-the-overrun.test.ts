import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const FILE = 'smooth.cu';
const RIGHT = 'i + 1 < count ? x[i + 1] : x[i]';
const solution = new ChangedSolution('11-find-the-overrun');
test.after(() => solution.end());

const mistakes: [string, Change][] = [
  ['thread-too-many', ['if (i < count)', 'if (i <= count)']],
  ['reads-behind', [RIGHT, 'x[i + 1]']],
  ['edge-left-out', ['if (i < count)', 'if (i + 1 < count)']],
  ['edge-as-zero', [RIGHT, 'i + 1 < count ? x[i + 1] : 0.0F']],
];
for (const [mistake, change] of mistakes)
  test(mistake, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: 'inside', mistake });
    assert.is(report.points, 0);
  });

test('a finding names the line, and the kernel with its thread', async () => {
  const report = await solution.check(FILE, [RIGHT, 'x[i + 1]']);
  const { firstDifference = '', actual } = partOf(report, 'inside').verdict;
  assert.match(firstDifference, /smooth\.cu:\d+$/);
  assert.match(actual as string, /^invalid read of 4 bytes .*smoothKernel.*thread \(5,0,0\)/);
  assert.match(actual as string, /^> +\d+ \| +float const right = x\[i \+ 1\];$/m);
});

test('a write far away is a finding, too', async () => {
  const report = await solution.check(FILE, ['y[i] = 0.25F', 'y[i + 4096] = 0.25F']);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'inside').verdict.actual as string, /^invalid write of 4 bytes/);
});

test('what is right for six elements and wrong for one', async () => {
  const left = await solution.check(FILE, [
    'i > 0 ? x[i - 1] : x[i]',
    'x[i > 1 ? i - 1 : (i + 1) % 2]',
  ]);
  assert.is(left.points, 0, 'the first element differs');
  const none = await solution.check(FILE, ['if (i < count) {', 'if (i < count && count > 2) {']);
  assert.is(none.points, 8);
  assert.equal(failedFirst(none).id, 'one-element');
});

test.run();
