import fs from 'node:fs';
import path from 'node:path';
import { CommandError, stopCommands } from './command.mjs';
import { explain } from './explain.mjs';
import { readJson, writeFileAtomically } from './files.mjs';
import { acquireLock } from './lock.mjs';
import { logDir, root, stampDir, stateDir } from './paths.mjs';
import { killMarked } from './processes.mjs';
import { RequirementError, checkDiskSpace, checkMachine } from './requirements.mjs';
import { bold, dim, mark, red, seconds, startLine } from './screen.mjs';
import { steps } from './steps.mjs';

/** The set-up failed or was interrupted, and the screen says so already. */
export class SetUpError extends Error {
  constructor(exitCode) {
    super('The set-up did not finish');
    this.name = 'SetUpError';
    this.exitCode = exitCode;
  }
}

const stampOf = (step) => path.join(stampDir, `${step.id}.json`);
const runningOf = (step) => path.join(stampDir, `${step.id}.running`);

/**
 * Why a step has to run, or undefined where it does not: its results are there and its inputs are those of its stamp.
 *
 * @returns {string | undefined}
 */
export function reasonToRun(step, machine) {
  if (fs.existsSync(runningOf(step))) return 'was interrupted';
  const missing = step.missing(machine);
  if (missing) return missing;
  if (!step.inputs) return undefined;
  const stamp = readJson(stampOf(step));
  if (!stamp) return 'not done yet';
  const inputs = step.inputs(machine);
  for (const [name, value] of Object.entries(inputs)) {
    if (stamp[name] !== value) return `${name} changed`;
  }
  return undefined;
}

async function runStep(step, machine, reason) {
  const leftover = readJson(runningOf(step));
  if (fs.existsSync(runningOf(step))) {
    if (leftover?.mark) killMarked(leftover.mark);
    step.discard?.();
  }
  const run = `${process.pid}-${Date.now()}`;
  // The old stamp goes first: whatever happens from here on, an unfinished result is never taken for a finished one.
  fs.rmSync(stampOf(step), { force: true });
  writeFileAtomically(runningOf(step), JSON.stringify({ mark: run }));
  fs.rmSync(path.join(logDir, `${step.id}.log`), { force: true });
  const inputs = step.inputs?.(machine);
  const line = startLine(step.title);
  try {
    const note = await step.run({ machine, mark: run, log: step.id, activity: line.activity });
    if (inputs) writeFileAtomically(stampOf(step), JSON.stringify(inputs, null, 2));
    fs.rmSync(runningOf(step), { force: true });
    line.done(note ?? (reason === 'not done yet' ? '' : reason));
  } catch (error) {
    if (interrupted) line.drop();
    else line.failed();
    if (error instanceof CommandError && !interrupted) fs.rmSync(runningOf(step), { force: true });
    throw error;
  }
}

let interrupted = false;

/** Runs `work` so that Ctrl-C, a hang-up or a polite kill ends its commands first. */
async function interruptible(work) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const stop = () => {
    interrupted = true;
    void stopCommands();
  };
  for (const signal of signals) process.on(signal, stop);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.removeListener(signal, stop);
  }
}

/**
 * Brings everything up to date, step by step, and shows it.
 *
 * @param {object} [options]
 * @param {boolean} [options.quiet] Prints nothing when there was nothing to do.
 * @param {object[]} [options.also] Steps after the usual ones, which only some commands need.
 * @returns {Promise<object>} The machine, as `checkMachine` found it.
 * @throws {SetUpError} after the reason was printed.
 */
export async function setUp({ quiet = false, also = [] } = {}) {
  const began = Date.now();
  let release = () => {};
  try {
    return await interruptible(async () => {
      const machine = await checkMachine();
      release = await acquireLock(
        (pid) => {
          console.log(`Another set-up of this clone is running (process ${pid}); waiting for it …`);
        },
        () => interrupted,
      );
      let ran = 0;
      for (const step of [...steps, ...also]) {
        if (interrupted) throw new SetUpError(130);
        const reason = reasonToRun(step, machine);
        if (!reason) continue;
        if (ran === 0) {
          console.log(`${bold('Setting up')} ${dim(root)}`);
          if (!fs.existsSync(path.join(root, '.venv'))) checkDiskSpace();
        }
        ran += 1;
        await runStep(step, machine, reason);
      }
      if (ran > 0) console.log(`${mark.done} ${bold('Set up')} in ${seconds(Date.now() - began)}`);
      else if (!quiet)
        console.log(
          `${mark.done} Everything is up to date ${dim(`(${seconds(Date.now() - began)})`)}`,
        );
      return machine;
    });
  } catch (error) {
    if (interrupted) {
      console.error('Interrupted. Run the command again to go on: what is finished is kept.');
      throw new SetUpError(130);
    }
    report(error);
    throw new SetUpError(1);
  } finally {
    release();
  }
}

/** Lines of npm and pip that say nothing about a failure. */
const noise = /^npm http |^Ignoring \S+: markers /;

function report(error) {
  if (error instanceof RequirementError) {
    console.error(red('Cannot set up:'));
    for (const { problem, cure } of error.problems)
      console.error(problem ? `  ${problem}` : `\n  ${bold(cure)}`);
    return;
  }
  if (error instanceof CommandError) {
    const telling = error.lines.filter((line) => !noise.test(line));
    for (const line of telling.slice(-25)) console.error(dim(`  | ${line}`));
    console.error(red(`Cannot set up: ${error.message}`));
    console.error(`  Everything it printed: ${path.relative(process.cwd(), error.log)}`);
    const advice = explain(error.lines);
    if (advice) console.error(`\n  ${bold(advice)}`);
    return;
  }
  if (error.code === 'ENOSPC' || error.code === 'EACCES' || error.code === 'EROFS') {
    console.error(red(`Cannot set up: ${error.message}`));
    console.error(
      `\n  ${bold(explain([error.message]) ?? `Check that ${stateDir} can be written to.`)}`,
    );
    return;
  }
  console.error(red('Cannot set up:'), error);
}

/**
 * The same for a command: a set-up that cannot be done has told why already, and is the command's exit code.
 *
 * @returns What `setUp` returns; undefined where the command has to end.
 */
export async function setUpForCommand(options) {
  try {
    return await setUp(options);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.exitCode = error.exitCode;
    return undefined;
  }
}
