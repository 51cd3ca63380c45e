import type { Language } from '../../display/figure';
import type { Exercise } from '../../exercise/exercise';
import { progressOfLessons } from '../../progress/lesson-progress';
import { nextExercise, standings } from '../../exercise/progress';
import { ensureWorkCopy, workPath } from '../../exercise/work-copy';
import { misused } from '../usage';
import { coloured } from './colour';
import { standingData } from './list';
import { exerciseOptions } from './options';
import { print, printJSON } from './output';
import { COMMAND_WORDS } from './words';

const BAR = 30;

/** `workbook` alone: how far the learner is, and what comes next. @returns the exit code */
export async function progressCommand(args: readonly string[]): Promise<number> {
  const { language, json, wrong } = exerciseOptions(args, { names: 0 });
  if (wrong !== null) return misused(wrong);
  const words = COMMAND_WORDS[language];
  const all = standings();
  const lessons = progressOfLessons();
  const next = nextExercise();
  const done = all.filter(({ passed }) => passed).length;
  if (json) {
    printJSON({ lessons, exercises: all.map(standingData), next: next?.name ?? null });
    return 0;
  }
  const read = lessons.filter(({ ran, cells }) => cells > 0 && ran === cells).length;
  const points = all.reduce((sum, standing) => sum + standing.points, 0);
  const of = all.reduce((sum, { exercise }) => sum + exercise.points, 0);
  const full = all.length === 0 ? 0 : Math.round((done / all.length) * BAR);
  const bar = coloured('█'.repeat(full), 'green') + coloured('░'.repeat(BAR - full), 'dim');
  print(
    `${bar}  ${[words.progress(done, all.length), words.points(points, of), words.lessons(read, lessons.length)].join(words.comma)}`,
  );
  if (all.length === 0) return 0;
  if (!next) {
    print(`\n${words.finished}`);
    return 0;
  }
  printNext(next, language);
  return 0;
}

/** Which exercise comes next, where its task is, what to edit, and how it is checked. Its copy is made, so that there is something to edit. */
export function printNext(next: Exercise, language: Language): void {
  const words = COMMAND_WORDS[language];
  ensureWorkCopy(next);
  const title = `${coloured(next.name, 'bold')}  ${next.title[language]}`;
  print(`\n${words.nextIs}: ${title}  (${words.minutes(next.minutes)})\n`);
  print(words.read(`exercises/${next.name}/README.md`));
  print(words.edit(next.files.map((file) => `${workPath(next)}/${file}`).join(', ')));
  print(words.run(next.name));
}
