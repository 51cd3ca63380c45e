import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const work = mkdtempSync(join(tmpdir(), 'work-copy-'));
process.env['WORKBOOK_WORK'] = work;

const NAME = '01-run-a-plugin';
const load = async () => {
  const { exerciseNamed, stubFolder } = await import('../../src/exercise/catalogue');
  const copies = await import('../../src/exercise/work-copy');
  const exercise = exerciseNamed(NAME);
  return { exercise, stub: stubFolder(exercise), ...copies };
};
const copy = join(work, NAME);

test.before.each(() => rmSync(copy, { recursive: true, force: true }));
test.after(() => rmSync(work, { recursive: true }));

test('a copy is made once, with the task in both languages', async () => {
  const { ensureWorkCopy, exercise, stub } = await load();
  assert.ok(ensureWorkCopy(exercise));
  assert.not.ok(ensureWorkCopy(exercise));
  for (const file of ['run.ts', 'README.md', 'README.zh.md'])
    assert.equal(readFileSync(join(copy, file)), readFileSync(join(stub, file)), file);
});

test('what the learner wrote stays, whatever the workbook has by now', async () => {
  const { ensureWorkCopy, exercise, isUntouched } = await load();
  ensureWorkCopy(exercise);
  writeFileSync(join(copy, 'run.ts'), '// mine');
  writeFileSync(join(copy, 'README.md'), 'an older task');
  ensureWorkCopy(exercise);
  assert.is(readFileSync(join(copy, 'run.ts'), 'utf8'), '// mine');
  assert.is(readFileSync(join(copy, 'README.md'), 'utf8'), 'an older task');
  assert.not.ok(isUntouched(exercise, copy));
});

test('a file that was deleted comes again', async () => {
  const { ensureWorkCopy, exercise } = await load();
  ensureWorkCopy(exercise);
  rmSync(join(copy, 'run.ts'));
  ensureWorkCopy(exercise);
  assert.ok(existsSync(join(copy, 'run.ts')));
});

test('a copy that nobody touched follows an update of the exercise', async () => {
  const { ensureWorkCopy, exercise, stub, isUntouched } = await load();
  const older = mkdtempSync(join(tmpdir(), 'older-'));
  try {
    // As the same exercise of an earlier version made it.
    ensureWorkCopy(exercise);
    const now = readFileSync(join(stub, 'run.ts'), 'utf8');
    cpSync(stub, older, { recursive: true });
    writeFileSync(join(older, 'run.ts'), `// earlier\n${now}`);
    const { copyFingerprint } = await load();
    writeFileSync(join(copy, 'run.ts'), `// earlier\n${now}`);
    writeFileSync(join(copy, '.origin'), copyFingerprint(exercise, older));
    ensureWorkCopy(exercise);
    assert.is(readFileSync(join(copy, 'run.ts'), 'utf8'), now);
    assert.ok(isUntouched(exercise, copy));
  } finally {
    rmSync(older, { recursive: true });
  }
});

test.run();
