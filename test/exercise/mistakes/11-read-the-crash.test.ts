import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Bilingual } from '../../../src/exercise/exercise';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const FILE = 'gain.cu';
const solution = new ChangedSolution('11-read-the-crash');
test.after(() => solution.end());

/** The host takes the number instead of the kernel. */
const HOST: Change[] = [
  ['float const* gain, Bias', 'float gain, Bias'],
  ['gain[0] * x[i]', 'gain * x[i]'],
  [
    /auto const\* const gain = static_cast<float const\*>/,
    'float const gain = *static_cast<float const*>',
  ],
];
const SHARED: Change = ['GainPlugin(mBias, mNbBias);', 'GainPlugin(*this);'];

const mistakes: [string, string, number, Change[]][] = [
  ['host-reads-device', 'gain', 0, HOST],
  ['freed-twice', 'bias', 4, [SHARED]],
  ['bias-lost', 'bias', 4, [['GainPlugin(mBias, mNbBias);', 'GainPlugin(nullptr, 0);']]],
];
for (const [mistake, part, points, changes] of mistakes)
  test(mistake, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points);
  });

test('both crashes have a picture and a place, each its own', async () => {
  const report = await solution.check(FILE, ...HOST, SHARED);
  assert.is(report.points, 0);
  const [gain, bias] = ['gain', 'bias'].map((id) => partOf(report, id).verdict);
  assert.match(gain?.message.en ?? '', /^It crashed in GainPlugin::enqueue at .*gain\.cu:\d+\.$/);
  assert.match((gain?.actual as Bilingual).en, /^SIGSEGV: read of address .* device memory/);
  assert.match((gain?.actual as Bilingual).zh, /^SIGSEGV：读取地址 .*设备内存/);
  assert.match(bias?.message.en ?? '', /^It crashed in .*~GainPlugin/);
  assert.match((bias?.actual as Bilingual).en, /^SIGABRT/);
  for (const verdict of [gain, bias]) assert.ok(verdict?.picture);
});

test('an endless loop in clone, where there is a bias, is a verdict', async () => {
  const report = await solution.check(FILE, [
    'return new (std::nothrow) GainPlugin(mBias, mNbBias);',
    'if (mNbBias == 0) { return new (std::nothrow) GainPlugin(mBias, 0); } for (volatile int i = 0;;) { (void)i; }',
  ]);
  assert.is(report.points, 4);
  assert.match(partOf(report, 'bias').verdict.message.en, /did not end within the time limit/);
});

test.run();
