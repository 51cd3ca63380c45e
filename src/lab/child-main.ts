/** The child process of `runInChild`: one task, one answer, and the end. */
import { readFileSync, writeSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { reportCrashes } from './process/crash-reporter';
import type { ChildAnswer, ChildTask, Workbook } from './child';

type Task = (workbook: Workbook, argument: unknown, require: NodeJS.Require) => unknown;

/** Where the parent reads the answer. */
const ANSWER = 3;

// Before anything else is loaded: that may crash, too.
reportCrashes();

async function perform({ source, argument, tracePath }: ChildTask): Promise<ChildAnswer> {
  try {
    const workbook: Workbook = await import('../index');
    workbook.trace.reset(tracePath);
    // The source is a function of the caller's own program; it is the caller who wants it run apart.
    const task = runInThisContext(`(${source})`) as Task;
    return { result: (await task(workbook, argument, require)) ?? null };
  } catch (error) {
    return { error: described(error) };
  }
}

function described(error: unknown): Extract<ChildAnswer, { error: unknown }>['error'] {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message, stack } = error;
  const code = (error as { code?: unknown }).code;
  return {
    name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(stack ? { stack } : {}),
  };
}

/** What JSON cannot hold is an error of the task's. */
function asText(answer: ChildAnswer): string {
  try {
    return JSON.stringify(answer);
  } catch (error) {
    return JSON.stringify({ error: described(error) } satisfies ChildAnswer);
  }
}

const [, , taskPath = '', mark = ''] = process.argv;
void perform(JSON.parse(readFileSync(taskPath, 'utf8')) as ChildTask).then((answer) => {
  const bytes = Buffer.from(`\n${mark}${asText(answer)}\n`);
  for (let at = 0; at < bytes.length; ) at += writeSync(ANSWER, bytes, at);
  process.exit(0);
});
