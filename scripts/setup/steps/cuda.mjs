import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles } from '../files.mjs';
import { root, venv } from '../paths.mjs';
import { installCommand, pythonEnv } from '../python.mjs';

const requirements = 'python/requirements-cuda.txt';
const needed = ['bin/nvcc', 'bin/ptxas', 'nvvm/bin/cicc', 'include/cuda_runtime.h', 'include/crt'];

/** The package folders of the environment: one for its Python. */
function packageFolders() {
  const lib = path.join(venv, 'lib');
  if (!fs.existsSync(lib)) return [];
  return fs.readdirSync(lib).map((python) => path.join(lib, python, 'site-packages'));
}

/** Where pip puts the toolkit: .venv/lib/python3.N/site-packages/nvidia/cu13. */
function toolkit() {
  const places = packageFolders().map((folder) => path.join(folder, 'nvidia', 'cu13'));
  return places.find((place) => fs.existsSync(place));
}

/** nvcc, on request only: two commands need it, and it is larger than all the rest. */
export const cudaStep = {
  id: 'cuda',
  title: 'CUDA compiler (nvcc)',
  cure: 'npm run setup:cuda',
  missing() {
    const place = toolkit();
    if (!place) return 'not done yet';
    const gone = needed.find((name) => !fs.existsSync(path.join(place, name)));
    return gone ? `${gone} is not there` : undefined;
  },
  inputs: ({ python }) => ({
    requirements: hashFiles([requirements]),
    Python: python.version.slice(0, 2).join('.'),
    folder: root,
  }),
  discard() {
    for (const folder of packageFolders()) {
      if (!fs.existsSync(folder)) continue;
      const ours = fs.readdirSync(folder).filter((name) => /^nvidia(_|$)/.test(name));
      for (const name of ours)
        fs.rmSync(path.join(folder, name), { recursive: true, force: true, maxRetries: 3 });
    }
  },
  async run({ machine, mark, log, activity }) {
    const [pip, args] = installCommand(machine.python, requirements);
    await runCommand(pip, args, {
      log,
      mark,
      env: pythonEnv,
      onLine: (line) => activity(line.trim().slice(0, 120)),
    });
    const still = cudaStep.missing();
    if (still) throw new Error(`pip left the CUDA compiler incomplete: ${still}`);
    return '5 packages';
  },
};
