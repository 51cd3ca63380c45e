#!/usr/bin/env node
/** `workbook`: the commands of `src/commands/`. Of the package, only they and this file print or exit. */
import { buildCommand } from './commands/build';
import { conformanceCommand } from './commands/conformance';
import { diagnoseCommandLine } from './commands/diagnose';
import { perfCommand } from './commands/perf';
import { traceCommand } from './commands/trace';
import { misused, USAGE } from './commands/usage';
import { WorkbookError } from './errors';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  trace: traceCommand,
  conformance: conformanceCommand,
  perf: perfCommand,
  diagnose: diagnoseCommandLine,
  build: buildCommand,
};

/** @returns the exit code: 0, 1 when the command failed, 2 when it was not understood */
async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || ['help', '--help', '-h'].includes(name)) {
    process.stdout.write(USAGE);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  return command ? command(rest) : misused(`Unknown command: ${name}`);
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
