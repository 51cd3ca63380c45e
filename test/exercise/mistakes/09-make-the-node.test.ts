import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('09-make-the-node');
test.after(() => solution.end());

const mistakes: [string, string, number, Change[]][] = [
  ['whole-numbers', 'table', 0, [['table: { floats: table }', 'table: [0, 1, 4, 9]']]],
  [
    'whole-numbers',
    'any',
    8,
    [['{ float: scalar }', 'scalar % 1 === 0 ? scalar : { float: scalar }']],
  ],
  ['version-is-no-text', 'table', 0, [["plugin_version: '2'", 'plugin_version: 2']]],
  ['another-operator', 'table', 0, [["opType: 'LookupTable'", "opType: 'LookUpTable'"]]],
  [
    'no-version',
    'table',
    0,
    [
      [/, plugin_version: '2'/, ''],
      [/, plugin_version: '2'/, ''],
    ],
  ],
];
for (const [mistake, id, points, changes] of mistakes)
  test(`${mistake}: ${changes.map(([, to]) => to).join(', ')}`, async () => {
    const report = await solution.check('run.ts', ...changes);
    assert.equal(failedFirst(report), { id, mistake });
    assert.is(report.points, points);
  });

test('one node of two', async () => {
  const report = await solution.check('run.ts', ["inputs: ['found']", "inputs: ['x']"]);
  assert.is(report.points, 4);
  assert.is(failedFirst(report).id, 'sum');
});

test('numbers that no node computed do not count', async () => {
  const report = await solution.check('run.ts', [
    "return run([tableNode(table)], 'found', indices);",
    'return Promise.resolve(Float32Array.from(indices, (at) => table[at]));',
  ]);
  assert.equal(failedFirst(report).id, 'table');
  assert.match(partOf(report, 'table').verdict.message.en, /not all of them were computed/);
});

test('an endless loop is a verdict', async () => {
  const report = await solution.check('run.ts', [
    "  return run([tableNode(table)], 'found'",
    "  for (;;) {\n    scalarNode(1);\n  }\n  return run([tableNode(table)], 'found'",
  ]);
  assert.is(report.points, 4, 'the other function is right');
  assert.match(partOf(report, 'table').verdict.message.en, /did not end within the time limit/);
});

test.run();
