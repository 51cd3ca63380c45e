import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkOf, exerciseNamed } from '../../../src/exercise/catalogue';
import type { Evidence } from '../../../src/exercise/exercise';
import { fail, say } from '../../../src/exercise/judging';
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
  [
    'where texts lie is compared',
    'pointers-compared',
    'reads',
    0,
    [['std::strcmp(field.name, "slope") != 0', 'field.name != "slope"']],
  ],
  [
    'the names are equal where strcmp is 0',
    'strcmp-is-zero',
    'reads',
    0,
    [
      [
        /if \(std::strcmp\(field\.name, "slope"\) != 0\) \{/,
        'if (std::strcmp(field.name, "slope")) slope = *static_cast<float const*>(field.data);\n            {',
      ],
    ],
  ],
  ['other fields are refused', 'others-refused', 'by-name', 7, [['continue;', 'return nullptr;']]],
];
for (const [what, id, part, points, changes] of mistakes)
  test(`${what}: ${id}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id: part, mistake: id });
    assert.is(report.points, points);
  });

// What lies behind the last field is chance, and so is whether it is read without a crash.
test('one field too far, and a crash: past-the-end', async () => {
  const check = await checkOf(exerciseNamed('03-read-a-field'));
  const evidence = (text: string): Evidence => ({
    part: 'reads',
    verdict: fail(say('It crashed in createPlugin.', '程序崩溃，位于 createPlugin。')),
    files: { [FILE]: text },
  });
  assert.is(check.recognise?.(evidence('i <= fields->nbFields;')), 'past-the-end');
  assert.is(check.recognise?.(evidence('i < fields->nbFields;')), undefined);
});

test('a condition that skips the other names is no mistake', async () => {
  const report = await solution.check(
    FILE,
    ['std::strcmp(field.name, "slope") != 0', 'std::strcmp(field.name, "slope")'],
    ['slope = *', 'slope = 2 * *'],
  );
  assert.equal(failedFirst(report), { id: 'reads', mistake: undefined });
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
