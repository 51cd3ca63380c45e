import { spawn } from 'node:child_process';
import { inRoot, root } from '../setup/paths.mjs';
import { compiledTest } from './compile.mjs';

const limitMs = 10 * 60_000;
const preload = inRoot('scripts', 'test', 'readable-errors.cjs');

/** The counts that uvu prints at the end. */
function readCounts(output) {
  const last = (name) => {
    const all = [...output.matchAll(new RegExp(`^ {2}${name}: +(\\d+)$`, 'gm'))];
    return all.length === 0 ? undefined : Number(all.at(-1)[1]);
  };
  return { total: last('Total'), passed: last('Passed'), skipped: last('Skipped') };
}

/** What a file says of its own counts in a line that begins with `Of these:`. */
const readNote = (output) => output.match(/^ {2}Of these: +(.*)$/m)?.[1];

/**
 * Runs one file of uvu tests in a process of its own. A file that crashes, hangs or has no tests counts as a failure.
 *
 * @param {string} file The source, relative to the clone.
 * @returns {Promise<{ file: string, passed: number, failed: number, skipped: number, ms: number, problem?: string, note?: string, output: string }>}
 *   `note`: what the passed tests are, where the file says so.
 */
export function runTestFile(file) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', '--require', preload, compiledTest(file)],
      {
        cwd: root,
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitMs);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const { total, passed = 0, skipped = 0 } = readCounts(output);
      let failed = (total ?? 0) - passed;
      let problem;
      if (late) problem = `did not end within ${limitMs / 60_000} minutes`;
      else if (signal) problem = `was ended by ${signal}`;
      else if (total === undefined) problem = `ended with code ${code} before its tests did`;
      else if (total + skipped === 0) problem = 'has no tests';
      else if (code !== 0 && failed === 0)
        problem = `ended with code ${code} although its tests passed`;
      else if (failed > 0 && !output.includes(' FAIL '))
        problem = 'has tests that failed without saying why';
      if (problem) failed = Math.max(1, failed);
      const ms = Date.now() - began;
      resolve({ file, passed, failed, skipped, ms, problem, note: readNote(output), output });
    });
  });
}
