/**
 * `node dist/exercise/run/box-main.js TASK.json END.json`: performs a task (SubjectTask) by the lab where this process is, and writes what came of it (SubjectEnd). A
 * sandbox runs this inside; who reads END.json must take it for something that the learner's code may have written.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { limitCompilers } from '../../cell/compiler-run';
import { labPlace } from './lab-place';
import type { SubjectTask } from './subject';

async function main(taskPath: string, endPath: string): Promise<void> {
  const task = JSON.parse(readFileSync(taskPath, 'utf8')) as SubjectTask;
  rmSync(taskPath);
  if (task.compiler) limitCompilers(task.compiler);
  const end = await labPlace.perform(task);
  writeFileSync(endPath, JSON.stringify(end));
  await labPlace.rest?.();
}

const [, , taskPath = '', endPath = ''] = process.argv;
main(taskPath, endPath).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
