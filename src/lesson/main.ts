/**
 * `node dist/lesson/main.js [--check]`: lessons/NN-name/lesson.md and lesson.zh.md to notebooks/en/NN-name.ipynb and
 * notebooks/zh/NN-name.ipynb, and lessons/questions.md. With --check nothing is written, and a file that differs from its lesson is
 * an error; translations older than their original are named.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { compilePair, parsePair, type LessonPair, type LessonSource } from './compile';
import { lessonList, questionsFile } from './index-tables';
import { diagnosticText, LessonError, type LessonDiagnostic } from './lesson';
import { makeNotebook, notebookText } from './notebook';
import { shelfExercises } from './shelf-exercises';
import { INDEX, type Shelf } from './shelf';
import { staleTranslations } from './stale';

export interface BuildReport {
  /** Files that were written, or that --check found stale; paths relative to the root. */
  changed: string[];
  unchanged: string[];
  diagnostics: LessonDiagnostic[];
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Folders that hold a lesson, in the order of their numbers, the front page last. */
export function lessonNames(root: string): string[] {
  const folder = join(root, 'lessons');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'lesson.md')))
    .map((entry) => entry.name)
    .sort();
}

/** Parses every lesson; one with errors is left out and reported. */
function parseAll(root: string, diagnostics: LessonDiagnostic[]): Map<string, LessonPair> {
  const pairs = new Map<string, LessonPair>();
  for (const name of lessonNames(root)) {
    const source = (file: string): LessonSource => {
      const path = join(root, 'lessons', name, file);
      return { file: relative(root, path), text: readText(path) ?? '' };
    };
    const original = source('lesson.md');
    const translation = source('lesson.zh.md');
    if (!existsSync(join(root, translation.file))) {
      const message = 'the lesson has no Chinese translation';
      diagnostics.push({ file: translation.file, line: 1, rule: 'translation-missing', message });
      continue;
    }
    try {
      pairs.set(name, parsePair(original, translation));
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      diagnostics.push(...error.diagnostics);
    }
  }
  return pairs;
}

/** Notebooks may be linked before they are written. */
function isNotebookOf(path: string, lessons: ReadonlyMap<string, unknown>): boolean {
  const [, name] = /^notebooks\/(?:en|zh)\/([^/]+)\.ipynb$/.exec(path) ?? [];
  return name !== undefined && lessons.has(name);
}

/** A README with its list of lessons between the two marks; one without marks stays as it is. */
function withLessonList(readme: string, list: string): string {
  return readme.replace(
    /(<!-- lessons: [^\n]*-->\n)[^]*?(<!-- \/lessons -->)/,
    (_, open: string, close: string) => `${open}\n${list}\n\n${close}`,
  );
}

/** Builds every lesson under `root`; a lesson with errors leaves its notebooks as they are. */
export function buildLessons(root: string, options: { check: boolean }): BuildReport {
  const report: BuildReport = { changed: [], unchanged: [], diagnostics: [] };
  const keep = (file: string, text: (earlier: string | null) => string): void => {
    const path = join(root, file);
    const earlier = readText(path);
    const now = text(earlier);
    if (now === earlier) {
      report.unchanged.push(file);
      return;
    }
    report.changed.push(file);
    if (options.check) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, now);
  };
  const pairs = parseAll(root, report.diagnostics);
  const exercises = shelfExercises(root);
  const shelf: Shelf = {
    lessons: pairs,
    read: (path) => readText(join(root, path)),
    exists: (path) => existsSync(join(root, path)) || isNotebookOf(path, pairs),
    exercises: (lesson) => exercises.get(lesson) ?? [],
  };
  for (const [name, pair] of pairs) {
    try {
      const compiled = compilePair(pair, name, shelf);
      for (const language of ['en', 'zh'] as const)
        keep(join('notebooks', language, `${name}.ipynb`), (earlier) =>
          notebookText(makeNotebook(compiled[language], language, earlier)),
        );
    } catch (error) {
      if (!(error instanceof LessonError)) throw error;
      report.diagnostics.push(...error.diagnostics);
    }
  }
  if (report.diagnostics.length > 0 || !pairs.has(INDEX)) return report;
  keep(join('lessons', 'questions.md'), () => questionsFile(shelf));
  keep('README.md', (text) => withLessonList(text ?? '', lessonList(shelf, 'en')));
  keep('README.zh.md', (text) => withLessonList(text ?? '', lessonList(shelf, 'zh')));
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
  if (check) for (const line of staleTranslations(root, lessonNames(root))) print(line);
  return report.diagnostics.length > 0 || (check && report.changed.length > 0) ? 1 : 0;
}

if (require.main === module)
  process.exitCode = main(process.argv.slice(2), resolve(__dirname, '..', '..'), console.log);
