/** `workbook diagnose COMMAND` over the host programs of all bugs: each broken side is named, each cured side is found well. */
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bugs, type Bug, type Side } from '../../src/lab/bugs';
import { buildSide } from '../../src/lab/bugs/build';
import { diagnoseCommand, type Diagnosis } from '../../src/lab/diagnosis';

/** By the number of the bug: the step and the name of what is wrong. */
const EXPECTED: Record<number, string> = {
  1: 'creator plugin-not-found',
  2: 'serialisation not-loaded-at-run-time',
  3: 'formats no-supported-format',
  4: 'formats quantized-too-late',
  5: 'fields old-base-class',
  6: 'load no-get-creators',
  7: 'load registered-twice',
  8: 'load not-linked',
  9: 'lifetime double-free',
  10: 'lifetime two-copies-of-static-state',
  11: 'serialisation namespace-of-the-clone',
  12: 'serialisation null-string',
  13: 'fields field-names-as-fields',
  14: 'fields empty-field-list',
  15: 'serialisation field-of-freed-memory',
  16: 'serialisation stale-engine',
  17: 'enqueue workspace-is-null',
  18: 'memory out-of-bounds',
  19: 'build no-implementation',
  20: 'enqueue synchronise-while-capturing',
  21: 'shapes past-nbdims',
  22: 'enqueue input-not-set',
  23: 'build hang',
  24: 'serialisation bool-as-int32',
  25: 'memory type-too-wide',
  26: 'enqueue launch-never-ran',
  27: 'enqueue empty-tensor',
  28: 'enqueue throw-in-noexcept',
  30: 'memory device-memory-on-host',
  31: 'memory host-memory-in-kernel',
};
/** A wrong result of a right library: only its author knows that it is wrong. */
const UNSEEN = [29];

async function diagnoseBug(bug: Bug, side: Side): Promise<Diagnosis> {
  const built = await buildSide(bug, side);
  const command =
    typeof bug.reproduce === 'function'
      ? [process.execPath, join(__dirname, 'run-bug.js'), bug.name, side, built.library]
      : bug.reproduce.command({ ...built, host: '' });
  const timeMs = side === 'broken' ? (bug.timeMs ?? 30_000) : 30_000;
  // The plugins of cured sides are alike: diagnosis-library.test.ts examines such.
  return diagnoseCommand(command, { timeMs, libraries: side === 'broken' });
}

const named = ({ faults }: Diagnosis): string => {
  const [first] = faults;
  return first ? `${first.step} ${first.mistake}` : 'nothing';
};

for (const bug of bugs()) {
  test(`${bug.name}: the broken side is named`, async () => {
    const diagnosis = await diagnoseBug(bug, 'broken');
    const expected = UNSEEN.includes(bug.number) ? 'nothing' : EXPECTED[bug.number];
    assert.is(named(diagnosis), expected, JSON.stringify(diagnosis.faults));
    if (expected === 'nothing') return;
    assert.ok((diagnosis.faults[0]?.saw.length ?? 0) > 0, 'it says what it saw');
    assert.is(diagnosis.faults.length, 1, 'it stops at the first thing that is wrong');
    assert.is(diagnosis.verdict, 'wrong');
  });

  // Its plugin is the same on both sides and trusts its host.
  if (bug.number === 13) continue;
  test(`${bug.name}: nothing is wrong with the cured side`, async () => {
    const diagnosis = await diagnoseBug(bug, 'cured');
    assert.is(named(diagnosis), 'nothing', JSON.stringify(diagnosis.faults));
  });
}

test('a command that cannot be started is an error, one that says nothing cannot be judged', async () => {
  await diagnoseCommand(['/nowhere/program']).then(
    () => assert.unreachable(),
    (error: unknown) => assert.is((error as { code?: string }).code, 'COMMAND_MISSING'),
  );
  const silent = await diagnoseCommand(['true']);
  assert.is(silent.verdict, 'cannotTell');
  assert.is(silent.faults.length, 0);
});

test('a command that fails for another reason is shown with its last words', async () => {
  const { faults } = await diagnoseCommand([process.execPath, '-e', 'throw new Error("no paper")']);
  assert.is(faults[0]?.mistake, 'command-failed');
  assert.ok(
    faults[0]?.saw.some((line) => line.includes('no paper')),
    JSON.stringify(faults),
  );
});

test.run();
