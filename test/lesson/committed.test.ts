import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildLessons } from '../../src/lesson/main';
import { diagnosticText } from '../../src/lesson/lesson';
import type { Notebook } from '../../src/lesson/notebook';

const report = buildLessons(process.cwd(), { check: true });
const notebooks = report.unchanged.map((file) => ({
  file,
  notebook: JSON.parse(readFileSync(file, 'utf8')) as Notebook,
}));

test('every lesson compiles, and its notebooks are up to date', () => {
  assert.equal(report.diagnostics.map(diagnosticText), []);
  assert.equal(report.changed, []);
  assert.ok(notebooks.length >= 2);
});

test('the notebooks were executed top to bottom, without an error', () => {
  for (const { file, notebook } of notebooks) {
    const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
    assert.equal(
      code.map((cell) => cell.execution_count),
      code.map((_, at) => at + 1),
      file,
    );
    const types = code.flatMap((cell) => cell.outputs ?? []).map((output) => output['output_type']);
    assert.not.ok(types.includes('error'), file);
  }
});

test('pictures are SVG with a text beside them', () => {
  for (const { notebook } of notebooks) {
    const data = notebook.cells
      .flatMap((cell) => cell.outputs ?? [])
      .map((output) => output['data'] as Record<string, unknown> | undefined)
      .filter((bundle) => bundle !== undefined && 'image/svg+xml' in bundle);
    assert.ok(data.length > 0);
    assert.ok(data.every((bundle) => bundle !== undefined && 'text/plain' in bundle));
  }
});

test.run();
