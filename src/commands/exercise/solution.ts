import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiUsageError } from '../../errors';
import { exerciseNamed, solutionFolder } from '../../exercise/catalogue';
import { NO_PROGRESS, readProgress, recordExercise } from '../../progress/progress-file';
import { misused } from '../usage';
import { coloured } from './colour';
import { exerciseOptions } from './options';
import { print, printJSON } from './output';
import { COMMAND_WORDS } from './words';

/** `workbook solution NAME [--give-up]`. @returns the exit code: 1 where it is not shown yet */
export async function solutionCommand(args: readonly string[]): Promise<number> {
  const { names, language, json, flags, wrong } = exerciseOptions(args, { flags: ['give-up'] });
  const [name] = names;
  if (wrong !== null) return misused(wrong);
  if (name === undefined) return misused('solution needs the name of an exercise');
  const exercise = exerciseNamed(name);
  const { passed } = readProgress().exercises[exercise.name] ?? NO_PROGRESS;
  if (!passed && !flags.has('give-up')) {
    if (json) printJSON({ exercise: exercise.name, locked: true });
    else print(COMMAND_WORDS[language].locked(exercise.name));
    return 1;
  }
  const folder = solutionFolder(exercise);
  if (!existsSync(folder)) {
    throw new ApiUsageError(
      'EXERCISE_SOLUTION_MISSING',
      `Cannot show the solution of ${exercise.name}: this copy of the workbook comes without solutions`,
    );
  }
  if (!passed) recordExercise(exercise.name, () => ({ gaveUp: true }));
  const texts = exercise.files.map((file): [string, string] => [
    file,
    readFileSync(join(folder, file), 'utf8'),
  ]);
  if (json) {
    printJSON({ exercise: exercise.name, files: Object.fromEntries(texts) });
    return 0;
  }
  for (const [file, text] of texts) {
    print(coloured(`solutions/${exercise.name}/${file}`, 'cyan'));
    print(text);
  }
  return 0;
}
