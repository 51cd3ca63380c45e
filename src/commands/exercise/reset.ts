import { exerciseNamed } from '../../exercise/catalogue';
import { resetWorkCopy, workPath } from '../../exercise/work-copy';
import { shownPath } from '../../cell/shown-path';
import { misused } from '../usage';
import { exerciseOptions } from './options';
import { print, printJSON } from './output';
import { COMMAND_WORDS } from './words';

/** `workbook reset NAME`: the exercise anew; what was there is kept. @returns the exit code */
export async function resetCommand(args: readonly string[]): Promise<number> {
  const { names, language, json, wrong } = exerciseOptions(args);
  const [name] = names;
  if (wrong !== null) return misused(wrong);
  if (name === undefined) return misused('reset needs the name of an exercise');
  const exercise = exerciseNamed(name);
  const words = COMMAND_WORDS[language];
  const kept = resetWorkCopy(exercise);
  const backup = kept === null ? null : shownPath(kept);
  if (json) {
    printJSON({ exercise: exercise.name, folder: workPath(exercise), backup });
    return 0;
  }
  print(words.reset(workPath(exercise)));
  if (backup !== null) print(words.kept(backup));
  return 0;
}
