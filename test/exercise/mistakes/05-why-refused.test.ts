import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('05-why-refused');
test.after(() => solution.end());
const FILE = 'types.cpp';
const X = 'asked.type == DataType::kFLOAT || asked.type == DataType::kHALF';
const PLACE: Change[0] = /asked\.type == DataType::kINT32;.*/;

const mistakes: [string, string, number, string, Change[]][] = [
  ['FP32 in place of FP16', 'fp16', 4, 'only-float', [[X, 'asked.type == DataType::kFLOAT']]],
  [
    'yes to every format',
    'fp32',
    0,
    'says-yes-to-all',
    [['asked.format != TensorFormat::kLINEAR', 'false']],
  ],
  [
    'a mixture',
    'fp16',
    4,
    'says-yes-to-all',
    [['return asked.type == inOut[0].desc.type;', `return ${X};`]],
  ],
  [
    'the other method changed',
    'fp32',
    0,
    'places-of-floats',
    [
      ['outputTypes[1] = DataType::kINT32', 'outputTypes[1] = inputTypes[0]'],
      [PLACE, 'asked.type == inOut[0].desc.type;'],
    ],
  ],
];
for (const [what, part, points, mistake, changes] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.is(partOf(report, part).verdict.mistake, mistake);
    assert.is(report.points, points);
  });

test('one fault left: half of the points, and the way to the refusal drawn', async () => {
  const half = await solution.check(FILE, [X, 'asked.type == DataType::kHALF']);
  assert.equal([half.points, failedFirst(half)], [3, { id: 'fp32', mistake: undefined }]);
  const places = await solution.check(FILE, [PLACE, 'asked.type == inOut[0].desc.type;']);
  assert.equal([places.points, failedFirst(places).id], [0, 'fp32']);
  const { message, picture } = partOf(places, 'fp32').verdict;
  assert.match(message.en, /nothing was accepted at every position/);
  assert.match(picture?.toText('en') ?? '', /pos 2 kINT32:kLINEAR: no/);
});

test.run();
