import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const FILE = 'hingeCreator.cpp';
const solution = new ChangedSolution('09-match-the-node');
test.after(() => solution.end());

const mistakes: [string, string, number, Change[]][] = [
  ['another-name', 'found', 0, [['NAME = "Hinge"', 'NAME = "HingePlugin"']]],
  ['another-version', 'found', 0, [['VERSION = "1"', 'VERSION = "2"']]],
  ['domain-as-namespace', 'found', 0, [['NAMESPACE = ""', 'NAMESPACE = "Test"']]],
  ['slope-lost', 'slope', 6, [['PluginField("slope"', 'PluginField("Slope"']]],
  ['slope-lost', 'slope', 6, [['field.name, "slope"', 'field.name, "Slope"']]],
  ['offset-lost', 'offset', 6, [['mCollection{2,', 'mCollection{1,']]],
];
for (const [mistake, id, points, changes] of mistakes)
  test(`${mistake}: ${changes.map(([, to]) => to).join(', ')}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id, mistake });
    assert.is(report.points, points);
  });

test('an attribute that arrives and is not read', async () => {
  const report = await solution.check(FILE, [
    'PluginFieldType::kINT32) {',
    'PluginFieldType::kINT64) {',
  ]);
  assert.equal(failedFirst(report), { id: 'offset', mistake: 'offset-lost' });
  const { trace = [] } = partOf(report, 'offset').verdict;
  assert.equal(
    trace.map(({ method }) => method),
    ['createPlugin'],
  );
});

test('a crash in createPlugin is a verdict', async () => {
  const report = await solution.check(FILE, [
    'float slope = 1.0F;',
    'float slope = *reinterpret_cast<float const volatile*>(8);',
  ]);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'found').verdict.message.en, /^It crashed/);
});

test.run();
