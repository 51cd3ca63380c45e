import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles } from '../files.mjs';
import { inRoot } from '../paths.mjs';

const compiler = inRoot('dist', 'lesson', 'main.js');

/** The notebooks of all lessons, in both languages. */
const wanted = () =>
  listFiles('lessons', (file) => path.basename(file) === 'lesson.md').flatMap((file) => {
    const name = path.basename(path.dirname(file));
    return ['en', 'zh'].map((language) => path.join('notebooks', language, `${name}.ipynb`));
  });

/** Files of the workbook that lessons show a region of: `{from=native/….cpp#region}`. */
const excerpted = () => {
  const found = new Set();
  for (const file of listFiles('lessons', (name) => name.endsWith('.md')))
    for (const [, shown] of fs
      .readFileSync(inRoot(file), 'utf8')
      .matchAll(/(?:\{from=|\{\{)([^#}\s]+)#/g))
      if (fs.existsSync(inRoot(shown))) found.add(shown);
  return [...found].sort();
};

export const notebooksStep = {
  id: 'notebooks',
  title: 'Notebooks',
  cure: 'npm run setup',
  missing() {
    const gone = wanted().find((file) => !fs.existsSync(inRoot(file)));
    return gone ? `${gone} is not there` : undefined;
  },
  inputs: () => ({
    lessons: hashFiles(listFiles('lessons')),
    'files shown in lessons': hashFiles(excerpted()),
    'lesson compiler': hashFiles(listFiles('dist/lesson', (file) => file.endsWith('.js'))),
  }),
  async run({ mark, log, activity }) {
    await runCommand(process.execPath, [compiler], { log, mark, onLine: activity });
  },
};
