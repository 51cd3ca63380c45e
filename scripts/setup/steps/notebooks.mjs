import fs from 'node:fs';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles } from '../files.mjs';
import { inRoot } from '../paths.mjs';

const compiler = inRoot('dist', 'lesson', 'main.js');

export const notebooksStep = {
  id: 'notebooks',
  title: 'Notebooks',
  cure: 'npm run setup',
  missing: () => undefined,
  inputs: () => ({
    lessons: hashFiles(listFiles('lessons')),
    'lesson compiler': hashFiles(listFiles('dist/lesson', (file) => file.endsWith('.js'))),
  }),
  async run({ mark, log, activity }) {
    if (!fs.existsSync(compiler)) return 'no lesson compiler';
    await runCommand(process.execPath, [compiler], { log, mark, onLine: activity });
    return undefined;
  },
};
