import { readFileSync, writeSync } from 'node:fs';
import { native } from '../native-loader';
import { addLogger } from '../runtime/logger';
import { ScenarioRun } from '../trace/run-scenario';
import { parseScenario } from '../trace/scenario';
import { trace } from '../trace/trace';
import { misused } from './usage';

/** `workbook trace`: this host's trace of a scenario. @returns the exit code */
export async function traceCommand(args: readonly string[]): Promise<number> {
  const [path, ...options] = args;
  const host =
    options[0] === '--host' ? options[1] : options.length === 0 ? 'reference' : undefined;
  if (path === undefined || host === undefined || options.length > 2) return misused();
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
