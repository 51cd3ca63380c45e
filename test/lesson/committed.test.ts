import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildLessons } from '../../src/lesson/main';
import { diagnosticText } from '../../src/lesson/lesson';
import type { Notebook } from '../../src/lesson/notebook';

const report = buildLessons(process.cwd(), { check: true });
const notebooks = report.unchanged
  .filter((file) => file.endsWith('.ipynb'))
  .map((file) => ({ file, notebook: JSON.parse(readFileSync(file, 'utf8')) as Notebook }));
const lessons = notebooks.filter(({ file }) => !file.endsWith('index.ipynb'));

const codeOf = ({ cells }: Notebook) => cells.filter((cell) => cell.cell_type === 'code');
const bundlesOf = (notebook: Notebook): Record<string, unknown>[] =>
  codeOf(notebook)
    .flatMap((cell) => cell.outputs ?? [])
    .flatMap((output) => (output['data'] ? [output['data'] as Record<string, unknown>] : []));

test('every lesson compiles, and everything made from the lessons is up to date', () => {
  assert.equal(report.diagnostics.map(diagnosticText), []);
  assert.equal(report.changed, []);
  assert.is(lessons.length, 2 * 13);
  assert.is(notebooks.length, 2 * 14);
  for (const file of ['lessons/questions.md', 'README.md', 'README.zh.md'])
    assert.ok(report.unchanged.includes(file), file);
});

test('the notebooks were executed top to bottom, without an error', () => {
  for (const { file, notebook } of notebooks) {
    const code = codeOf(notebook);
    assert.equal(
      code.map((cell) => cell.execution_count),
      code.map((_, at) => at + 1),
      file,
    );
    const types = code.flatMap((cell) => cell.outputs ?? []).map((output) => output['output_type']);
    assert.not.ok(types.includes('error'), file);
  }
});

test('both languages have the same code, which ran once', () => {
  for (const { file, notebook } of notebooks.filter((one) => one.file.includes('/en/'))) {
    const twin = notebooks.find((one) => one.file === file.replace('/en/', '/zh/'));
    assert.ok(twin, file);
    const cells = (of: Notebook) =>
      codeOf(of).map(({ id, source, metadata, execution_count }) => ({
        id,
        source,
        metadata,
        execution_count,
      }));
    assert.equal(cells(twin.notebook), cells(notebook), file);
  }
});

test('pictures are SVG with a text beside them, in every lesson', () => {
  for (const { file, notebook } of lessons) {
    const pictures = bundlesOf(notebook).filter((bundle) => 'image/svg+xml' in bundle);
    assert.ok(pictures.length > 0, file);
    assert.ok(
      pictures.every((bundle) => 'text/plain' in bundle),
      file,
    );
  }
});

test('no output names a folder of the machine it ran on, or is kept for the other language', () => {
  for (const { file, notebook } of notebooks) {
    const outputs = JSON.stringify(codeOf(notebook).map((cell) => cell.outputs));
    assert.not.match(outputs, /vnd\.workbook/, file);
    const folders = outputs.match(/\/(?:work|home|root|Users|tmp)\/[\w./-]+/g) ?? [];
    assert.equal(folders, [], file);
  }
});

test('every numbered lesson answers questions, names what one can do, and has the closing sections', () => {
  for (const { file, notebook } of lessons) {
    const ids = notebook.cells.map(({ id }) => id);
    for (const id of ['remember', 'try-it', 'check-yourself', 'speaker-notes', 'navigation'])
      assert.ok(ids.includes(id), `${file} #${id}`);
    const { minutes } = notebook.metadata['workbook'] as { minutes: number };
    assert.ok(minutes >= 15 && minutes <= 30, file);
  }
});

test.run();
