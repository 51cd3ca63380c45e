import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('03-read-a-field');
test.after(() => solution.end());
const FILE = 'leakyCreator.cpp';
const CHECKED =
  'field.type != PluginFieldType::kFLOAT32 || field.length != 1 || field.data == nullptr';

const mistakes: [string, string, string, number, Change[]][] = [
  [
    'the first field, whatever it is',
    'first-field',
    'by-name',
    7,
    [['std::strcmp(field.name, "slope") != 0', 'i != 0']],
  ],
  ['the type is not looked at', 'no-type', 'refuses', 8, [[CHECKED, 'field.length != 1']]],
  [
    'the length is not looked at',
    'no-length',
    'refuses',
    8,
    [[CHECKED, 'field.type != PluginFieldType::kFLOAT32']],
  ],
  ['nothing is said', 'silent', 'refuses', 8, [[/report\("Cannot[^;]*;/, '']]],
  [
    'a missing field is refused',
    'no-default',
    'default',
    8,
    [['float slope =', 'if (fields->nbFields == 0) return nullptr;\n        float slope =']],
  ],
  ['other fields are refused', 'others-refused', 'by-name', 7, [['continue;', 'return nullptr;']]],
];
for (const [what, id, part, points, changes] of mistakes)
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

// createPlugin reads twice: your field, and the one that the engine file has.
test('the slope that the plugin has is said', async () => {
  const report = await solution.check(FILE, ['slope = *', 'slope = 2 * *']);
  const { message, firstDifference } = partOf(report, 'reads').verdict;
  assert.match(message.en, /^y\[0\] is wrong; .* The plugin’s slope is 2\.$/);
  assert.is(firstDifference, 'y[0]');
});

test('a loop without end is a verdict with its line', async () => {
  const report = await solution.check(FILE, ['continue;', '--i;\n                continue;']);
  assert.is(partOf(report, 'reads').points, 3);
  const { message } = partOf(report, 'by-name').verdict;
  assert.match(message.en, /did not end within the time limit in .*createPlugin at .*leakyCreator/);
});

test.run();
