/** How far the learner is in the exercises. */
import { NO_PROGRESS, readProgress, type ExerciseProgress } from '../progress/progress-file';
import { allExercises } from './catalogue';
import type { Exercise } from './exercise';

export type ExerciseState = 'passed' | 'gaveUp' | 'tried' | 'open';

export interface ExerciseStanding extends ExerciseProgress {
  exercise: Exercise;
  state: ExerciseState;
}

export function standings(): ExerciseStanding[] {
  const { exercises } = readProgress();
  return allExercises().map((exercise) => {
    const progress = exercises[exercise.name] ?? NO_PROGRESS;
    return { exercise, ...progress, state: stateOf(progress) };
  });
}

function stateOf({ passed, gaveUp, attempts, hints }: ExerciseProgress): ExerciseState {
  if (passed) return 'passed';
  if (gaveUp) return 'gaveUp';
  return attempts > 0 || hints > 0 ? 'tried' : 'open';
}

/** The first exercise that has not passed, one whose solution was seen included; null where all have. */
export function nextExercise(): Exercise | null {
  return standings().find(({ passed }) => !passed)?.exercise ?? null;
}
