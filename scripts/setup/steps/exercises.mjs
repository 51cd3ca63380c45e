import fs from 'node:fs';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { hashFiles, listFiles, readJson } from '../files.mjs';
import { inRoot } from '../paths.mjs';

const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
const generator = inRoot('dist', 'exercise', 'main.js');
const checks = path.join('dist', 'checks');
const isExercise = (file) => /^lessons\/[^/]+\/exercises\//.test(file);
const sources = () => listFiles('lessons', isExercise);
const checkSources = () => sources().filter((file) => path.basename(file) === 'check.ts');
const outputOf = (source) => source.replace(/^lessons/, checks).replace(/\.ts$/, '.js');
const forgetBuild = () => fs.rmSync(inRoot(checks, '.tsbuildinfo'), { force: true });

function missing() {
  const gone = checkSources().find((source) => !fs.existsSync(inRoot(outputOf(source))));
  return gone ? `${outputOf(gone)} is not there` : undefined;
}

/** Checks of exercises that no longer exist. */
function removeOrphans() {
  const kept = new Set(checkSources().map(outputOf));
  for (const file of listFiles(checks, (name) => name.endsWith('.js')))
    if (!kept.has(file)) fs.rmSync(inRoot(file), { force: true });
}

/** The checks of the exercises, compiled, and the mirrors exercises/ and solutions/. */
export const exercisesStep = {
  id: 'exercises',
  title: 'Exercises',
  cure: 'npm run setup',
  missing,
  inputs: () => ({
    exercises: hashFiles([...sources(), 'tsconfig.exercises.json']),
    mirrors: hashFiles([...listFiles('exercises'), ...listFiles('solutions')]),
    'what checks import': hashFiles(
      listFiles('dist/exercise', (file) => /\.(d\.ts|js)$/.test(file)),
    ),
    compiler: readJson(inRoot('node_modules', 'typescript', 'package.json'))?.version ?? '',
  }),
  discard: forgetBuild,
  async run({ mark, log, activity }) {
    if (checkSources().length === 0) return 'none';
    if (missing()) forgetBuild();
    const arguments_ = ['-p', 'tsconfig.exercises.json', '--pretty', 'false'];
    await runCommand(process.execPath, [compiler, ...arguments_], { log, mark });
    removeOrphans();
    await runCommand(process.execPath, [generator], { log, mark, onLine: activity });
    return `${checkSources().length}`;
  },
};
