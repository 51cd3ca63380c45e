/** A copy of the workbook without the solutions of its exercises, for students. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ApiUsageError } from '../errors';
import { exerciseSources, STUDENT_COPY } from '../exercise/generate';
import { splitSource } from '../exercise/markers';
import { readDescription } from '../exercise/description';
import { projectRoot } from '../native-loader';

export interface StudentCopyReport {
  /** Absolute. */
  folder: string;
  files: number;
  bytes: number;
  exercises: number;
}

/** Solutions, and what holds them or parts of them: tests try mistakes that are made of them. */
const LEFT_OUT = ['solutions/', 'test/', '.ci/'];

/**
 * Copies what git tracks, as it is in the folder now, without history. The files that learners write are stubs in it everywhere, and `workbook solution` has none to show;
 * everything else works as in the workbook. Checks come along: an exercise whose answers are written down has them in its check.
 *
 * @param folder that does not exist yet, or is empty
 * @throws {ApiUsageError} `COPY_FOLDER_REFUSED`, `COPY_WITHOUT_GIT`
 */
export function makeStudentCopy(folder: string): StudentCopyReport {
  const target = resolve(folder);
  requireTarget(target);
  const stubs = stubTexts();
  const tracked = trackedFiles().filter(
    (file) =>
      !LEFT_OUT.some((left) => file.startsWith(left)) && existsSync(join(projectRoot, file)),
  );
  let bytes = 0;
  for (const file of tracked) {
    const path = join(target, file);
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(projectRoot, file), path, { verbatimSymlinks: true });
    const stub = stubs.get(file);
    if (stub !== undefined) writeFileSync(path, stub);
    bytes += stub === undefined ? readFileSync(path).length : Buffer.byteLength(stub);
  }
  writeFileSync(
    join(target, STUDENT_COPY),
    'Made by "workbook student-copy": a workbook without the solutions of its exercises.\n',
  );
  const exercises = exerciseSources(projectRoot).length;
  return { folder: target, files: tracked.length, bytes, exercises };
}

function requireTarget(target: string): void {
  if (`${target}/`.startsWith(`${projectRoot}/`))
    throw new ApiUsageError(
      'COPY_FOLDER_REFUSED',
      `Cannot copy to ${target}: it is in the workbook`,
    );
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new ApiUsageError('COPY_FOLDER_REFUSED', `Cannot copy to ${target}: it is not empty`);
}

function trackedFiles(): string[] {
  const { status, stdout, stderr, error } = spawnSync('git', ['ls-files', '-z'], {
    cwd: projectRoot,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status === 0) return stdout.split('\0').filter((file) => file !== '');
  throw new ApiUsageError(
    'COPY_WITHOUT_GIT',
    `Cannot tell which files belong to the workbook: ${error?.message ?? stderr.trim()}`,
    { expected: 'a clone made by git' },
  );
}

/** The anchored sources in lessons/, as stubs. */
function stubTexts(): Map<string, string> {
  const stubs = new Map<string, string>();
  for (const { name, lesson, folder } of exerciseSources(projectRoot)) {
    const { files } = readDescription(readFileSync(join(folder, 'exercise.json'), 'utf8'), () => {
      throw new ApiUsageError('EXERCISE_INVALID', `Cannot read exercise.json of ${name}`);
    });
    for (const file of files) {
      const { stub } = splitSource(readFileSync(join(folder, file), 'utf8'));
      stubs.set(`lessons/${lesson}/exercises/${name}/${file}`, stub);
    }
  }
  return stubs;
}
