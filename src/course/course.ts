/** An nbgrader course with the workbook's exercises: configuration, a link to this package, and source versions of assignments. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  lstatSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Language } from '../display/figure';
import { ApiUsageError } from '../errors';
import { solutionFolder, stubFolder } from '../exercise/catalogue';
import type { Exercise } from '../exercise/exercise';
import { projectRoot } from '../native-loader';
import { assignmentNotebook } from './assignment-notebook';

export interface Assignment {
  /** Of its folder and its notebook: letters, digits, `-` and `_`. */
  name: string;
  title: string;
  exercises: readonly Exercise[];
}

export interface CourseReport {
  /** Absolute. */
  folder: string;
  made: string[];
  /** Assignments that were there already, and stay as they are. */
  kept: string[];
}

const CONFIG = 'nbgrader_config.py';
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** One assignment a lesson, in the order of the lessons. */
export function assignmentsByLesson(exercises: readonly Exercise[]): Assignment[] {
  const lessons = [...new Set(exercises.map(({ lesson }) => lesson))];
  return lessons.map((lesson) => ({
    name: lesson,
    title: titleOf(lesson),
    exercises: exercises.filter((each) => each.lesson === lesson),
  }));
}

/** `06 enqueue` for `06-enqueue`. */
const titleOf = (lesson: string): string => lesson.replaceAll('-', ' ');

/**
 * Makes the course, or adds assignments to it. What is there stays.
 *
 * @param options.refresh makes assignments anew that are there; the teacher's own cells in them are lost
 * @throws {ApiUsageError} `COURSE_FOLDER_REFUSED`, `ASSIGNMENT_NAME_INVALID`, `EXERCISE_SOLUTION_MISSING`
 */
export function makeCourse(
  folder: string,
  assignments: readonly Assignment[],
  { language, refresh }: { language: Language; refresh: boolean },
): CourseReport {
  const root = resolve(folder);
  requireFolder(root);
  for (const assignment of assignments) requireAssignment(assignment);
  mkdirSync(join(root, 'source'), { recursive: true });
  linkPackages(root);
  if (!existsSync(join(root, CONFIG))) writeFileSync(join(root, CONFIG), configText(language));
  const report: CourseReport = { folder: root, made: [], kept: [] };
  for (const assignment of assignments) {
    const target = join(root, 'source', assignment.name);
    if (existsSync(target) && !refresh) {
      report.kept.push(assignment.name);
      continue;
    }
    rmSync(target, { recursive: true, force: true });
    writeAssignment(target, assignment, language);
    report.made.push(assignment.name);
  }
  return report;
}

function requireFolder(root: string): void {
  if (root === projectRoot || projectRoot.startsWith(`${root}/`))
    throw new ApiUsageError(
      'COURSE_FOLDER_REFUSED',
      `Cannot make a course in ${root}: the workbook is in it`,
      { expected: 'a folder of its own, beside the workbook' },
    );
  const config = join(root, CONFIG);
  if (existsSync(config) && !readFileSync(config, 'utf8').includes('nbgrader_workbook'))
    throw new ApiUsageError(
      'COURSE_FOLDER_REFUSED',
      `Cannot make a course in ${root}: its ${CONFIG} does not load nbgrader_workbook`,
    );
}

function requireAssignment({ name, exercises }: Assignment): void {
  if (!NAME.test(name))
    throw new ApiUsageError(
      'ASSIGNMENT_NAME_INVALID',
      `Cannot call an assignment "${name}": letters, digits, - and _ only`,
    );
  const without = exercises.find((exercise) => !existsSync(solutionFolder(exercise)));
  if (without)
    throw new ApiUsageError(
      'EXERCISE_SOLUTION_MISSING',
      `Cannot make ${name}: this copy of the workbook comes without solutions`,
    );
}

/** Notebooks find this package, and TypeScript its types, in a node_modules above them. */
function linkPackages(root: string): void {
  const link = join(root, 'node_modules');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(link);
  if (!existsSync(link)) symlinkSync(join(projectRoot, 'node_modules'), link);
}

function writeAssignment(
  folder: string,
  { name, title, exercises }: Assignment,
  language: Language,
): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.ipynb`), assignmentNotebook(title, exercises, language));
  for (const exercise of exercises)
    for (const file of exercise.given) {
      const target = join(folder, exercise.name, file);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(stubFolder(exercise), file), target);
    }
}

function configText(language: Language): string {
  return `"""An nbgrader course with exercises of the TensorRT plugin workbook. Made by \`workbook course\`, yours to change."""

import os
import sys

WORKBOOK = ${JSON.stringify(projectRoot)}
sys.path.insert(0, os.path.join(WORKBOOK, "python"))

from nbgrader_workbook import configure  # noqa: E402

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "tensorrt-plugins"
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))

configure(c, workbook=WORKBOOK, language=${JSON.stringify(language)})

# Inputs of hidden parts, and the seed that brings them again, stand in the feedback. False: only that a part failed, and why.
# c.Workbook.reveal = False

# Graded in a sandbox (docs/sandbox.md); without one autograding refuses. True: in a process of your own rights. Only where every submission is trusted.
# c.Workbook.allow_unsandboxed = True

# The seed of all inputs; otherwise another each time that nbgrader is started.
# c.Workbook.seed = "2026"
`;
}
