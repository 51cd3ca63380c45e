import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { listFiles } from '../setup/files.mjs';
import { inRoot, root, venvPython } from '../setup/paths.mjs';
import { asShown, dim, mark, red, seconds } from '../setup/screen.mjs';
import { jupyterEnv } from './jupyter-env.mjs';

/** All notebooks of the project, relative to the clone, in the order of the lessons. */
export const listNotebooks = () =>
  listFiles('notebooks', (file) => file.endsWith('.ipynb') && !file.includes('.ipynb_checkpoints'));

/**
 * Executes notebooks headless, showing one line each; of one that fails the cell and the traceback. A lesson that is wanted in
 * both languages runs once: its cells are the same, and the figures come in both.
 *
 * @param {string[]} notebooks Relative to the clone.
 * @param {object} [options]
 * @param {boolean} [options.write] Saves the outputs.
 * @param {boolean} [options.remeasure] Saves those of cells tagged volatile too.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function executeNotebooks(notebooks, options = {}) {
  const twins = notebooks.filter((file) => notebooks.includes(twinOf(file)));
  const runs = [
    { files: twins.filter(isEnglish), both: true },
    { files: notebooks.filter((file) => !twins.includes(file)), both: false },
  ];
  const outcome = { passed: 0, failed: 0 };
  for (const { files, both } of runs) {
    const { passed, failed } = await execute(files, { ...options, both });
    outcome.passed += passed * (both ? 2 : 1);
    outcome.failed += failed * (both ? 2 : 1);
  }
  return outcome;
}

const isEnglish = (file) => path.basename(path.dirname(file)) === 'en';

/** The same notebook in the other language. */
const twinOf = (file) =>
  path.join(path.dirname(file), '..', isEnglish(file) ? 'zh' : 'en', path.basename(file));

async function execute(
  notebooks,
  { write = false, remeasure = false, both, jobs = Math.min(2, os.cpus().length) },
) {
  const outcome = { passed: 0, failed: 0 };
  if (notebooks.length === 0) return outcome;
  const args = [
    inRoot('python', 'execute_notebooks.py'),
    `--jobs=${jobs}`,
    ...(write ? ['--write'] : []),
    ...(remeasure ? ['--remeasure'] : []),
    ...(both ? ['--both'] : []),
    ...notebooks,
  ];
  // Exercises are checked as they are in the beginning, whatever the developer has in work/.
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'workbook-headless-'));
  const env = {
    ...process.env,
    ...jupyterEnv,
    WORKBOOK_HEADLESS: '1',
    WORKBOOK_WORK: path.join(work, 'work'),
  };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
  const child = spawn(venvPython, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const pending = new Set(notebooks);
  for await (const line of readline.createInterface({ input: child.stdout })) {
    const report = readReport(line);
    if (!report || report.event === 'started') continue;
    pending.delete(report.notebook);
    outcome[report.event] += 1;
    const time = seconds(report.seconds * 1000).padStart(9);
    const name = both ? report.notebook.replace(/(notebooks.)en/, '$1{en,zh}') : report.notebook;
    const differs = report.differs?.length
      ? dim(`  shows something else: ${report.differs.join(', ')}`)
      : '';
    console.log(
      `${report.event === 'passed' ? mark.done : mark.failed} ${name.padEnd(46)} ${time}${differs}`,
    );
    if (report.event === 'failed') showFailure(report);
  }
  const code = await closed;
  fs.rmSync(work, { recursive: true, force: true });
  for (const notebook of pending) {
    outcome.failed += 1;
    console.log(`${mark.failed} ${notebook}  was not executed`);
  }
  if (pending.size > 0 || (code !== 0 && outcome.failed === 0)) {
    console.log(dim(errors.trimEnd().split('\n').slice(-25).join('\n')));
    if (outcome.failed === 0) outcome.failed = 1;
  }
  return outcome;
}

function readReport(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function showFailure({ notebook, what, cell, source, traceback }) {
  const indent = (text) => text.replace(/^/gm, '    ');
  console.log(indent(red(`${path.basename(notebook)}, code cell ${cell}: ${what}`)));
  if (!traceback) console.log(indent(dim(source)));
  if (traceback) console.log(indent(asShown(traceback)));
}
