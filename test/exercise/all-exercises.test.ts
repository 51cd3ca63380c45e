import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allExercises, checkOf, solutionFolder, stubFolder } from '../../src/exercise/catalogue';
import { checkExercise } from '../../src/exercise/check';
import type { Exercise } from '../../src/exercise/exercise';
import { exerciseSources, generateExercises } from '../../src/exercise/generate';
import type { ExerciseReport } from '../../src/exercise/report';
import { restPlaces } from '../../src/exercise/check';
import { filesOf } from '../../src/exercise/work-copy';
import { projectRoot } from '../../src/native-loader';

/** More than any seed of another test. */
const SEEDS = ['a', 'b'];
/** Many, for machines that do something else meanwhile: nothing here loops. */
const timeMs = 20_000;
const folder = mkdtempSync(join(tmpdir(), 'all-exercises-'));
test.after(async () => {
  await restPlaces();
  rmSync(folder, { recursive: true });
});

/** A folder as a learner has it, with the solution's files where `solved`. */
function copyOf(exercise: Exercise, solved: boolean): string {
  const copy = join(folder, `${exercise.name}-${solved ? 'solution' : 'stub'}`);
  for (const file of filesOf(exercise)) {
    const from = solved && exercise.files.includes(file) ? solutionFolder : stubFolder;
    cpSync(join(from(exercise), file), join(copy, file), { recursive: true });
  }
  return copy;
}

/** Every part that failed says in both languages what is so. */
function saysWhy(report: ExerciseReport): void {
  for (const { id, passed, verdict } of report.parts) {
    const { message } = verdict;
    if (passed) continue;
    assert.ok(message.en.trim().length > 10, `${report.exercise} ${id}: "${message.en}"`);
    assert.ok(message.zh.trim().length > 3, `${report.exercise} ${id}: "${message.zh}"`);
    assert.not.match(message.en, /What came back from the run is not what a run gives/);
    assert.not.match(message.en, /It was not run/);
  }
}

test('exercises/ and solutions/ are what lessons/ makes, and nothing strays', () => {
  const { changed, problems } = generateExercises(projectRoot, { check: true });
  assert.equal(problems, []);
  assert.equal(changed, []);
  const names = exerciseSources(projectRoot).map(({ name }) => name);
  assert.equal(
    allExercises()
      .map(({ name }) => name)
      .sort(),
    names.sort(),
  );
  assert.ok(names.length >= 2);
});

for (const exercise of allExercises()) {
  const { name } = exercise;

  test(`${name}: hints, mistakes and points are complete`, async () => {
    assert.is(exercise.hints.length, 3);
    for (const text of [
      exercise.title,
      ...exercise.hints,
      ...exercise.mistakes.map(({ say }) => say),
    ])
      for (const words of [text.en, text.zh]) assert.ok(words.trim().length > 0);
    // Chinese, or nothing but code with Chinese punctuation.
    for (const { zh } of exercise.hints) assert.match(zh, /[\u2026\u3000-\u9fff\uff00-\uffef]/);
    const { parts } = await checkOf(exercise);
    assert.is(new Set(parts.map(({ id }) => id)).size, parts.length);
    assert.is(
      parts.reduce((sum, { points }) => sum + points, 0),
      exercise.points,
    );
    for (const { id, title, points, after = [] } of parts) {
      assert.ok(points > 0, id);
      // A name such as FP16 is the same in both.
      assert.ok(/[\u4e00-\u9fff]/.test(title.zh) || !/[a-z]/.test(title.zh), title.zh);
      const before = parts.slice(
        0,
        parts.findIndex((part) => part.id === id),
      );
      for (const other of after)
        assert.ok(
          before.some((part) => part.id === other),
          `${id}: ${other}`,
        );
    }
  });

  test(`${name}: the stub fails with a message that says why`, async () => {
    const report = await checkExercise(name, {
      folder: copyOf(exercise, false),
      seed: 'stub',
      timeMs,
    });
    assert.not.ok(report.passed);
    assert.is(report.points, 0, 'a stub is worth nothing');
    assert.ok(report.untouched);
    saysWhy(report);
    for (const language of ['en', 'zh'] as const) {
      const text = report.toText(language);
      assert.ok(text.includes(report.parts.find(({ passed }) => !passed)?.title[language] ?? '\0'));
      assert.match(report.toHTML(language), /^<div>/);
    }
    assert.ok(JSON.stringify(report).length > 100);
  });

  for (const seed of SEEDS)
    test(`${name}: the solution passes with all points, seed ${seed}`, async () => {
      const report = await checkExercise(name, { folder: copyOf(exercise, true), seed, timeMs });
      assert.ok(report.passed, report.toText());
      assert.is(report.points, exercise.points);
    });
}

test.run();
