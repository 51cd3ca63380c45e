import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles } from '../files.mjs';
import { stateDir } from '../paths.mjs';
import { installCommand, pythonEnv } from '../python.mjs';

const requirements = 'python/requirements-onnx-tests.txt';
const folder = path.join(stateDir, 'onnx-node-tests');
const unpacked = path.join(stateDir, 'onnx-node-tests.new');

/** Only data is used: every Python takes the same wheel, and none of the packages that it needs to run. */
const wheel = [
  ...['--python-version=3.11', '--implementation=cp', '--abi=cp311'],
  ...['--platform=manylinux_2_17_x86_64', '--no-deps', '--no-compile', '--upgrade'],
];

/** ONNX's own node tests, for `npm test` only: they come with ONNX's Python package. */
export const onnxTestsStep = {
  id: 'onnx-tests',
  title: "ONNX's node tests",
  cure: 'npm test',
  missing: () => (fs.existsSync(folder) ? undefined : 'not done yet'),
  inputs: () => ({ requirements: hashFiles([requirements]) }),
  discard: () => fs.rmSync(unpacked, { recursive: true, force: true }),
  async run({ machine, mark, log, activity }) {
    this.discard();
    const [pip, args] = installCommand(machine.python, requirements);
    try {
      await runCommand(pip, [...args, ...wheel, `--target=${unpacked}`], {
        log,
        mark,
        env: pythonEnv,
        onLine: (line) => activity(line.trim().slice(0, 120)),
      });
      fs.rmSync(folder, { recursive: true, force: true });
      fs.renameSync(path.join(unpacked, 'onnx', 'backend', 'test', 'data', 'node'), folder);
    } finally {
      this.discard();
    }
    return `${fs.readdirSync(folder).length} tests`;
  },
};
