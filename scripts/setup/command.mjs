import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { logDir, root } from './paths.mjs';

const running = new Set();

/** Ends every command that is running: politely, then for good. Resolves when all have ended. */
export async function stopCommands() {
  const ends = [...running].map((child) => child.ended);
  for (const { pid } of running) signalGroup(pid, 'SIGTERM');
  const hard = setTimeout(() => {
    for (const { pid } of running) signalGroup(pid, 'SIGKILL');
  }, 3000);
  await Promise.all(ends);
  clearTimeout(hard);
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // Already gone.
  }
}

/** A command that a step ran and that failed: what it printed last, and where all of it is. */
export class CommandError extends Error {
  constructor(command, how, lines, log) {
    super(`${command} ${how}`);
    this.name = 'CommandError';
    this.lines = lines;
    this.log = log;
  }
}

/** Lines as a terminal would leave them: without colours and without what a progress bar overwrote. */
function plain(line) {
  return (
    line
      // eslint-disable-next-line no-control-regex
      .replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '')
      .replace(/^.*\r(?=.)/, '')
      .trimEnd()
  );
}

/**
 * Runs one command in a process group of its own, its output going to a log file.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.log Name of the log, appended to `.workbook/log/`.
 * @param {NodeJS.ProcessEnv} [options.env] Added to this process's; undefined removes a variable.
 * @param {string} [options.mark] Lets a later set-up find and end it should this process be killed.
 * @param {(line: string) => void} [options.onLine] Called with every line printed.
 * @returns {Promise<void>}
 * @throws {CommandError} where it cannot be started or does not end with 0.
 */
export function runCommand(file, args, { log, env = {}, mark = '', onLine = () => {} }) {
  fs.mkdirSync(logDir, { recursive: true });
  const logPath = path.join(logDir, `${log}.log`);
  const shown = [path.basename(file), ...args].join(' ');
  fs.appendFileSync(logPath, `$ ${shown}\n`);
  const logFd = fs.openSync(logPath, 'a');
  const lines = [];
  return new Promise((resolve, reject) => {
    const merged = { ...process.env, ...env, WORKBOOK_SETUP: mark };
    for (const [name, value] of Object.entries(merged))
      if (value === undefined) delete merged[name];
    const child = spawn(file, args, {
      cwd: root,
      env: merged,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const entry = { pid: child.pid, ended: new Promise((ended) => child.once('close', ended)) };
    if (child.pid !== undefined) running.add(entry);
    const read = (stream) => {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        fs.writeSync(logFd, text);
        const parts = (rest + text).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) keep(part);
      });
      stream.on('end', () => rest && keep(rest));
    };
    const keep = (raw) => {
      const line = plain(raw);
      if (line === '') return;
      lines.push(line);
      if (lines.length > 400) lines.shift();
      onLine(line);
    };
    read(child.stdout);
    read(child.stderr);
    child.once('error', (error) => {
      fs.closeSync(logFd);
      reject(new CommandError(shown, `cannot be started: ${error.message}`, lines, logPath));
    });
    child.once('close', (code, signal) => {
      running.delete(entry);
      if (child.pid === undefined) return;
      fs.closeSync(logFd);
      if (code === 0) resolve();
      else
        reject(
          new CommandError(
            shown,
            code === null ? `was ended by ${signal}` : `ended with code ${code}`,
            lines,
            logPath,
          ),
        );
    });
  });
}

/**
 * What a quick command prints, or undefined where it fails.
 */
export function capture(file, args, { env = {}, input = '', timeout = 20_000 } = {}) {
  return new Promise((resolve) => {
    let text = '';
    const merged = { ...process.env, ...env };
    for (const [name, value] of Object.entries(merged))
      if (value === undefined) delete merged[name];
    const child = spawn(file, args, {
      cwd: root,
      env: merged,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
    const end = (result) => {
      clearTimeout(timer);
      resolve(result);
    };
    child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', () => end(undefined));
    child.once('close', (code) => end(code === 0 ? text : undefined));
  });
}
