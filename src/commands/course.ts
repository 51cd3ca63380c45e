import { join, relative } from 'node:path';
import { assignmentsByLesson, makeCourse, type Assignment } from '../course/course';
import type { Language } from '../display/figure';
import { ApiUsageError } from '../errors';
import { allExercises, exerciseNamed } from '../exercise/catalogue';
import { projectRoot } from '../native-loader';
import { exerciseOptions, type ExerciseOptions } from './exercise/options';
import { print, printJSON } from './exercise/output';
import { misused } from './usage';

const WORDS = {
  en: {
    made: (name: string, exercises: number, points: number) =>
      `made: source/${name} (${exercises} exercise${exercises === 1 ? '' : 's'}, ${points} points)`,
    kept: (name: string) => `kept as it is: source/${name} (--refresh makes it anew)`,
    next: 'Next:',
  },
  zh: {
    made: (name: string, exercises: number, points: number) =>
      `已生成：source/${name}（${exercises} 道练习，${points} 分）`,
    kept: (name: string) => `保持不变：source/${name}（--refresh 重新生成）`,
    next: '下一步：',
  },
} as const;

/** `workbook course FOLDER [--exercises A,B --assignment NAME] [--refresh]`: an nbgrader course. @returns the exit code */
export async function courseCommand(args: readonly string[]): Promise<number> {
  const options = exerciseOptions(args, {
    flags: ['refresh'],
    values: ['exercises', 'assignment'],
  });
  const { names, values, flags, language, json, wrong } = options;
  const [folder] = names;
  if (wrong !== null) return misused(wrong);
  if (folder === undefined) return misused('course needs a folder');
  if (values.has('assignment') && !values.has('exercises'))
    return misused('--assignment names what --exercises lists');
  const assignments = assignmentsOf(options);
  if (assignments.length === 0)
    throw new ApiUsageError('EXERCISE_UNKNOWN', 'Cannot make a course: there are no exercises');
  const report = makeCourse(folder, assignments, { language, refresh: flags.has('refresh') });
  if (json) printJSON(report);
  else tell(report, assignments, language);
  return 0;
}

/** One a lesson, or one with the exercises that are listed. */
function assignmentsOf({ values }: ExerciseOptions): Assignment[] {
  const listed = values.get('exercises');
  if (listed === undefined) return assignmentsByLesson(allExercises());
  const named = listed.split(',').map((name) => exerciseNamed(name.trim()));
  const exercises = named.filter(
    (each, at) => named.findIndex((other) => other.name === each.name) === at,
  );
  const name = values.get('assignment') ?? 'workshop';
  return [{ name, title: name.replaceAll(/[-_]/g, ' '), exercises }];
}

function tell(
  { folder, made, kept }: ReturnType<typeof makeCourse>,
  assignments: readonly Assignment[],
  language: Language,
): void {
  const words = WORDS[language];
  for (const { name, exercises } of assignments) {
    const points = exercises.reduce((sum, each) => sum + each.points, 0);
    if (made.includes(name)) print(words.made(name, exercises.length, points));
    else if (kept.includes(name)) print(words.kept(name));
  }
  const [first = ''] = [...made, ...kept];
  print(`\n${words.next}`);
  print(`  cd ${relative(process.cwd(), folder) || '.'}`);
  print(`  ${join(projectRoot, '.venv', 'bin', 'nbgrader')} generate_assignment ${first}`);
}
