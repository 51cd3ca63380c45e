import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { progressPicture } from '../../src/display/progress-picture';
import { recordProgress } from '../../src/kernel/lesson-progress';
import { progressOfLessons, type LessonProgress } from '../../src/progress/lesson-progress';
import { progressFile, readProgress, recordCell } from '../../src/progress/progress-file';
import { TestKernel } from '../kernel/kernel-client';

const test = suite<{ folder: string; file: string }>('progress');

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'progress-'));
  context.file = join(context.folder, 'work', 'progress.json');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

test('cells are kept once, in the order they first ran', ({ file }) => {
  for (const cell of ['b', 'a', 'b']) recordCell('01-x', cell, file);
  recordCell('02-y', 'c', file);
  assert.equal(readProgress(file).lessons, {
    '01-x': { cells: ['b', 'a'] },
    '02-y': { cells: ['c'] },
  });
});

test('a file that cannot be read is no progress, and is written anew', ({ file }) => {
  assert.equal(readProgress(file).lessons, {});
  recordCell('01-x', 'a', file);
  for (const damage of ['', '{"lessons": []}', '{"lessons": {"01-x": {"cells": 3}}}', '[1']) {
    writeFileSync(file, damage);
    recordCell('01-x', 'b', file);
    assert.equal(readProgress(file).lessons, { '01-x': { cells: ['b'] } });
  }
  assert.is((JSON.parse(readFileSync(file, 'utf8')) as { version: number }).version, 1);
});

test('only cells that the lesson still has count', () => {
  const [first] = progressOfLessons({ lessons: {}, exercises: {} });
  assert.ok(first);
  assert.is(first.lesson, '01-a-plugin-runs');
  assert.is(first.ran, 0);
  assert.ok(first.cells > 5);
  const cells = ['photo', 'load', 'gone'];
  const passed = { passed: true, attempts: 1, hints: 0, gaveUp: false, points: 10 };
  const then = progressOfLessons({
    lessons: { '01-a-plugin-runs': { cells } },
    exercises: { '01-run-a-plugin': passed, gone: passed },
  })[0];
  assert.is(then?.ran, 2);
  assert.is(first.exercises.passed, 0);
  assert.ok(first.exercises.all >= 1);
  assert.equal(then?.exercises, { all: first.exercises.all, passed: 1 });
});

test('the kernel keeps the progress of lessons only', () => {
  const before = JSON.stringify(readProgress());
  for (const notebook of [undefined, '/tmp/x.ipynb', '/tmp/notebooks/x.ipynb', '/tmp/en/x.ipynb'])
    recordProgress(() => assert.unreachable(), notebook)('a');
  assert.is(JSON.stringify(readProgress()), before);
});

const lessons: LessonProgress[] = [
  {
    lesson: '01-x',
    title: { en: 'X', zh: '甲' },
    minutes: 5,
    cells: 4,
    ran: 4,
    exercises: { all: 2, passed: 1 },
  },
  {
    lesson: '02-y',
    title: { en: 'Y', zh: '乙' },
    minutes: 5,
    cells: 8,
    ran: 2,
    exercises: { all: 0, passed: 0 },
  },
];

test('the picture says what is done and what comes next, in both languages', () => {
  const picture = progressPicture(lessons);
  assert.is(
    picture.toText(),
    '1 of 2 lessons done, next: 02 Y\n01 X: done, 1 of 2 exercises\n02 Y: 2 of 8 cells',
  );
  assert.is(
    picture.toText('zh'),
    '完成 1 / 2 课，接下来：02 乙\n01 甲：完成，练习 1 / 2\n02 乙：2 / 8 个单元格',
  );
  assert.ok(picture.toSVG?.().includes('width="50"'));
  assert.equal(picture.toJSON(), lessons);
});

const kernel = suite('progress in a kernel');

kernel('a cell that ran is kept by its id; one that failed is not', async () => {
  const lesson = `00-test-${process.pid}`;
  process.env['JPY_SESSION_NAME'] = join(process.cwd(), 'notebooks', 'en', `${lesson}.ipynb`);
  const running = await TestKernel.start();
  delete process.env['JPY_SESSION_NAME'];
  try {
    await running.execute('1 + 1', {}, { cellId: 'good' });
    await running.execute('throw new Error("no")', {}, { cellId: 'bad' });
    assert.equal(readProgress().lessons[lesson], { cells: ['good'] });
  } finally {
    await running.stop();
    const lessons = Object.entries(readProgress().lessons).filter(([name]) => name !== lesson);
    if (lessons.length === 0) rmSync(progressFile, { force: true });
    else
      writeFileSync(
        progressFile,
        JSON.stringify({ version: 1, lessons: Object.fromEntries(lessons) }),
      );
  }
});

test.run();
kernel.run();
