import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('02-clone-is-a-copy');
test.after(() => solution.end());
const FILE = 'affinePlugin.h';
const CLONE = 'return new (std::nothrow) AffinePlugin(mGain, mOffset);';
const ATTACH = 'return clone(); // one place that knows what a copy is';
const LOST = 'return new (std::nothrow) AffinePlugin(mGain);';

const mistakes: [string, string, string, number, Change][] = [
  ['clone() returns this', 'same-object', 'lives', 0, [CLONE, 'return this;']],
  ['attachToContext() returns this', 'same-object', 'lives', 0, [ATTACH, 'return this;']],
  ['clone() forgets the offset', 'offset-forgotten', 'offset', 4, [CLONE, LOST]],
  ['attachToContext() forgets the offset', 'offset-forgotten', 'offset', 4, [ATTACH, LOST]],
  ['the gain is forgotten', 'gain-forgotten', 'lives', 0, [CLONE, LOST.replace('mGain', '1')]],
  ['no copy', 'no-copy', 'lives', 0, [CLONE, 'return nullptr;']],
];
for (const [what, id, part, points, change] of mistakes)
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

test('wrong results show where each copy came from', async () => {
  const report = await solution.check(FILE, [ATTACH, LOST]);
  const { trace = [] } = partOf(report, 'offset').verdict;
  const methods = trace.map(({ method }) => method);
  for (const method of [
    'createPlugin',
    'clone',
    'getFieldsToSerialize',
    'attachToContext',
    'enqueue',
  ])
    assert.ok(methods.includes(method), method);
});

test.run();
