import fs from 'node:fs';
import { runCommand } from '../command.mjs';
import { hashFiles } from '../files.mjs';
import { root, venv, venvPython } from '../paths.mjs';
import { environmentMethod, installCommand, pythonEnv } from '../python.mjs';

const requirements = 'python/requirements.txt';
const wantedFiles = ['jupyter-lab', 'cmake', 'ninja'].map((name) => `${venv}/bin/${name}`);

const discard = () => fs.rmSync(venv, { recursive: true, force: true, maxRetries: 3 });

export const pythonStep = {
  id: 'python',
  title: 'Python environment',
  cure: 'npm run setup',
  missing() {
    if (!fs.existsSync(venvPython))
      return fs.existsSync(venv) ? 'its Python is gone' : 'not done yet';
    return wantedFiles.every((file) => fs.existsSync(file)) ? undefined : 'not complete';
  },
  inputs: ({ python }) => ({
    requirements: hashFiles([requirements]),
    Python: python.version.slice(0, 2).join('.'),
    // An environment holds its own path in many files: after a move it has to be made anew.
    folder: root,
  }),
  discard,
  async run({ machine, mark, log, activity }) {
    const { python } = machine;
    const options = {
      log,
      mark,
      env: pythonEnv,
      onLine: (line) =>
        activity(line.replace(/^\s*(Using cached|Downloading|Collecting)/, '$1').slice(0, 120)),
    };
    const method = environmentMethod(python);
    discard();
    activity(`by ${method}`);
    const make = {
      venv: ['-m', 'venv', venv],
      'venv+pip': ['-m', 'venv', '--without-pip', venv],
      virtualenv: ['-m', 'virtualenv', '--no-download', venv],
    }[method];
    await runCommand(python.executable, ['-I', ...make], options);
    const [pip, pipArgs] = installCommand(python, requirements);
    await runCommand(pip, pipArgs, options);
    return `Python ${python.version.join('.')}`;
  },
};
