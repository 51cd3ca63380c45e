/** `node dist/course/judge-main.js`: reads a JudgeTask as JSON from standard input, writes its Judgements as JSON. nbgrader's autograder calls it. */
import { readFileSync } from 'node:fs';
import { WorkbookError } from '../errors';
import { judgeNotebook, type JudgeTask } from './judge';

async function main(): Promise<void> {
  const task = JSON.parse(readFileSync(0, 'utf8')) as JudgeTask;
  const judgements = await judgeNotebook(task);
  process.stdout.write(JSON.stringify(judgements));
}

main().catch((error: unknown) => {
  const told = error instanceof WorkbookError ? error.message : String((error as Error).stack);
  process.stderr.write(`${told}\n`);
  process.exitCode = 1;
});
