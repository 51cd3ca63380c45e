import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExerciseReport } from '../../../src/exercise/report';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('10-undefined-symbol');
test.after(() => solution.end());

/** What the verdict says, with what the build printed. */
function saidOf(report: ExerciseReport, part: string): string {
  const { message, actual } = partOf(report, part).verdict;
  return `${message.en}\n${typeof actual === 'string' ? actual : ''}`;
}

const HALF =
  'template cudaError_t rowMax<__half>(__half const*, __half*, int64_t, int64_t, cudaStream_t);';

const mistakes: [
  mistake: string,
  file: string,
  part: string,
  points: number,
  says: RegExp,
  Change,
][] = [
  [
    'source-left-out',
    'CMakeLists.txt',
    'row-sum',
    5,
    /undefined symbol: _Z6rowSum\w+, that is rowSum\(float const\*, float\*, long, long/,
    [' rowSumKernel.cu', ''],
  ],
  [
    'not-instantiated',
    'rowMaxKernel.cu',
    'row-max',
    5,
    /undefined symbol: _Z6rowMaxI6__half.*rowMax<__half>\(/,
    [HALF, ''],
  ],
  [
    'not-instantiated',
    'rowMaxKernel.cu',
    'row-max',
    5,
    /rowMax<__half>\(/,
    [
      HALF,
      'template cudaError_t rowMax<double>(double const*, double*, int64_t, int64_t, cudaStream_t);',
    ],
  ],
  [
    'instantiated-twice',
    'rowMaxKernel.cu',
    'row-sum',
    0,
    /rowMaxKernel\.cu:\d+:\d+: error: duplicate explicit instantiation/,
    [HALF, HALF.replaceAll('__half', 'float')],
  ],
  ['no-such-file', 'CMakeLists.txt', 'row-sum', 0, /rowSum\.cu/, ['rowSumKernel.cu', 'rowSum.cu']],
  [
    'no-such-file',
    'CMakeLists.txt',
    'row-sum',
    0,
    /CMake Error.*\n.*\n?.*rowSums\.cpp/,
    ['rowSumPlugin.cpp', 'rowSumPlugin.cpp rowSums.cpp'],
  ],
];
for (const [mistake, file, part, points, says, change] of mistakes)
  test(`${mistake}: ${String(says)}`, async () => {
    const report = await solution.check(file, change);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
    assert.match(saidOf(report, part), says);
  });

test('what an earlier build made is no part of the next: without a target there is no library', async () => {
  const report = await solution.check('CMakeLists.txt', [
    'add_library(row_sum SHARED)',
    'return()',
  ]);
  assert.is(report.points, 0);
  assert.match(saidOf(report, 'row-sum'), /librow_sum\.so was not made/);
});

test.run();
