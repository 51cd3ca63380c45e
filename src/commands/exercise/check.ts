import { allExercises, exerciseNamed } from '../../exercise/catalogue';
import { checkExercise } from '../../exercise/check';
import type { Exercise } from '../../exercise/exercise';
import { nextExercise } from '../../exercise/progress';
import type { ExerciseReport } from '../../exercise/report';
import {
  ensureWorkCopy,
  hasWorkCopy,
  isUntouched,
  workFolder,
  workPath,
} from '../../exercise/work-copy';
import { misused } from '../usage';
import { coloured } from './colour';
import { exerciseOptions, type ExerciseOptions } from './options';
import { print, printJSON, printReport } from './output';
import { printNext } from './progress';
import { COMMAND_WORDS } from './words';

/** `workbook check [NAME] [--all] [--seed SEED]`. @returns the exit code: 0 where all passed, 1 where not, 2 where it was not understood */
export async function checkCommand(args: readonly string[]): Promise<number> {
  const options = exerciseOptions(args, { flags: ['all'], values: ['seed'] });
  if (options.wrong !== null) return misused(options.wrong);
  if (options.flags.has('all')) return checkAll(options);
  const [name] = options.names;
  const exercise = name === undefined ? nextExercise() : exerciseNamed(name);
  const words = COMMAND_WORDS[options.language];
  if (!exercise) {
    print(allExercises().length === 0 ? words.nothing : words.finished);
    return 0;
  }
  const made = ensureWorkCopy(exercise);
  const report = await check(exercise, options);
  if (options.json) printJSON(report);
  else {
    printReport(report, options.language);
    if (made) print(`\n${words.made(workPath(exercise))}`);
    tellNext(exercise, report, options);
  }
  return report.passed ? 0 : 1;
}

function check(exercise: Exercise, { values }: ExerciseOptions): Promise<ExerciseReport> {
  const seed = values.get('seed');
  return checkExercise(exercise.name, seed === undefined ? {} : { seed });
}

/** Where to go from here. */
export function tellNext(
  exercise: Exercise,
  report: ExerciseReport,
  { language }: Pick<ExerciseOptions, 'language'>,
): void {
  const words = COMMAND_WORDS[language];
  if (!report.passed) {
    print(`\n${words.stuck(exercise.name)}`);
    return;
  }
  const next = nextExercise();
  if (next) printNext(next, language);
  else print(`\n${words.finished}`);
}

/** Every exercise that the learner has written something in. */
async function checkAll(options: ExerciseOptions): Promise<number> {
  const { language, json } = options;
  const words = COMMAND_WORDS[language];
  const exercises = allExercises().filter(
    (exercise) => hasWorkCopy(exercise) && !isUntouched(exercise, workFolder(exercise)),
  );
  const reports: ExerciseReport[] = [];
  for (const exercise of exercises) {
    const report = await check(exercise, options);
    reports.push(report);
    if (json) continue;
    const { passed, points, of } = report;
    const line = `${passed ? '✔' : '✘'} ${exercise.name.padEnd(32)} ${words.points(points, of)}`;
    print(coloured(line, passed ? 'green' : 'red'));
  }
  const passed = reports.filter((report) => report.passed).length;
  if (json) printJSON(reports);
  else print(exercises.length === 0 ? words.noCopies : `\n${words.all(passed, reports.length)}`);
  return passed === reports.length ? 0 : 1;
}
