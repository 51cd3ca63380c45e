/** The child process of `runInChild`: one task, one answer, and the end. */
import { runInThisContext } from 'node:vm';
import * as workbook from '../index';
import type { ChildAnswer, ChildTask, Workbook } from './child';

type Task = (workbook: Workbook, argument: unknown, require: NodeJS.Require) => unknown;

process.once('message', (message) => {
  void perform(message as ChildTask).then((answer) => {
    // The answer is on its way before the process ends; a parent that is gone is no reason to stay.
    process.send?.(answer, () => process.exit(0));
  });
});

async function perform({ source, argument, tracePath }: ChildTask): Promise<ChildAnswer> {
  try {
    workbook.trace.reset(tracePath);
    // The source is a function of the caller's own program; it is the caller who wants it run apart.
    const task = runInThisContext(`(${source})`) as Task;
    return { result: (await task(workbook, argument, require)) ?? null };
  } catch (error) {
    if (!(error instanceof Error)) return { error: { name: 'Error', message: String(error) } };
    const { name, message, stack } = error;
    const code = (error as { code?: unknown }).code;
    return {
      error: {
        name,
        message,
        ...(typeof code === 'string' ? { code } : {}),
        ...(stack ? { stack } : {}),
      },
    };
  }
}
