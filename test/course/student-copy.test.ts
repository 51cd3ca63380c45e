import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { makeStudentCopy } from '../../src/course/student-copy';
import {
  allExercises,
  exerciseNamed,
  solutionFolder,
  stubFolder,
} from '../../src/exercise/catalogue';
import { generateExercises } from '../../src/exercise/generate';
import { projectRoot } from '../../src/native-loader';

const folder = mkdtempSync(join(tmpdir(), 'workbook-student-copy-'));
test.after(() => rmSync(folder, { recursive: true }));

/** Lines of the solution that the stub has not, long enough to be nobody else's. */
function tellingLines(name: string, file: string): string[] {
  const exercise = { name };
  const { files, given } = exerciseNamed(name);
  // What a given file says is no secret.
  const stub = [...files, ...given]
    .map((each) => readFileSync(join(stubFolder(exercise), each), 'utf8'))
    .join('\n');
  return readFileSync(join(solutionFolder(exercise), file), 'utf8')
    .split('\n')
    .filter((line) => line.trim().length > 40 && !stub.includes(line.trim()));
}

test('the copy has no solution, and its exercises are what the workbook has', () => {
  const { files, exercises } = makeStudentCopy(folder);
  assert.ok(files > 1000);
  assert.is(exercises, allExercises().length);
  for (const left of ['solutions', 'test', '.git', 'work', 'dist', 'node_modules'])
    assert.not.ok(existsSync(join(folder, left)), left);
  for (const { name, lesson, files: own } of allExercises())
    for (const file of own) {
      const stub = readFileSync(join(stubFolder({ name }), file), 'utf8');
      for (const place of [
        join('exercises', name, file),
        join('lessons', lesson, 'exercises', name, file),
      ])
        assert.is(readFileSync(join(folder, place), 'utf8'), stub, place);
    }
});

test('no file of the exercises holds a line of a solution', () => {
  const texts = ['exercises', 'lessons']
    .flatMap((below) =>
      readdirSync(join(folder, below), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, below, file),
      ),
    )
    // Hints come near to the answer, and the check knows it.
    .filter((file) => statSync(file).isFile() && !/(exercise\.json|check\.ts)$/.test(file))
    .map((file) => [file, readFileSync(file, 'utf8')] as const);
  for (const { name, files } of allExercises())
    for (const line of files.flatMap((file) => tellingLines(name, file)))
      for (const [file, text] of texts)
        if (file.includes(name)) assert.not.ok(text.includes(line.trim()), `${file}: ${line}`);
});

test('in the copy the mirrors are up to date, and no solutions are made', () => {
  const { problems, changed, exercises } = generateExercises(folder, { check: false });
  assert.equal(problems, []);
  assert.equal(changed, []);
  assert.is(exercises.length, allExercises().length);
  assert.not.ok(existsSync(join(folder, 'solutions')));
});

test('a folder with something in it, or in the workbook, is refused', () => {
  for (const refused of [folder, join(projectRoot, 'work', 'copy')])
    assert.throws(
      () => makeStudentCopy(refused),
      (error: { code?: string }) => error.code === 'COPY_FOLDER_REFUSED',
    );
});

test.run();
