/** How reports of checks are printed. */
import type { Language } from '../../display/figure';
import { reportLines } from '../../display/exercise-report';
import type { ExerciseReport } from '../../exercise/report';
import { colouredLine } from './colour';
import { COMMAND_WORDS } from './words';

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

export const print = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

export const printJSON = (value: unknown): void => print(JSON.stringify(value, null, 2));

/** Columns of the terminal, within what reads well. */
export function columns(): number {
  return Math.min(120, Math.max(60, process.stdout.columns || 80));
}

export function printReport(report: ExerciseReport, language: Language): void {
  for (const line of reportLines(report, language, columns())) print(colouredLine(line));
}

export function timeText({ totalMs }: ExerciseReport, language: Language): string {
  return COMMAND_WORDS[language].milliseconds(totalMs);
}
