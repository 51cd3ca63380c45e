import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readCellText } from '../../src/course/cell-text';
import { assignmentsByLesson, makeCourse } from '../../src/course/course';
import { judgeNotebook, type HandedInCells } from '../../src/course/judge';
import { allExercises, solutionFolder } from '../../src/exercise/catalogue';
import { projectRoot } from '../../src/native-loader';
import { TestNotebook, type TestCell } from './nbgrader-course';

const folder = mkdtempSync(join(tmpdir(), 'workbook-course-test-'));
test.after(() => rmSync(folder, { recursive: true }));

const refused = (error: { code?: string }): boolean => error.code === 'COURSE_FOLDER_REFUSED';
const source = ({ source: lines }: TestCell): string => [lines].flat().join('');

test('one assignment a lesson: each exercise has its task, its files as the solution has them, and a test with its points', () => {
  const assignments = assignmentsByLesson(allExercises());
  const report = makeCourse(folder, assignments, { language: 'en', refresh: false });
  assert.equal(
    report.made,
    assignments.map(({ name }) => name),
  );
  assert.is(readlinkSync(join(folder, 'node_modules')), join(projectRoot, 'node_modules'));
  for (const { name, exercises } of assignments) {
    const notebook = new TestNotebook(join(folder, 'source', name, `${name}.ipynb`));
    const ids = notebook.data.cells.map(({ metadata }) => metadata.nbgrader?.['grade_id']);
    assert.is(new Set(ids).size, ids.length, `${name}: each cell has an id of its own`);
    for (const exercise of exercises) {
      const test_ = notebook.cell(exercise.name);
      assert.is(test_.metadata.nbgrader?.['points'], exercise.points);
      const constants = Object.entries(
        test_.metadata.workbook?.['files'] as Record<string, string>,
      );
      assert.equal(
        constants.map(([file]) => file),
        [...exercise.files],
      );
      for (const [file, constant] of constants) {
        assert.match(source(test_), `'${file}': ${constant}`);
        const cell = notebook.cell(`${exercise.name}-${constant}`);
        const text = readFileSync(join(solutionFolder(exercise), file), 'utf8');
        assert.equal(readCellText(source(cell), constant), { text }, `${exercise.name} ${file}`);
      }
      for (const file of exercise.given)
        assert.ok(existsSync(join(folder, 'source', name, exercise.name, file)), file);
      const task = source(notebook.cell(`${exercise.name}-task`));
      assert.match(task, exercise.title.en);
      assert.not.match(task, /npx workbook|\]\(\.\.\//);
    }
  }
});

test('what is there stays, unless it is to be made anew', () => {
  const [first] = assignmentsByLesson(allExercises());
  assert.ok(first);
  const path = join(folder, 'source', first.name, `${first.name}.ipynb`);
  const config = join(folder, 'nbgrader_config.py');
  writeFileSync(path, 'changed');
  writeFileSync(config, `${readFileSync(config, 'utf8')}\n# mine\n`);
  assert.equal(makeCourse(folder, [first], { language: 'en', refresh: false }).kept, [first.name]);
  assert.is(readFileSync(path, 'utf8'), 'changed');
  assert.equal(makeCourse(folder, [first], { language: 'zh', refresh: true }).made, [first.name]);
  assert.match(readFileSync(path, 'utf8'), '道练习');
  assert.match(readFileSync(config, 'utf8'), '# mine');
});

test('a folder that is none for a course is refused', () => {
  const made = (where: string): void =>
    void makeCourse(where, [], { language: 'en', refresh: false });
  assert.throws(() => made(projectRoot), refused);
  const other = mkdtempSync(join(tmpdir(), 'workbook-other-course-'));
  try {
    writeFileSync(join(other, 'nbgrader_config.py'), 'c = get_config()\n');
    assert.throws(() => made(other), refused);
  } finally {
    rmSync(other, { recursive: true });
  }
});

test('judging reads cells, and says of one that it cannot read why it is worth nothing', async () => {
  const text = readFileSync(join(projectRoot, 'solutions', '01-run-a-plugin', 'run.ts'), 'utf8');
  const raw = text.replace(/`|\$\{/g, (sign) => `\\${sign}`);
  const cells = (cell: string | null): HandedInCells => ({
    exercise: '01-run-a-plugin',
    files: { 'run.ts': { name: 'run_ts', source: cell } },
  });
  const judgements = await judgeNotebook({
    student: 'ann',
    seed: 'a',
    sandbox: false,
    reveal: true,
    exercises: [
      cells(`const run_ts = fileText\`${raw}\`;`),
      cells('const run_ts = await fetch("x");'),
      cells(null),
    ],
  });
  assert.equal(
    judgements.map(({ points }) => points),
    [10, 0, 0],
  );
  assert.match(judgements[1]?.reason.en ?? '', /does not read/);
  assert.match(judgements[2]?.feedback.zh.html ?? '', /笔记本中没有/);
  assert.equal(
    judgements.map(({ seed }) => seed),
    ['a', 'a', 'a'],
  );
});

test.run();
