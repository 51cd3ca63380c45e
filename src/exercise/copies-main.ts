/** `node dist/exercise/copies-main.js`: makes the learner's copy of every exercise that has none, so that links in notebooks lead to it. */
import { allExercises } from './catalogue';
import { ensureWorkCopy } from './work-copy';

for (const exercise of allExercises()) ensureWorkCopy(exercise);
