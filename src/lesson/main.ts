/**
 * `node dist/lesson/main.js [--check]`: lessons/NN-name/lesson.md and lesson.zh.md to notebooks/en/NN-name.ipynb and
 * notebooks/zh/NN-name.ipynb. With --check nothing is written, and a notebook that differs from its lesson is an error.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { compileLesson, type LessonSource } from './compile';
import { diagnosticText, LessonError, type LessonDiagnostic } from './lesson';
import { makeNotebook, notebookText } from './notebook';

export interface BuildReport {
  /** Notebooks that were written, or that --check found stale; paths relative to the root. */
  changed: string[];
  unchanged: string[];
  diagnostics: LessonDiagnostic[];
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function lessonNames(root: string): string[] {
  const folder = join(root, 'lessons');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'lesson.md')))
    .map((entry) => entry.name)
    .sort();
}

/** Builds every lesson under `root`; a lesson with errors leaves its notebooks as they are. */
export function buildLessons(root: string, options: { check: boolean }): BuildReport {
  const report: BuildReport = { changed: [], unchanged: [], diagnostics: [] };
  for (const name of lessonNames(root)) {
    const source = (file: string): LessonSource => {
      const path = join(root, 'lessons', name, file);
      return { file: relative(root, path), text: readText(path) ?? '' };
    };
    const original = source('lesson.md');
    const translation = source('lesson.zh.md');
    if (!existsSync(join(root, translation.file))) {
      const message = 'the lesson has no Chinese translation';
      report.diagnostics.push({
        file: translation.file,
        line: 1,
        rule: 'translation-missing',
        message,
      });
      continue;
    }
    try {
      const compiled = compileLesson(original, translation);
      for (const language of ['en', 'zh'] as const) {
        const file = join('notebooks', language, `${name}.ipynb`);
        const path = join(root, file);
        const earlier = readText(path);
        const text = notebookText(makeNotebook(compiled[language], language, earlier));
        if (text === earlier) {
          report.unchanged.push(file);
          continue;
        }
        report.changed.push(file);
        if (options.check) continue;
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      report.diagnostics.push(...error.diagnostics);
    }
  }
  return report;
}

/** The command: prints what it did and returns the exit code. */
export function main(args: readonly string[], root: string, print: (line: string) => void): number {
  const unknown = args.find((argument) => argument !== '--check');
  if (unknown !== undefined) {
    print(
      `Cannot compile the lessons: unknown option ${unknown}; usage: node dist/lesson/main.js [--check]`,
    );
    return 2;
  }
  const check = args.includes('--check');
  const report = buildLessons(root, { check });
  for (const diagnostic of report.diagnostics) print(diagnosticText(diagnostic));
  for (const file of report.changed)
    print(check ? `${file}: stale, run node dist/lesson/main.js` : `${file}: written`);
  for (const file of report.unchanged) print(`${file}: up to date`);
  return report.diagnostics.length > 0 || (check && report.changed.length > 0) ? 1 : 0;
}

if (require.main === module)
  process.exitCode = main(process.argv.slice(2), resolve(__dirname, '..', '..'), console.log);
