/** What a grade depends on: where all of it is the same, so is the grade. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stubFolder } from '../exercise/catalogue';
import type { Exercise } from '../exercise/exercise';
import { projectRoot } from '../native-loader';

/** Of an exercise: its check, its description, the files that are given. */
export function exerciseVersion(exercise: Exercise): string {
  const { name, lesson, given } = exercise;
  const checks = join(projectRoot, 'dist', 'checks', lesson, 'exercises', name);
  const files = [
    ...below(checks, (file) => file.endsWith('.js')),
    ...['exercise.json', ...given].map((file) => join(stubFolder(exercise), file)),
  ];
  return hashed(files.map((file) => [file.slice(projectRoot.length), readFileSync(file)]));
}

/** Of the programs that run and judge. */
export function workbookVersion(): string {
  const files = ['dist/exercise', 'dist/grade'].flatMap((folder) =>
    below(join(projectRoot, folder), (file) => file.endsWith('.js')),
  );
  return hashed(files.map((file) => [file.slice(projectRoot.length), readFileSync(file)]));
}

/** Of names and bytes. */
export function hashed(parts: Iterable<readonly [string, Uint8Array | string]>): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of parts)
    hash.update(`${Buffer.byteLength(name)} ${name} ${bytes.length} `).update(bytes);
  return hash.digest('hex');
}

function below(folder: string, wanted: (file: string) => boolean): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(wanted)
    .sort()
    .map((file) => join(folder, file));
}
