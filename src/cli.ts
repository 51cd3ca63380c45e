#!/usr/bin/env node
/** `workbook`: the commands of `src/commands/`. Of the package, only they and this file print or exit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { misused, USAGE } from './commands/usage';
import { WorkbookError } from './errors';
import { projectRoot } from './native-loader';

type Command = (args: readonly string[]) => Promise<number>;

/** Each is loaded when it is called: a check should not wait for the profiler. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  progress: async () => (await import('./commands/exercise/progress')).progressCommand,
  check: async () => (await import('./commands/exercise/check')).checkCommand,
  watch: async () => (await import('./commands/exercise/watch')).watchCommand,
  hint: async () => (await import('./commands/exercise/hint')).hintCommand,
  list: async () => (await import('./commands/exercise/list')).listCommand,
  reset: async () => (await import('./commands/exercise/reset')).resetCommand,
  solution: async () => (await import('./commands/exercise/solution')).solutionCommand,
  grade: async () => (await import('./commands/exercise/grade')).gradeCommand,
  'hand-in': async () => (await import('./commands/exercise/hand-in')).handInCommand,
  course: async () => (await import('./commands/course')).courseCommand,
  'student-copy': async () => (await import('./commands/student-copy')).studentCopyCommand,
  trace: async () => (await import('./commands/trace')).traceCommand,
  conformance: async () => (await import('./commands/conformance')).conformanceCommand,
  perf: async () => (await import('./commands/perf')).perfCommand,
  diagnose: async () => (await import('./commands/diagnose')).diagnoseCommandLine,
  build: async () => (await import('./commands/build')).buildCommand,
};

/** @returns the exit code: 0, 1 when the command failed, 2 when it was not understood */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name !== undefined && ['help', '--help', '-h'].includes(name)) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (name === '--version') {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
      version: string;
    };
    process.stdout.write(`${version}\n`);
    return 0;
  }
  // Alone, or with options only, it tells the progress.
  if (name === undefined || name.startsWith('--')) return (await command('progress'))(args);
  return Object.hasOwn(COMMANDS, name)
    ? (await command(name))(rest)
    : misused(`Unknown command: ${name}`);
}

async function command(name: string): Promise<Command> {
  return (await COMMANDS[name]?.()) ?? (async () => misused());
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known =
      error instanceof WorkbookError || (error as NodeJS.ErrnoException).code !== undefined;
    process.stderr.write(
      `${known ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
