/**
 * `node dist/exercise/run/box-main.js TASK.json`: performs a task (SubjectTask) by the lab where this process is, and writes what came of it (SubjectEnd) to descriptor 3.
 * A sandbox runs this inside; who reads it must take it for something that the learner's code may have written.
 */
import { readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { limitCompilers } from '../../cell/compiler-run';
import { buildFolder } from '../../native-loader';
import { labPlace } from './lab-place';
import type { SubjectTask } from './subject';

/** Not a file, which whoever runs here could have written. */
const ANSWER = 3;

/** What runs here is of the same user as this process: it is not to open its memory or its files. */
function becomeOpaque(): void {
  process.dlopen({ exports: {} }, join(buildFolder, 'libworkbook_opaque.so'));
}

async function main(taskPath: string): Promise<void> {
  becomeOpaque();
  const task = JSON.parse(readFileSync(taskPath, 'utf8')) as SubjectTask;
  rmSync(taskPath);
  if (task.compiler) limitCompilers(task.compiler);
  const end = await labPlace.perform(task);
  await labPlace.rest?.();
  const bytes = Buffer.from(JSON.stringify(end));
  for (let at = 0; at < bytes.length; ) at += writeSync(ANSWER, bytes, at);
}

const [, , taskPath = ''] = process.argv;
main(taskPath).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
