/** The process in which a learner's code runs: loads what it needs, waits for a task, answers each item as it is done, and ends. */
import { existsSync, readFileSync, truncateSync, watch, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { reportCrashes } from '../../lab/process/crash-reporter';
import type { ProcessAnswer, ProcessInput } from './subject-task';

/** Where the parent reads. */
const ANSWER = 3;

// Before anything else is loaded: that may crash, too.
reportCrashes();

async function main(taskPath: string, kind: string): Promise<void> {
  const plugins = kind === 'plugin' ? await import('./play-plugins') : null;
  const modules = kind === 'module' ? await import('./call-module') : null;
  // A learner's module imports it, and there is time now.
  if (modules) await import('../../index');
  await isThere(taskPath);
  const input = JSON.parse(readFileSync(taskPath, 'utf8')) as ProcessInput | null;
  if (!input) return;
  // The code that runs now need not know what begins an answer. The file stays: it is when the clock began.
  truncateSync(taskPath);
  const { task, tracePath, mark } = input;
  // As they are now: a learner's module may have others in their place when it is done.
  const { stringify } = JSON;
  const write = writeSync;
  const from = Buffer.from.bind(Buffer);
  const answer = (one: ProcessAnswer): void => {
    const bytes = from(`\n${mark}${stringify(one)}\n`);
    for (let at = 0; at < bytes.length; ) at += write(ANSWER, bytes, at);
  };
  if (task.kind === 'plugin') await plugins?.playPlugins(task, tracePath, answer);
  else {
    modules?.watchLoops({ afterMs: task.timeMs * 0.8, mark, descriptor: ANSWER });
    await modules?.callModule(task, tracePath, answer);
  }
}

/** The file is renamed to its name, so it is whole once it is there. */
async function isThere(path: string): Promise<void> {
  if (existsSync(path)) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (!existsSync(path)) return;
      watcher.close();
      resolve();
    };
    const watcher = watching(dirname(path), look);
    // It may have come before the watcher was there.
    look();
  });
}

const POLL_MS = 5;

/** Calls again and again where something changes; in a sandbox, which has no watches, as time goes by. */
function watching(folder: string, changed: () => void): { close(): void } {
  try {
    return watch(folder, changed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    const timer = setInterval(changed, POLL_MS);
    return { close: () => clearInterval(timer) };
  }
}

const [, , taskPath = '', kind = ''] = process.argv;
main(taskPath, kind).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  },
);
