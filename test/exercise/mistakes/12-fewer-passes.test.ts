import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed, stubFolder } from '../../../src/exercise/catalogue';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const NAME = '12-fewer-passes';
const FILE = 'distances.cu';
const solution = new ChangedSolution(NAME);
test.after(() => solution.end());

/** The stub in place of the solution, with something replaced in it. */
function stubWith(...changes: [from: string, to: string][]): Change {
  let text = readFileSync(join(stubFolder(exerciseNamed(NAME)), FILE), 'utf8');
  for (const [from, to] of changes) {
    assert.ok(text.includes(from), `the stub has no ${from}`);
    text = text.replace(from, to);
  }
  return [/^[^]*$/, text.replaceAll('$', '$$$$')];
}

test('squares are still written and read again: two-passes', async () => {
  const report = await solution.check(
    FILE,
    stubWith(
      [
        'differences[at] = x[i * length + k] - centers[j * length + k];',
        'float const d = x[i * length + k] - centers[j * length + k];\ndifferences[at] = d * d;',
      ],
      ['    squareKernel<<<', '    // squareKernel<<<'],
      [
        'sumKernel<<<blocksFor(count), kTHREADS, 0, stream>>>(squares',
        'sumKernel<<<blocksFor(count), kTHREADS, 0, stream>>>(differences',
      ],
      ['float* const squares = ', '// float* const squares = '],
    ),
  );
  assert.equal(failedFirst(report), { id: 'no-workspace', mistake: 'still-asks' });
  assert.is(partOf(report, 'faster').verdict.mistake, 'two-passes');
  assert.ok(report.points < 5);
  const { actual, message } = partOf(report, 'faster').verdict;
  assert.match(JSON.stringify(actual), /^"1\.\d×"$/);
  assert.match(
    message.en,
    /1\.\d× as fast: [\d.]+ ms of processor time an enqueue, [\d.]+ ms in three passes/,
  );
});

test('one kernel, and memory that nobody uses: still-asks', async () => {
  const report = await solution.check(FILE, [
    '    return 0;\n}\n\n//! \\param inputDesc',
    '    return 4096;\n}\n\n//! \\param inputDesc',
  ]);
  assert.equal(failedFirst(report), { id: 'no-workspace', mistake: 'still-asks' });
  assert.is(report.points, 5);
  const { expected, actual, trace = [] } = partOf(report, 'no-workspace').verdict;
  assert.equal([expected, actual], ['0', '4096']);
  assert.ok(trace.some(({ method }) => method === 'getWorkspaceSize'));
});

for (const [what, id, change] of [
  [
    'rows and centers exchanged',
    'turned',
    ['y[at] = sum', 'y[at % nbCenters * (count / nbCenters) + at / nbCenters] = sum'],
  ],
  [
    'blocks rounded down',
    'rounded-down',
    ['(count + kTHREADS - 1) / kTHREADS', 'count / kTHREADS'],
  ],
] as [string, string, Change][])
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: 'no-workspace', mistake: id });
    assert.is(report.points, 0);
  });

test('no workspace asked for, and used all the same: workspace-gone', async () => {
  const bytes = '2 * sizeof(float) * static_cast<size_t>(count)';
  const count = /int64_t const count = inputs\[0\]\.max[^\n]*\n/;
  const [all, text] = stubWith([bytes, '0']);
  const report = await solution.check(FILE, [all, text.replace(count, '')]);
  assert.equal(failedFirst(report), { id: 'no-workspace', mistake: 'workspace-gone' });
  assert.is(report.points, 0);
  const { message, firstDifference } = partOf(report, 'no-workspace').verdict;
  assert.match(message.en, /A kernel touched memory that is not its own/);
  assert.match(String(firstDifference), /distances\.cu:\d+$/);
});

test.run();
