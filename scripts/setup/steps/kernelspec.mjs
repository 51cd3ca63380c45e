import fs from 'node:fs';
import path from 'node:path';
import { readJson, writeFileAtomically } from '../files.mjs';
import { inRoot, kernelspecDir } from '../paths.mjs';

const file = path.join(kernelspecDir, 'kernel.json');

/** What Jupyter starts for a notebook. Absolute paths, since neither PATH nor the working directory is ours there. */
const kernelspec = () => ({
  argv: [
    process.execPath,
    inRoot('dist', 'kernel', 'main.js'),
    '--config-path',
    '{connection_file}',
  ],
  display_name: 'TypeScript',
  language: 'typescript',
  interrupt_mode: 'signal',
  metadata: { debugger: false },
});

export const kernelspecStep = {
  id: 'kernelspec',
  title: 'Jupyter kernel',
  cure: 'npm run setup',
  missing() {
    const there = readJson(file);
    if (!there) return 'not done yet';
    return JSON.stringify(there) === JSON.stringify(kernelspec())
      ? undefined
      : 'Node or the folder moved';
  },
  async run() {
    writeFileAtomically(file, `${JSON.stringify(kernelspec(), null, 2)}\n`);
    // Lessons are TypeScript: a Python kernel beside it, which JupyterLab's packages bring along, would only confuse.
    fs.rmSync(path.join(path.dirname(kernelspecDir), 'python3'), { recursive: true, force: true });
  },
};
