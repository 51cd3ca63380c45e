import path from 'node:path';
import { jupyterEnv } from '../../lab/jupyter-env.mjs';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles } from '../files.mjs';
import { venv } from '../paths.mjs';

const notebooks = () => listFiles('notebooks', (file) => file.endsWith('.ipynb'));

/** JupyterLab shows the pictures in a notebook only when it trusts the notebook: those that come with the workbook, it may. */
export const trustStep = {
  id: 'trust',
  title: 'Trust in the notebooks',
  cure: 'npm run setup',
  missing() {},
  inputs: () => ({
    lessons: hashFiles(listFiles('lessons')),
    'lesson compiler': hashFiles(listFiles('dist/lesson', (file) => file.endsWith('.js'))),
  }),
  async run({ mark, log }) {
    const file = path.join(venv, 'bin', 'jupyter-trust');
    await runCommand(file, notebooks(), { log, mark, env: jupyterEnv });
  },
};
