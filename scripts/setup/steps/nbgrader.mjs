import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles } from '../files.mjs';
import { root, venv } from '../paths.mjs';
import { installCommand, pythonEnv } from '../python.mjs';

const requirements = 'python/requirements-nbgrader.txt';
const oldestPython = [3, 11];
const needed = ['nbgrader', 'alembic'].map((name) => path.join(venv, 'bin', name));

function requirePython([major, minor]) {
  if (major > oldestPython[0] || minor >= oldestPython[1]) return;
  throw new Error(
    `nbgrader needs Python ${oldestPython.join('.')} or newer, and .venv was made by ${major}.${minor}: name a newer one by PYTHON=/path/to/python3`,
  );
}

/** nbgrader, on request only: who teaches needs it, and it adds to JupyterLab's menus. */
export const nbgraderStep = {
  id: 'nbgrader',
  title: 'nbgrader',
  cure: 'npm run setup:nbgrader',
  missing() {
    return needed.every((file) => fs.existsSync(file)) ? undefined : 'not done yet';
  },
  inputs: ({ python }) => ({
    requirements: hashFiles([requirements]),
    Python: python.version.slice(0, 2).join('.'),
    folder: root,
  }),
  discard: () => needed.forEach((file) => fs.rmSync(file, { force: true })),
  async run({ machine, mark, log, activity }) {
    requirePython(machine.python.version);
    const [pip, args] = installCommand(machine.python, requirements);
    // Alone: what it needs of JupyterLab is there, in the versions that requirements.txt has.
    await runCommand(pip, [...args, '--no-deps', '--require-hashes'], {
      log,
      mark,
      env: pythonEnv,
      onLine: (line) => activity(line.trim().slice(0, 120)),
    });
    const still = nbgraderStep.missing();
    if (still) throw new Error('pip left nbgrader incomplete');
    return '9 packages';
  },
};
