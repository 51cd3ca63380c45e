import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CompiledLesson } from '../../src/lesson/compile';
import { main } from '../../src/lesson/main';
import { makeNotebook, notebookText } from '../../src/lesson/notebook';

const test = suite('notebook');

const lesson: CompiledLesson = {
  title: 'T',
  minutes: 3,
  cells: [
    { kind: 'markdown', id: 'top', source: '# T\n\n数' },
    { kind: 'code', id: 'one', source: 'const a = 1;\na;' },
    { kind: 'code', id: 'two', source: 'a + 1;' },
  ],
};

test('is format 4.5 for the tslab kernel, as nbformat writes it', () => {
  const text = notebookText(makeNotebook(lesson, 'en', null));
  const notebook = JSON.parse(text) as ReturnType<typeof makeNotebook>;
  assert.is(notebook.nbformat, 4);
  assert.is(notebook.nbformat_minor, 5);
  assert.equal(notebook.metadata['kernelspec'], {
    display_name: 'TypeScript',
    language: 'typescript',
    name: 'tslab',
  });
  assert.equal(notebook.cells[1], {
    cell_type: 'code',
    execution_count: null,
    id: 'one',
    metadata: {},
    outputs: [],
    source: ['const a = 1;\n', 'a;'],
  });
  assert.ok(text.startsWith('{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "id": "top",'));
  assert.ok(text.includes('数'));
  assert.ok(text.endsWith('}\n'));
});

test('keeps the outputs of cells that did not change, and only those', () => {
  const executed = makeNotebook(lesson, 'en', null);
  for (const [at, cell] of executed.cells.entries()) {
    if (cell.cell_type !== 'code') continue;
    cell.outputs = [{ output_type: 'stream', name: 'stdout', text: [`${at}\n`] }];
    cell.execution_count = at;
  }
  const text = notebookText(executed);
  assert.is(notebookText(makeNotebook(lesson, 'en', text)), text);
  const edited = { ...lesson, cells: lesson.cells.map((cell) => ({ ...cell })) };
  (edited.cells[2] as { source: string }).source = 'a + 2;';
  const [, one, two] = makeNotebook(edited, 'en', text).cells;
  assert.is(one?.outputs?.length, 1);
  assert.is(one?.execution_count, 1);
  assert.equal(two?.outputs, []);
  assert.is(two?.execution_count, null);
});

test('an earlier notebook that cannot be read has no outputs', () => {
  const fresh = makeNotebook(lesson, 'en', null);
  for (const earlier of ['', '{"cells": 3}', '{"cells": [null, {"cell_type": "code"}]', '[]'])
    assert.equal(makeNotebook(lesson, 'en', earlier), fresh);
});

const command = suite<{ root: string }>('lesson command');

command.before.each((context) => {
  context.root = mkdtempSync(join(tmpdir(), 'lesson-'));
  mkdirSync(join(context.root, 'lessons', '01-x'), { recursive: true });
  const front = '---\ntitle: X\nminutes: 1\n---\n';
  writeFileSync(
    join(context.root, 'lessons', '01-x', 'lesson.md'),
    `${front}# X {#x}\n\n\`\`\`ts {cell=a}\n1;\n\`\`\`\n`,
  );
  writeFileSync(
    join(context.root, 'lessons', '01-x', 'lesson.zh.md'),
    `${front}# X {#x}\n\n{cell=a}\n`,
  );
});
command.after.each((context) => rmSync(context.root, { recursive: true }));

command('writes both notebooks, then finds them up to date', ({ root }) => {
  const lines: string[] = [];
  assert.is(
    main([], root, (line) => lines.push(line)),
    0,
  );
  assert.equal(lines, ['notebooks/en/01-x.ipynb: written', 'notebooks/zh/01-x.ipynb: written']);
  const text = readFileSync(join(root, 'notebooks/zh/01-x.ipynb'), 'utf8');
  assert.is(
    main(['--check'], root, () => undefined),
    0,
  );
  assert.is(
    main([], root, () => undefined),
    0,
  );
  assert.is(readFileSync(join(root, 'notebooks/zh/01-x.ipynb'), 'utf8'), text);
});

command('--check fails on a stale or missing notebook and writes nothing', ({ root }) => {
  assert.is(
    main(['--check'], root, () => undefined),
    1,
  );
  assert.throws(() => readFileSync(join(root, 'notebooks/en/01-x.ipynb')));
  main([], root, () => undefined);
  const path = join(root, 'lessons', '01-x', 'lesson.zh.md');
  writeFileSync(path, readFileSync(path, 'utf8').replace('# X', '# 十'));
  const lines: string[] = [];
  assert.is(
    main(['--check'], root, (line) => lines.push(line)),
    1,
  );
  assert.ok(lines[0]?.startsWith('notebooks/zh/01-x.ipynb: stale'));
});

command('names file, line and rule of what is wrong', ({ root }) => {
  rmSync(join(root, 'lessons', '01-x', 'lesson.zh.md'));
  const lines: string[] = [];
  assert.is(
    main([], root, (line) => lines.push(line)),
    1,
  );
  assert.equal(lines, [
    'lessons/01-x/lesson.zh.md:1: translation-missing: the lesson has no Chinese translation',
  ]);
  assert.is(
    main(['--chekc'], root, () => undefined),
    2,
  );
});

test.run();
command.run();
