#!/usr/bin/env node
/** `workbook`: the commands. The only file of the package that prints or exits. */
import { readFileSync, writeSync } from 'node:fs';
import { NVCC_OPTION } from './build/commands';
import { pluginFlags } from './build/flags';
import { buildPluginLibrary, type PluginLibraryRequest } from './build/plugin-library';
import { BuildError } from './build/run-command';
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
  build SOURCE… -o LIBRARY.so [--emulator | --nvcc] [--check] [--sanitize address] [-I… -D… -l…]
      compiles a plugin library; what has not changed is not compiled again.
      --emulator (default) runs on this machine, --nvcc on a GPU
  build --print-flags [--emulator | --nvcc]
      prints, as JSON, what a build system of your own needs to do the same
`;

/** @returns the exit code: 0, 1 when the command failed, 2 when it was not understood */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'trace') return traceCommand(rest);
  if (command === 'build') return buildCommand(rest);
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

async function buildCommand(args: readonly string[]): Promise<number> {
  if (args.includes('--print-flags')) {
    const tool = args.includes('--nvcc') ? 'nvcc' : 'emulator';
    process.stdout.write(`${JSON.stringify(pluginFlags(tool), null, 2)}\n`);
    return 0;
  }
  const { request, wrong } = buildRequest(args);
  if (!request) {
    process.stderr.write(`${wrong}\n\n${USAGE}`);
    return 2;
  }
  try {
    const built = await buildPluginLibrary(request);
    process.stderr.write(built.warnings);
    const what = built.linked ? `built, ${built.compiled.length} compiled` : 'up to date';
    const seconds = (built.durationMs / 1000).toFixed(2);
    process.stdout.write(`${built.output}: ${what} with ${built.tool} in ${seconds} s\n`);
    return 0;
  } catch (error) {
    if (error instanceof BuildError) process.stderr.write(`${error.diagnostics.trimEnd()}\n\n`);
    throw error;
  }
}

/** Reads the arguments of `workbook build`. */
function buildRequest(
  args: readonly string[],
): { request: PluginLibraryRequest; wrong?: never } | { request?: never; wrong: string } {
  const request: PluginLibraryRequest = { sources: [], output: '', options: [] };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-o') request.output = rest.shift() ?? '';
    else if (word === '--nvcc' || word === '--emulator')
      request.tool = word === '--nvcc' ? 'nvcc' : 'emulator';
    else if (word === '--check') request.check = true;
    else if (word === '--sanitize') request.sanitize = rest.shift() ?? '';
    else if (['-I', '-D', '-L', '-l'].includes(word))
      request.options?.push(word + (rest.shift() ?? ''));
    else if (/^-(I|D|O|W|L|l|f|g|std=|m)/.test(word) || NVCC_OPTION.test(word))
      request.options?.push(word);
    else if (word.startsWith('-')) return { wrong: `Unknown option of build: ${word}` };
    else request.sources.push(word);
  }
  if (request.sources.length === 0) return { wrong: 'build needs a source' };
  if (request.output === '') return { wrong: 'build needs an output: -o LIBRARY.so' };
  return { request };
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
