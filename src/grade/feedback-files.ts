/** The folder with what each student is told: one page and one text a student. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Language } from '../display/figure';
import { escapeXml } from '../display/svg';
import type { Grade } from './grade';
import type { Ungraded } from './grading';

const WORDS = {
  en: {
    total: (points: number, of: number) => `${points} of ${of} points`,
    lab: 'Graded without a sandbox.',
    note: 'Note: ',
    missing: (exercise: string) => `${exercise}: not graded yet`,
  },
  zh: {
    total: (points: number, of: number) => `${points} / ${of} 分`,
    lab: '未使用沙箱评分。',
    note: '注：',
    missing: (exercise: string) => `${exercise}：尚未评分`,
  },
} as const;

/** Writes `FOLDER/STUDENT/feedback.html` and `feedback.txt`. @returns how many students */
export function writeFeedback(
  folder: string,
  grades: readonly (Grade | Ungraded)[],
  language: Language,
): number {
  const students = new Map<string, (Grade | Ungraded)[]>();
  for (const grade of grades)
    students.set(grade.student, [...(students.get(grade.student) ?? []), grade]);
  for (const [student, all] of students) {
    const own = join(folder, folderName(student));
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'feedback.txt'), textOf(student, all, language));
    writeFileSync(join(own, 'feedback.html'), pageOf(student, all, language));
  }
  return students.size;
}

const LONGEST = 120;

/** The student's name, which was a folder's; shown bytes may have made it longer. */
function folderName(student: string): string {
  if (Buffer.byteLength(student) <= 2 * LONGEST) return student;
  const short = createHash('sha256').update(student).digest('hex').slice(0, 12);
  return `${student.slice(0, LONGEST / 2)}-${short}`;
}

function total(grades: readonly (Grade | Ungraded)[], language: Language): string {
  const graded = grades.filter((grade): grade is Grade => !('why' in grade));
  const sum = (of: (grade: Grade) => number): number =>
    graded.reduce((all, grade) => all + of(grade), 0);
  return WORDS[language].total(
    sum(({ points }) => points),
    sum(({ of }) => of),
  );
}

function isWithoutSandbox(grades: readonly (Grade | Ungraded)[]): boolean {
  return grades.some((grade) => 'place' in grade && grade.place === 'lab');
}

function textOf(
  student: string,
  grades: readonly (Grade | Ungraded)[],
  language: Language,
): string {
  const words = WORDS[language];
  const parts = grades.map((grade) =>
    'why' in grade ? words.missing(grade.exercise) : grade.feedback[language].text,
  );
  const head = [
    `${student}: ${total(grades, language)}`,
    ...(isWithoutSandbox(grades) ? [words.lab] : []),
  ];
  return `${[head.join('\n'), ...parts].join('\n\n\n')}\n`;
}

function pageOf(
  student: string,
  grades: readonly (Grade | Ungraded)[],
  language: Language,
): string {
  const words = WORDS[language];
  const parts = grades.map((grade) =>
    'why' in grade
      ? `<p>${escapeXml(words.missing(grade.exercise))}</p>`
      : grade.feedback[language].html,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeXml(student)}</title>
<style>body { font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em } pre { overflow-x: auto }</style>
</head>
<body>
<h1>${escapeXml(student)}: ${escapeXml(total(grades, language))}</h1>
${isWithoutSandbox(grades) ? `<p>${words.lab}</p>\n` : ''}${parts.join('\n<hr>\n')}
</body>
</html>
`;
}
