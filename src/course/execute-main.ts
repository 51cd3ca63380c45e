/** `node dist/course/execute-main.js`: reads an ExecuteTask as JSON from standard input, writes the outputs of each cell as JSON. nbgrader's autograder calls it. */
import { readFileSync } from 'node:fs';
import { WorkbookError } from '../errors';
import { executeNotebook, type ExecuteTask } from './execute';

async function main(): Promise<void> {
  const task = JSON.parse(readFileSync(0, 'utf8')) as ExecuteTask;
  process.stdout.write(JSON.stringify(await executeNotebook(task)));
}

main().catch((error: unknown) => {
  const told = error instanceof WorkbookError ? error.message : String((error as Error).stack);
  process.stderr.write(`${told}\n`);
  process.exitCode = 1;
});
