/**
 * lessons/NN-lesson/exercises/NN-topic/ to exercises/NN-topic/ (what learners copy) and solutions/NN-topic/. Both are mirrors: nobody edits them, and a file in them
 * that comes from nowhere is an error.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readDescription } from './description';
import { MarkerError, splitSource } from './markers';

export interface GenerateReport {
  /** Files that were written, or that --check found stale; paths from the root. */
  changed: string[];
  unchanged: number;
  /** `file: what is wrong`. */
  problems: string[];
  /** Names in order. */
  exercises: string[];
}

/** Not copied: they are made, or stay with the lesson. */
const OWN = ['exercise.json', 'check.ts'];
const READMES = ['README.md', 'README.zh.md'];
/** Of a copy for students (src/course/student-copy.ts), at its root: what learners write are stubs already, and there are no solutions. */
export const STUDENT_COPY = '.student-copy';
const NAME = /^\d\d-[a-z0-9]+(-[a-z0-9]+)*$/;

/** An exercise's folder in its lesson. */
export interface ExerciseSource {
  name: string;
  lesson: string;
  /** Absolute. */
  folder: string;
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Every exercise of every lesson, in the order of their numbers. */
export function exerciseSources(root: string): ExerciseSource[] {
  return folders(join(root, 'lessons')).flatMap((lesson) =>
    folders(join(root, 'lessons', lesson, 'exercises')).map((name) => ({
      name,
      lesson,
      folder: join(root, 'lessons', lesson, 'exercises', name),
    })),
  );
}

/** All files below a folder, by their paths in it. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(folder, file)).isFile())
    .sort();
}

/** The generated files of one exercise, by their paths from the root. */
function mirrorOf(
  { name, lesson, folder }: ExerciseSource,
  problem: (file: string, text: string) => void,
  { solved }: { solved: boolean },
): Map<string, Buffer> {
  const made = new Map<string, Buffer>();
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  if (!NAME.test(name)) problem('', 'the name is not NN-lower-case-with-hyphens');
  if (name.slice(0, 2) !== lesson.slice(0, 2)) problem('', `the number is not that of ${lesson}`);
  const present = filesBelow(folder);
  for (const file of [...OWN, ...READMES])
    if (!present.includes(file)) problem(file, 'it is missing');
  for (const file of READMES)
    if (present.includes(file) && !text(file).includes(`npx workbook check ${name}`))
      problem(file, `it does not name the command "npx workbook check ${name}"`);
  if (!present.includes('exercise.json')) return made;
  const description = readDescription(text('exercise.json'), (each) =>
    problem('exercise.json', each),
  );
  for (const file of description.files)
    if (!present.includes(file)) problem(file, 'it is missing, exercise.json names it');
  const given = present.filter(
    (file) => ![...OWN, ...READMES, ...description.files].includes(file),
  );
  const whole = [...READMES, ...given, ...(solved ? [] : description.files)];
  for (const file of whole.filter((each) => present.includes(each)))
    made.set(join('exercises', name, file), readFileSync(join(folder, file)));
  for (const file of description.files.filter((each) => solved && present.includes(each))) {
    try {
      const { stub, solution, places } = splitSource(text(file));
      if (places === 0) problem(file, 'nothing in it is between SOLUTION and END');
      made.set(join('exercises', name, file), Buffer.from(stub));
      made.set(join('solutions', name, file), Buffer.from(solution));
    } catch (error) {
      if (!(error instanceof MarkerError)) throw error;
      problem(`${file}:${error.line}`, error.message);
    }
  }
  const known = { lesson, ...description, given };
  made.set(
    join('exercises', name, 'exercise.json'),
    Buffer.from(`${JSON.stringify(known, null, 2)}\n`),
  );
  return made;
}

/** Makes the mirrors; with `check` it only says which are stale. */
export function generateExercises(root: string, options: { check: boolean }): GenerateReport {
  const report: GenerateReport = { changed: [], unchanged: 0, problems: [], exercises: [] };
  const wanted = new Set<string>();
  const names = new Set<string>();
  const solved = !existsSync(join(root, STUDENT_COPY));
  for (const source of exerciseSources(root)) {
    const problem = (file: string, text: string): void => {
      report.problems.push(`${relative(root, join(source.folder, file))}: ${text}`);
    };
    if (names.has(source.name)) problem('', 'another lesson has an exercise of this name');
    names.add(source.name);
    report.exercises.push(source.name);
    for (const [file, contents] of mirrorOf(source, problem, { solved })) {
      wanted.add(file);
      const path = join(root, file);
      if (existsSync(path) && readFileSync(path).equals(contents)) {
        report.unchanged += 1;
        continue;
      }
      report.changed.push(file);
      if (options.check) continue;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
    }
  }
  for (const mirror of ['exercises', 'solutions'])
    for (const file of filesBelow(join(root, mirror))) {
      const path = join(mirror, file);
      if (wanted.has(path) || file === '.gitkeep') continue;
      report.problems.push(`${path}: no exercise of a lesson makes this file; remove it`);
    }
  return report;
}
