import path from 'node:path';
import { jupyterEnv } from '../../lab/jupyter-env.mjs';
import { runCommand } from '../command.mjs';
import { listFiles } from '../files.mjs';
import { venv } from '../paths.mjs';
import { notebooksStep } from './notebooks.mjs';

const notebooksOfLessons = () => listFiles('notebooks', (file) => file.endsWith('.ipynb'));

/** JupyterLab shows the pictures in a notebook only when it trusts the notebook: those that come with the workbook, it may. */
export const trustStep = {
  id: 'trust',
  title: 'Trust in the notebooks',
  cure: 'npm run setup',
  missing() {},
  // The notebooks of these lessons: what is saved in them later is the learner's own.
  inputs: notebooksStep.inputs,
  async run({ mark, log }) {
    await trustNotebooks(notebooksOfLessons(), { mark, log });
  },
};

/** @param {string[]} notebooks Relative to the clone. */
export async function trustNotebooks(notebooks, { mark, log }) {
  const file = path.join(venv, 'bin', 'jupyter-trust');
  await runCommand(file, notebooks, { log, mark, env: jupyterEnv });
}
