import { wrappedText } from '../../display/exercise-report';
import { exerciseNamed } from '../../exercise/catalogue';
import { exerciseHint } from '../../exercise/hints';
import { nextExercise } from '../../exercise/progress';
import { misused } from '../usage';
import { coloured } from './colour';
import { exerciseOptions } from './options';
import { columns, print, printJSON } from './output';
import { COMMAND_WORDS } from './words';

/** `workbook hint [NAME]`: one more each time. @returns the exit code */
export async function hintCommand(args: readonly string[]): Promise<number> {
  const { names, language, json, wrong } = exerciseOptions(args);
  if (wrong !== null) return misused(wrong);
  const words = COMMAND_WORDS[language];
  const [name] = names;
  const exercise = name === undefined ? nextExercise() : exerciseNamed(name);
  if (!exercise) {
    print(words.finished);
    return 0;
  }
  const hint = exerciseHint(exercise.name);
  if (json) {
    printJSON(hint);
    return 0;
  }
  print(`${coloured(words.hint(hint.stage), 'cyan')}  ${exercise.name}\n`);
  print(wrappedText(hint.toText(language), columns()));
  print(
    `\n${coloured(hint.stage < 3 ? words.moreHints(exercise.name) : words.noMoreHints(exercise.name), 'dim')}`,
  );
  return 0;
}
