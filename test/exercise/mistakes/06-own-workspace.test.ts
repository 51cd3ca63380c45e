import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const solution = new ChangedSolution('06-own-workspace');
test.after(() => solution.end());
const FILE = 'center.cu';
const STATUS: Change[0] = /return cudaGetLastError.*/;
const SIZE: Change[0] = /return sizeof\(float\).*/;

const mistakes: [string, string, number, string, Change][] = [
  [
    '-1 of a dynamic shape',
    'largest',
    0,
    'not-the-largest',
    ['inputs[0].max', 'inputs[0].desc.dims'],
  ],
  ['opt in place of max', 'largest', 0, 'not-the-largest', ['inputs[0].max', 'inputs[0].opt']],
  ['min in place of max', 'largest', 0, 'not-the-largest', ['inputs[0].max', 'inputs[0].min']],
  ['floats in place of bytes', 'largest', 0, 'elements-not-bytes', ['sizeof(float) *', '1 *']],
  [
    'a wait',
    'captured',
    6,
    'still-waits',
    [STATUS, 'return cudaStreamSynchronize(stream) == cudaSuccess ? 0 : 1;'],
  ],
  [
    'memory of its own',
    'captured',
    6,
    'still-allocates',
    [
      'auto* const means = static_cast<float*>(workspace);',
      'float* means = nullptr;\n(void)workspace;\ncudaMalloc(&means, sizeof(float) * rows);',
    ],
  ],
];
for (const [what, part, points, mistake, change] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, change);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
  });

test('bytes behind the workspace are found by their guard', async () => {
  const report = await solution.check(FILE, ['sizeof(float) *', '1 *']);
  const { message, expected } = partOf(report, 'largest').verdict;
  assert.match(message.en, /enqueue fails: .*wrote past the end of its workspace/);
  assert.match(typeof expected === 'object' ? expected.en : '', /bytes: \d+ rows at most/);
});

test('a kernel on another stream is not in the graph', async () => {
  const report = await solution.check(
    FILE,
    [
      'meanKernel<<<',
      'cudaStream_t own = nullptr;\ncudaStreamCreateWithFlags(&own, cudaStreamNonBlocking);\nmeanKernel<<<',
    ],
    ['kTHREADS, 0, stream>>>(x, means, rows', 'kTHREADS, 0, own>>>(x, means, rows'],
  );
  assert.is(failedFirst(report).id, 'captured');
  assert.match(
    partOf(report, 'captured').verdict.message.en,
    /not put on the stream|a capture forbids/,
  );
});

test('a size of 0 is a verdict, and so is what the kernel does then', async () => {
  const report = await solution.check(FILE, [SIZE, '(void)inputs;\nreturn 0;']);
  assert.is(report.points, 0);
  assert.match(partOf(report, 'largest').verdict.message.en, /not its own/);
  assert.match(partOf(report, 'captured').verdict.message.en, /says 0/);
});

test.run();
