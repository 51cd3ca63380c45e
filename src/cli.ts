#!/usr/bin/env node
/** `workbook`: the commands. The only file of the package that prints or exits. */
import { readFileSync, writeSync } from 'node:fs';
import { WorkbookError } from './errors';
import { native } from './native-loader';
import { addLogger } from './runtime/logger';
import { parseScenario } from './trace/scenario';
import { ScenarioRun } from './trace/run-scenario';
import { trace } from './trace/trace';

const USAGE = `Usage: workbook <command>

  trace SCENARIO.json [--host reference]
      runs a scenario (recordings/README.md) and prints the call trace as JSON Lines;
      what the library and plugins log goes to standard error
`;

/** @returns the exit code: 0, 1 when the command failed, 2 when it was not understood */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'trace') return traceCommand(rest);
  const help =
    command === undefined || command === 'help' || command === '--help' || command === '-h';
  (help ? process.stdout : process.stderr).write(
    help ? USAGE : `Unknown command: ${command}\n\n${USAGE}`,
  );
  return help ? 0 : 2;
}

async function traceCommand(args: readonly string[]): Promise<number> {
  const [path, ...options] = args;
  const host =
    options[0] === '--host' ? options[1] : options.length === 0 ? 'reference' : undefined;
  if (path === undefined || host === undefined || options.length > 2) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (host !== 'reference') {
    process.stderr.write(
      `Cannot trace on host "${host}": this build has the host "reference" only\n`,
    );
    return 2;
  }
  const scenario = parseScenario(readFileSync(path, 'utf8'));
  // Plugins may print: their standard output becomes our standard error, the trace alone is standard output.
  const output = native().takeStandardOutput();
  addLogger((severity, message) => process.stderr.write(`[${severity}] ${message}\n`));
  trace.reset();
  await new ScenarioRun(scenario).run();
  const lines = Buffer.from(trace.toJSONLines());
  for (let written = 0; written < lines.length; ) written += writeSync(output, lines, written);
  return 0;
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
