/** Two lesson trees to two lists of cells: the translation's prose with the original's code. */
import {
  allCells,
  LessonError,
  type Block,
  type Lesson,
  type LessonDiagnostic,
  type LessonRule,
} from './lesson';
import { exerciseCells } from './exercise-cells';
import { navigation } from './navigation';
import { parseLesson } from './parse';
import { renderCode, renderProse, type Page } from './render';
import { emptyShelf, type Language, type Shelf } from './shelf';
import { checkTranslation } from './translation';

/** A cell of a notebook. `id` is stable: made of the section's anchor, or the code cell's own. */
export interface CompiledCell {
  kind: 'markdown' | 'code';
  id: string;
  source: string;
  /** Of a code cell: its outputs differ from run to run. */
  volatile?: boolean;
}

export interface CompiledLesson {
  title: string;
  minutes: number;
  cells: CompiledCell[];
}

export interface LessonSource {
  /** Path for messages. */
  file: string;
  text: string;
}

/** What comes after it is not for learners: exercises stand before it. */
const SPEAKER_NOTES = 'speaker-notes';

/** The text of a block that is not a code cell. */
type Render = (block: Exclude<Block, { kind: 'cell' }>) => string;

/** A code cell's text and whether its outputs differ from run to run. */
interface Code {
  source: string;
  volatile: boolean;
}

/** Cells in notebook order. A heading and the prose under it are one Markdown cell, as are two blocks of prose. */
function compileCells(
  lesson: Lesson,
  code: ReadonlyMap<string, Code>,
  render: Render,
): CompiledCell[] {
  const cells: CompiledCell[] = [];
  for (const { anchor, title, level, blocks } of lesson.sections) {
    let part = 1;
    let prose = `${'#'.repeat(level)} ${title}`;
    const flush = (): void => {
      if (prose === '') return;
      const id = part === 1 ? anchor : `${anchor}-${part}`;
      cells.push({ kind: 'markdown', id, source: prose });
      part += 1;
      prose = '';
    };
    for (const block of blocks) {
      if (block.kind === 'cell') {
        flush();
        const { source = '', volatile = false } = code.get(block.id) ?? {};
        cells.push({ kind: 'code', id: block.id, source, ...(volatile ? { volatile } : {}) });
      } else prose += `${prose === '' ? '' : '\n\n'}${render(block)}`;
    }
    flush();
  }
  return cells;
}

/** Anchors, cells and the ids of prose between cells share one name space: all become cell ids of the notebook. */
function checkIds(lesson: Lesson): LessonDiagnostic[] {
  const lines = new Map<string, number>();
  const diagnostics: LessonDiagnostic[] = [];
  const claim = (id: string, line: number, what: string): void => {
    const first = lines.get(id);
    if (first === undefined) lines.set(id, line);
    else {
      const message = `${what} "${id}" is taken: line ${first} has it`;
      diagnostics.push({ file: lesson.file, line, rule: 'duplicate-id', message });
    }
  };
  for (const section of lesson.sections) {
    if (section.anchor !== '') claim(section.anchor, section.line, 'anchor');
    for (const block of section.blocks)
      if (block.kind === 'cell') claim(block.id, block.line, 'cell');
  }
  if (diagnostics.length > 0) return diagnostics;
  for (const { kind, id } of compileCells(lesson, new Map(), () => '.'))
    if (kind === 'markdown' && !lesson.sections.some(({ anchor }) => anchor === id))
      claim(id, lines.get(id) ?? 1, 'the id of the prose after a cell');
  return diagnostics;
}

/** Every question belongs to a section. */
function checkQuestions(lesson: Lesson): LessonDiagnostic[] {
  const anchors = new Set(lesson.sections.map(({ anchor }) => anchor));
  return [...lesson.front.questions.keys()]
    .filter((anchor) => !anchors.has(anchor))
    .map((anchor) => {
      const message = `a question is answered in {#${anchor}}, which is no section`;
      return { file: lesson.file, line: 1, rule: 'unknown-question', message };
    });
}

/** A lesson in both languages, each alone and together without a fault. */
export interface LessonPair {
  en: Lesson;
  zh: Lesson;
}

/**
 * Parses a lesson and its translation.
 *
 * @throws {LessonError} with every rule that is broken, by file and line.
 */
export function parsePair(original: LessonSource, translation: LessonSource): LessonPair {
  const en = parseLesson(original.text, original.file, 'original');
  const zh = parseLesson(translation.text, translation.file, 'translation');
  const diagnostics = [...en.diagnostics, ...zh.diagnostics];
  for (const { lesson } of [en, zh]) diagnostics.push(...checkIds(lesson));
  for (const { lesson } of [en, zh]) diagnostics.push(...checkQuestions(lesson));
  if (diagnostics.length === 0) diagnostics.push(...checkTranslation(en.lesson, zh.lesson));
  if (diagnostics.length > 0) throw new LessonError(diagnostics);
  return { en: en.lesson, zh: zh.lesson };
}

/**
 * Compiles a lesson in both languages.
 *
 * @param name Of its folder in `lessons/`.
 * @param shelf All lessons, for links and tables.
 * @throws {LessonError} for links, excerpts and placeholders that lead nowhere.
 */
export function compilePair(
  pair: LessonPair,
  name: string,
  shelf: Shelf,
): { en: CompiledLesson; zh: CompiledLesson } {
  const diagnostics: LessonDiagnostic[] = [];
  const page = (language: Language): Page => ({
    lesson: name,
    language,
    shelf,
    report: (line: number, rule: LessonRule, message: string) => {
      diagnostics.push({ file: pair[language].file, line, rule, message });
    },
  });
  const code = new Map(
    allCells(pair.en).map((cell): [string, Code] => [
      cell.id,
      { source: renderCode(cell, page('en')), volatile: cell.volatile },
    ]),
  );
  const compiled = (language: Language): CompiledLesson => {
    const { front } = pair[language];
    const cells = compileCells(pair[language], code, (block) => renderProse(block, page(language)));
    const exercises = exerciseCells(name, language, shelf);
    const notes = cells.findIndex(({ id }) => id === SPEAKER_NOTES);
    cells.splice(notes < 0 ? cells.length : notes, 0, ...exercises);
    const links = navigation(name, language, shelf);
    if (links !== null) cells.push({ kind: 'markdown', id: 'navigation', source: links });
    return { title: front.title, minutes: front.minutes, cells };
  };
  const both = { en: compiled('en'), zh: compiled('zh') };
  if (diagnostics.length > 0) throw new LessonError(diagnostics);
  return both;
}

/** Parses and compiles a lesson that stands alone. */
export function compileLesson(
  original: LessonSource,
  translation: LessonSource,
  shelf: Shelf = emptyShelf,
): { en: CompiledLesson; zh: CompiledLesson } {
  return compilePair(parsePair(original, translation), 'lesson', shelf);
}
