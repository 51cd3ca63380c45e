import { terminalColumns } from '../../display/crash-picture-text';
import type { Language } from '../../display/figure';
import { standings, type ExerciseStanding } from '../../exercise/progress';
import { misused } from '../usage';
import { coloured, type Colour } from './colour';
import { exerciseOptions } from './options';
import { columns, print, printJSON } from './output';
import { COMMAND_WORDS } from './words';

export const STATE_SIGNS = { passed: '✔', gaveUp: '○', tried: '…', open: ' ' } as const;
const STATE_COLOURS: Partial<Record<ExerciseStanding['state'], Colour>> = {
  passed: 'green',
  gaveUp: 'yellow',
  tried: 'cyan',
};

/** `workbook list`: all exercises. @returns the exit code */
export async function listCommand(args: readonly string[]): Promise<number> {
  const { language, json, wrong } = exerciseOptions(args, { names: 0 });
  if (wrong !== null) return misused(wrong);
  const all = standings();
  if (json) printJSON(all.map(standingData));
  else if (all.length === 0) print(COMMAND_WORDS[language].nothing);
  else for (const line of listLines(all, language)) print(line);
  return 0;
}

/** Without what belongs to the check. */
export function standingData({ exercise, ...progress }: ExerciseStanding): unknown {
  const { name, lesson, title, kind, minutes, points: of } = exercise;
  return { name, lesson, title, kind, minutes, of, ...progress };
}

function listLines(all: readonly ExerciseStanding[], language: Language): string[] {
  const words = COMMAND_WORDS[language];
  const rows = all.map(({ exercise, state, points }) => [
    STATE_SIGNS[state],
    exercise.name,
    exercise.title[language],
    words.kinds[exercise.kind],
    words.minutes(exercise.minutes),
    state === 'open' ? `${exercise.points}` : `${points}/${exercise.points}`,
    words.status[state],
  ]);
  const head = [...words.columns, ''];
  const widths = [0, 1, 2, 3, 4, 5].map((at) =>
    Math.max(...[head, ...rows].map((row) => terminalColumns(row[at] ?? ''))),
  );
  const cells = [head, ...rows].map((row) =>
    row.map((cell, column) => {
      const fill = ' '.repeat(Math.max(0, (widths[column] ?? 0) - terminalColumns(cell)));
      return column === 4 || column === 5 ? fill + cell : cell + fill;
    }),
  );
  const text = (row: readonly string[]): string => row.join('  ').trimEnd();
  // In a narrow terminal the kind gives way, and the state in words: the sign says it, too.
  const fits = cells.every((row) => terminalColumns(text(row)) <= columns());
  return cells.map((row, at) => {
    const line = text(fits ? row : [...row.slice(0, 3), ...row.slice(4, 6)]);
    const colour = at === 0 ? 'dim' : STATE_COLOURS[all[at - 1]?.state ?? 'open'];
    return colour ? coloured(line, colour) : line;
  });
}
