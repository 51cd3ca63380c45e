/**
 * `node tools/exercises/judge.mjs FOLDER`: judges what play.py wrote there as the checks judge a learner's run, and says what they find. There is no call trace: a part that is judged by one
 * does not pass.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fingerprint, requestsOf } from './requests.mjs';

const require = createRequire(import.meta.url);
const { checkOf, exerciseNamed } = require('../../dist/exercise/catalogue.js');

function verdictOf(part, result, request) {
  if (!result.cases) return { passed: false, message: { en: JSON.stringify(result) } };
  const failed = result.cases.find(({ error }, at) => error && !request.cases[at].mayFail);
  if (failed)
    return { passed: false, message: { en: JSON.stringify([failed.error, failed.logged]) } };
  try {
    return part.judge(result, request);
  } catch (error) {
    return { passed: false, message: { en: String(error) } };
  }
}

const from = process.argv[2];
for (const file of readdirSync(from)
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  const recording = JSON.parse(readFileSync(join(from, file), 'utf8'));
  const exercise = exerciseNamed(recording.exercise);
  const requests = await requestsOf(exercise);
  if (fingerprint(requests) !== recording.requested) {
    console.log(`${exercise.name}: of another version of its check`);
    continue;
  }
  if (recording.notCompiled) {
    console.log(`${exercise.name}: not compiled\n${recording.notCompiled}`);
    continue;
  }
  const { parts } = await checkOf(exercise);
  for (const part of parts.filter(({ id }) => requests[id])) {
    const { passed, message, expected, actual } = verdictOf(
      part,
      recording.parts[part.id],
      requests[part.id],
    );
    console.log(
      `${passed ? '✔' : '✘'} ${exercise.name} ${part.id}${passed ? '' : `: ${message.en} ${JSON.stringify([expected, actual])}`}`,
    );
    const times =
      recording.parts[part.id].cases?.map(({ times }) => times).filter((all) => all.length > 0) ??
      [];
    for (const all of times) console.log(`    ms: ${all.map((ms) => ms.toFixed(4)).join(' ')}`);
  }
}
