import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkExercise } from '../../src/exercise/check';
import { projectRoot } from '../../src/native-loader';

const NAME = '06-wrap-a-kernel';
const text = (folder: string): string =>
  readFileSync(join(projectRoot, folder, NAME, 'scale.cu'), 'utf8');
const leftovers = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('workbook-texts-'));

test('texts in place of a folder: the solution passes, the stub is known as untouched', async () => {
  const before = leftovers();
  const solved = await checkExercise(NAME, { files: { 'scale.cu': text('solutions') } });
  assert.ok(solved.passed, solved.toText());
  const stub = await checkExercise(NAME, { files: { 'scale.cu': text('exercises') } });
  assert.is(stub.points, 0);
  assert.ok(stub.untouched);
  assert.is(stub.folder, NAME);
  assert.equal(
    leftovers().filter((name) => !before.includes(name)),
    [],
  );
});

test('messages name the file and its line, not where it lay meanwhile', async () => {
  const broken = text('solutions').replace(
    'if (count == 0) {',
    'int32_t wrong = "text"; if (count == 0) {',
  );
  const report = await checkExercise(NAME, { files: { 'scale.cu': broken } });
  const said = JSON.stringify(report.toJSON());
  assert.match(said, /scale\.cu line \d+/);
  assert.not.match(said, /workbook-texts-/);
  const crashing = text('solutions').replace(
    'if (count == 0) {',
    '*(volatile int*)8 = 1; if (count == 0) {',
  );
  const crashed = await checkExercise(NAME, { files: { 'scale.cu': crashing } });
  assert.match(crashed.toText(), /It crashed in ScalePlugin::enqueue at scale\.cu:\d+/);
  assert.not.match(JSON.stringify(crashed.toJSON()) + crashed.toHTML(), /workbook-texts-/);
});

test('texts of other files, and missing ones, are refused', async () => {
  const code = async (files: Record<string, string>): Promise<string | undefined> =>
    checkExercise(NAME, { files }).then(
      () => undefined,
      (error: unknown) => (error as { code?: string }).code,
    );
  assert.is(await code({}), 'EXERCISE_FILES_MISSING');
  assert.is(await code({ 'scale.cu': '', 'check.ts': '' }), 'EXERCISE_FILES_UNKNOWN');
  assert.is(await code({ 'scale.cu': '', '../x': '' }), 'EXERCISE_FILES_UNKNOWN');
});

test.run();
