import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exerciseNamed, stubFolder } from '../../../src/exercise/catalogue';
import { ChangedSolution, failedFirst, partOf, type Change } from './changed-solution';

const NAME = '13-migrate-a-plugin';
const FILE = 'rowPeakPlugin.cpp';
const solution = new ChangedSolution(NAME);
test.after(() => solution.end());

const VERSION = /getPluginVersion\(\) const noexcept override \{ return "2"; \}/;
const ONE = 'getPluginVersion() const noexcept override { return "1"; }';
/** All of the given V2 plugin, with another version. */
const stillV2 = readFileSync(join(stubFolder(exerciseNamed(NAME)), FILE), 'utf8').replaceAll(
  'override { return "1"; }',
  'override { return "2"; }',
);

const mistakes: [what: string, mistake: string, part: string, points: number, ...Change[]][] = [
  ['the version is kept', 'old-version', 'generation', 0, [VERSION, ONE], [VERSION, ONE]],
  ['the interface is kept', 'still-v2', 'generation', 0, [/[^]*/, stillV2]],
  [
    'a workspace of desc',
    'workspace-of-desc',
    'shapes',
    7,
    ['rowsOf(inputs[0].max)', 'rowsOf(inputs[0].desc.dims)'],
  ],
  ['one field of two', 'field-lost', 'engine-file', 7, ['mCollection = {2,', 'mCollection = {1,']],
  [
    'a clone that forgets the mode',
    'field-lost',
    'engine-file',
    7,
    [
      'IPluginV3* clone() noexcept override { return new (std::nothrow) RowPeak(mPeak, mMode)',
      'IPluginV3* clone() noexcept override { return new (std::nothrow) RowPeak(mPeak, 0)',
    ],
  ],
];
for (const [what, mistake, part, points, ...changes] of mistakes)
  test(`${what}: ${mistake}`, async () => {
    const report = await solution.check(FILE, ...changes);
    assert.equal(failedFirst(report), { id: part, mistake });
    assert.is(report.points, points, report.toText());
  });

test('the object itself in place of a copy is a verdict', async () => {
  const report = await solution.check(FILE, [
    'attachToContext(IPluginResourceContext*) noexcept override { return clone(); }',
    'attachToContext(IPluginResourceContext*) noexcept override { return this; }',
  ]);
  assert.is(report.points, 0, report.toText());
});

test('a capability by reinterpret_cast is a verdict with the place', async () => {
  const report = await solution.check(FILE, [
    'static_cast<IPluginV3OneRuntime*>(this)',
    'reinterpret_cast<IPluginV3OneRuntime*>(this)',
  ]);
  assert.is(report.points, 0, report.toText());
  assert.ok(partOf(report, 'generation').verdict.message.en.length > 10);
});

test.run();
