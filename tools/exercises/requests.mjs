/**
 * `node tools/exercises/requests.mjs FOLDER`: what the checks ask of the solutions that are plugins, with one seed, as FOLDER/NAME/request.json beside the sources that
 * make the library. play.py plays it where there is a GPU and TensorRT.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';

const require = createRequire(import.meta.url);
const {
  allExercises,
  checkOf,
  solutionFolder,
  stubFolder,
} = require('../../dist/exercise/catalogue.js');
const { Random } = require('../../dist/exercise/random.js');
const { filesOf } = require('../../dist/exercise/work-copy.js');

/** Of all recordings here. */
export const SEED = 'h200';

/** The plugin runs of an exercise's parts, by id. */
export async function requestsOf(exercise) {
  const { parts } = await checkOf(exercise);
  const requests = parts.map((part) => [part.id, part.inputs(new Random(`${SEED} ${part.id}`))]);
  return Object.fromEntries(requests.filter(([, { kind }]) => kind === 'plugin'));
}

/** Tells whether a recording is of these requests. */
export const fingerprint = (requests) =>
  createHash('sha256').update(JSON.stringify(requests)).digest('hex').slice(0, 16);

async function main(out) {
  for (const exercise of allExercises()) {
    const requests = await requestsOf(exercise);
    if (Object.keys(requests).length === 0) continue;
    const folder = join(out, exercise.name);
    mkdirSync(folder, { recursive: true });
    for (const file of filesOf(exercise)) {
      const from = exercise.files.includes(file) ? solutionFolder : stubFolder;
      cpSync(join(from(exercise), file), join(folder, file));
    }
    const [{ build = {} }] = Object.values(requests);
    const compiled = filesOf(exercise).filter((file) => ['.cpp', '.cu'].includes(extname(file)));
    const sources = build.sources ?? compiled;
    const request = {
      exercise: exercise.name,
      sources,
      requested: fingerprint(requests),
      requests,
    };
    writeFileSync(join(folder, 'request.json'), JSON.stringify(request));
    console.log(`${exercise.name}: ${Object.keys(requests).join(', ')}`);
  }
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('exercises/requests.mjs'))
  await main(process.argv[2] ?? 'requests');
