import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('12-measure-it');
test.after(() => solution.end());
const FILE = 'summary.ts';

const mistakes: [string, string, string, number, Change][] = [
  [
    'nothing is warm-up',
    'warm-up-counted',
    'warm-up',
    7,
    ['first < 0 ? [] : queries.slice(first)', 'first < 0 ? [] : queries'],
  ],
  [
    'the copy decides what is warm-up',
    'warm-up-by-copy',
    'warm-up',
    7,
    ['({ startComputeMs }) => startComputeMs >=', '({ startH2dMs }) => startH2dMs >='],
  ],
  [
    'latency from end to end',
    'with-waiting',
    'latency',
    7,
    ['return h2d + compute + d2h', 'return query.endD2hMs - query.startH2dMs'],
  ],
  [
    'throughput of one query at a time',
    'one-by-latency',
    'throughput',
    7,
    [
      'return (queries.length / walltime) * 1000',
      'return 1000 / (queries.map(latencyOf).reduce((a, b) => a + b, 0) / queries.length)',
    ],
  ],
  [
    'the mean as median',
    'mean-for-median',
    'distribution',
    6,
    [
      'return sorted.length % 2 === 1',
      'return sorted.reduce((a, b) => a + b, 0) / sorted.length;\n  return sorted.length % 2 === 1',
    ],
  ],
  ['sort() alone', 'sorted-as-text', 'distribution', 6, ['.sort((a, b) => a - b)', '.sort()']],
  [
    'the percentile of the share itself',
    'percentile-index',
    'distribution',
    6,
    ['sorted[sorted.length - 1 - above]', 'sorted[Math.floor((sorted.length * percent) / 100)]'],
  ],
];
for (const [what, id, part, points, change] of mistakes)
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

test('milliseconds for seconds, and the upper of two in the middle, are figures beside the right ones', async () => {
  const slow = partOf(await solution.check(FILE, [' * 1000', '']), 'throughput').verdict;
  assert.is(slow.firstDifference, 'throughput');
  assert.ok(
    Math.abs(Number(slow.expected) / Number(slow.actual) - 1000) < 1,
    slow.actual as string,
  );
  const upper = await solution.check(FILE, ['sorted.length % 2 === 1', 'sorted.length > 0']);
  assert.is(partOf(upper, 'distribution').verdict.firstDifference, 'enqueue.median');
});

test('nothing returned, and a loop without end, are verdicts', async () => {
  const none = await solution.check(FILE, [
    '    throughput: throughputOf(queries, walltime),\n',
    '',
  ]);
  assert.is(partOf(none, 'throughput').verdict.actual, 'null');
  const endless = await solution.check(FILE, [
    'const middle =',
    'while (sorted.length > 30);\n  const middle =',
  ]);
  assert.is(endless.points, 6);
  assert.match(
    partOf(endless, 'distribution').verdict.message.en,
    /it was in line \d+ of summary\.ts/,
  );
});

test.run();
