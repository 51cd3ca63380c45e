import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExerciseReport } from '../../../src/exercise/report';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('08-share-a-table');
test.after(() => solution.end());

const shared = (...changes: Change[]): Promise<ExerciseReport> =>
  solution.check('share.cpp', ...changes);

const mistakes: [string, string, number, Change[]][] = [
  ['no-table', 'looks-up', 0, [['attached->mDeviceTable =', 'mDeviceTable =']]],
  [
    'each-its-own',
    'shared',
    7,
    [
      [
        '= tableKey(mTable);',
        '= tableKey(mTable) + std::to_string(reinterpret_cast<size_t>(attached.get()));',
      ],
    ],
  ],
  ['one-key', 'two-tables', 8, [['= tableKey(mTable);', '= "Palette";']]],
  ['never-freed', 'freed', 8, [['getPluginRegistry()->releasePluginResource(mKey.c_str());', '']]],
  ['not-its-own', 'shared', 5, [['if (!mKey.empty())', '']]],
];
for (const [mistake, id, points, changes] of mistakes)
  test(mistake, async () => {
    const report = await shared(...changes);
    assert.equal(failedFirst(report), { id, mistake });
    assert.is(report.points, points);
  });

test('memory that uploadTable() knows nothing of', async () => {
  const report = await shared(
    ['= uploadTable(mTable)', '= own(mTable)'],
    ['= freeTable(mDeviceTable)', '= 0'],
    [
      'using namespace nvinfer1;',
      `using namespace nvinfer1;
static float* own(std::vector<float> const& table) {
    void* memory = nullptr;
    size_t const bytes = table.size() * sizeof(float);
    cudaMalloc(&memory, bytes);
    cudaMemcpy(memory, table.data(), bytes, cudaMemcpyHostToDevice);
    return static_cast<float*>(memory);
}`,
    ],
  );
  assert.is(partOf(report, 'freed').passed, false);
  assert.is(report.points, 5);
});

test('memory that release() does not free', async () => {
  const report = await shared(['= freeTable(mDeviceTable)', '= 0']);
  assert.equal(failedFirst(report), { id: 'shared', mistake: 'never-freed' });
  assert.is(partOf(report, 'freed').verdict.mistake, 'never-freed');
  assert.is(report.points, 5);
});

test('a table that is freed under whoever uses it', async () => {
  const report = await shared([
    /if \(!mKey.empty\(\)\) \{[^}]*\}/,
    'getPluginRegistry()->releasePluginResource(tableKey(mTable).c_str());',
  ]);
  assert.equal(failedFirst(report), { id: 'shared', mistake: 'not-its-own' });
  assert.is(report.points, 5);
});

test('the description in place of a copy is a crash, and a verdict', async () => {
  const report = await shared([
    /auto copy = [^}]*\}[^}]*copy\.release\(\);/,
    'mDeviceTable = uploadTable(mTable);\nreturn this;',
  ]);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'looks-up').verdict.message.en, /^It crashed/);
});

test.run();
