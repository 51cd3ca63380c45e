import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles } from '../files.mjs';
import { inRoot, stateDir } from '../paths.mjs';

const folder = path.join(stateDir, 'cell');
const prepare = `require(${JSON.stringify(inRoot('dist', 'index.js'))}).buildPlugin({ plugin: 'addScalarPlugin' })`;

/** What C++ in a notebook cell compiles on top of: the headers, compiled once. Without it the first such cell takes twice as long. */
export const cellsStep = {
  id: 'cells',
  title: 'C++ for notebook cells',
  cure: 'npm run setup',
  missing: () => (fs.existsSync(folder) ? undefined : 'not done yet'),
  inputs: ({ compiler }) => ({
    compiler: `${compiler.file} ${compiler.version}`,
    headers: hashFiles(listFiles('native', (file) => file.endsWith('.h'))),
    'cell compiler': hashFiles(listFiles('dist/cell', (file) => file.endsWith('.js'))),
  }),
  async run({ mark, log, activity }) {
    await runCommand(process.execPath, ['-e', prepare], { log, mark, onLine: activity });
  },
};
