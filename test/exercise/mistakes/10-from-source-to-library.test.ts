import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExerciseReport } from '../../../src/exercise/report';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('10-from-source-to-library');
test.after(() => solution.end());

/** What the build printed. */
function saidOf(report: ExerciseReport, part: string): string {
  const { actual } = partOf(report, part).verdict;
  return typeof actual === 'string' ? actual : '';
}

const mistakes: [mistake: string, part: string, points: number, says: RegExp, Change][] = [
  ['no-headers', 'made', 0, /NvInfer\.h: No such file/, ['-I"$tensorrt" -I"$cuda" ', '']],
  ['no-headers', 'made', 0, /cudaError_t|No such file/, [' -I"$cuda"', '']],
  ['no-pic', 'made', 0, /recompile with -fPIC/, [' -fPIC -I', ' -I']],
  ['not-shared', 'made', 0, /undefined reference to [`']main'/, ['-shared ', '']],
  [
    'kernel-left-out',
    'made',
    0,
    /undefined (reference|symbol).*clamp\(float const\*/,
    ['clampPlugin.o clampKernel.o', 'clampPlugin.o'],
  ],
  [
    'nothing-to-lean-on',
    'whole',
    7,
    /undefined symbol: getPluginRegistry/,
    ['-l:libnvinfer.so.10 -lworkbook_cudart -Wl,-z,defs', ''],
  ],
];
for (const [mistake, part, points, says, change] of mistakes)
  test(`${mistake}: ${String(says)}`, async () => {
    const report = await solution.check('build.sh', change);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
    assert.match(saidOf(report, part), says);
  });

test('a script that puts something in the place of a file that is given', async () => {
  const report = await solution.check(
    'build.sh',
    ['-l:libnvinfer.so.10 -lworkbook_cudart -Wl,-z,defs', ''],
    ['set -e', 'set -e\nrm holes.sh; mkdir holes.sh; ln -s /dev/null clampKernel.h.old'],
  );
  assert.equal(failedFirst(report), { id: 'whole', mistake: 'nothing-to-lean-on' });
  assert.is(report.points, 7);
});

test('without -z defs a missing kernel shows when the library is loaded, with its name in C++', async () => {
  const report = await solution.check(
    'build.sh',
    ['clampPlugin.o clampKernel.o', 'clampPlugin.o'],
    [' -Wl,-z,defs', ''],
  );
  assert.equal(failedFirst(report), { id: 'made', mistake: 'kernel-left-out' });
  const { en } = partOf(report, 'made').verdict.message;
  assert.match(
    en,
    /^loadLibrary fails: .*libclamp\.so: undefined symbol: _Z5clamp.*clamp\(float const/,
  );
  assert.not.match(en, /\/libclamp/);
});

test('a script that ends at once, and one without an end', async () => {
  const nothing = await solution.check('build.sh', ['set -e', 'exit 0']);
  assert.match(saidOf(nothing, 'made'), /was not made. Made: nothing$/);
  const own = await solution.check('build.sh', ['set -e', 'make_it_so']);
  assert.ok(own.passed, 'sh goes on after a command that it does not know');
});

test.run();
