/** Grades as a table for spreadsheets: RFC 4180. */
import type { Language } from '../display/figure';
import type { Grade } from './grade';
import type { Ungraded } from './grading';

export const CSV_COLUMNS = [
  'student',
  'exercise',
  'points',
  'of',
  'passed',
  'parts',
  'seed',
  'place',
  'reason',
] as const;

const NOT_GRADED = { en: 'Not graded: ', zh: '未评分：' };

/** One row for each student and exercise. Equal grades give equal bytes. */
export function gradesCsv(grades: readonly (Grade | Ungraded)[], language: Language): string {
  const rows = grades.map((grade) =>
    'why' in grade
      ? [
          text(grade.student),
          text(grade.exercise),
          ...['', '', '', '', '', ''],
          text(NOT_GRADED[language] + grade.why.replace(/\s+/g, ' ')),
        ]
      : [
          text(grade.student),
          text(grade.exercise),
          String(grade.points),
          String(grade.of),
          grade.passed ? 'yes' : 'no',
          // Not 2/4, which a spreadsheet takes for a date.
          quoted(`${grade.parts[0]} of ${grade.parts[1]}`),
          text(grade.seed),
          grade.place === 'lab' ? 'no sandbox' : grade.place,
          text(grade.reason[language]),
        ],
  );
  return [CSV_COLUMNS, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** What somebody else wrote: a spreadsheet takes it for text, whatever it begins with. */
function text(value: string): string {
  return quoted(
    /^[=+\-@\t\r\n|%]/.test(value.trimStart()) || /^\s/.test(value) ? `'${value}` : value,
  );
}

function quoted(value: string): string {
  return /[",\r\n\s']/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
