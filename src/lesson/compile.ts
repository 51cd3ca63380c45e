/** Two lesson trees to two lists of cells: the translation's prose with the original's code. */
import { joinChineseLines } from './chinese-lines';
import {
  LessonError,
  type Block,
  type CellBlock,
  type Lesson,
  type LessonDiagnostic,
} from './lesson';
import { parseLesson } from './parse';

/** A cell of a notebook. `id` is stable: made of the section's anchor, or the code cell's own. */
export interface CompiledCell {
  kind: 'markdown' | 'code';
  id: string;
  source: string;
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

function cellsOf(blocks: readonly Block[]): CellBlock[] {
  return blocks.flatMap((block) => (block.kind === 'cell' ? [block] : []));
}

function allCells(lesson: Lesson): CellBlock[] {
  return lesson.sections.flatMap(({ blocks }) => cellsOf(blocks));
}

/** Cells in notebook order. A heading and the prose under it are one Markdown cell, as are two blocks of prose. */
function compileCells(lesson: Lesson, code: ReadonlyMap<string, string>): CompiledCell[] {
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
      if (block.kind === 'prose') {
        prose += `${prose === '' ? '' : '\n\n'}${joinChineseLines(block.markdown)}`;
      } else {
        flush();
        cells.push({ kind: 'code', id: block.id, source: code.get(block.id) ?? '' });
      }
    }
    flush();
  }
  return cells;
}

/** Anchors, cells and the ids of prose between cells share one name space: all become cell ids of the notebook. */
function checkIds(lesson: Lesson, code: ReadonlyMap<string, string>): LessonDiagnostic[] {
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
  for (const { kind, id } of compileCells(lesson, code))
    if (kind === 'markdown' && !lesson.sections.some(({ anchor }) => anchor === id))
      claim(id, lines.get(id) ?? 1, 'the id of the prose after a cell');
  return diagnostics;
}

/** What the translation lacks, has too much, or has in another order. */
function checkTranslation(original: Lesson, translation: Lesson): LessonDiagnostic[] {
  const diagnostics: LessonDiagnostic[] = [];
  const report = (line: number, rule: LessonDiagnostic['rule'], message: string): number =>
    diagnostics.push({ file: translation.file, line, rule, message });
  const end = translation.sections[translation.sections.length - 1]?.line ?? 1;

  const theirs = new Set(original.sections.map(({ anchor }) => anchor));
  const mine = new Set(translation.sections.map(({ anchor }) => anchor));
  for (const { anchor, title, line } of original.sections)
    if (!mine.has(anchor))
      report(
        end,
        'missing-section',
        `section {#${anchor}} "${title}" is missing (${original.file}:${line})`,
      );
  for (const { anchor, line } of translation.sections)
    if (anchor !== '' && !theirs.has(anchor))
      report(line, 'unknown-section', `${original.file} has no section {#${anchor}}`);

  const known = new Set(allCells(original).map(({ id }) => id));
  for (const { id, line } of allCells(translation))
    if (!known.has(id)) report(line, 'unknown-cell', `${original.file} has no cell "${id}"`);
  const used = new Set(allCells(translation).map(({ id }) => id));
  for (const section of original.sections)
    for (const block of section.blocks)
      if (block.kind === 'cell' && !used.has(block.id)) {
        const place =
          translation.sections.find(({ anchor }) => anchor === section.anchor)?.line ?? end;
        report(
          place,
          'missing-cell',
          `cell "${block.id}" is missing (${original.file}:${block.line})`,
        );
      }
  if (diagnostics.length === 0) checkOrder(original, translation, report);
  return diagnostics;
}

/** With the same sections and cells on both sides: the first place where their order differs. */
function checkOrder(
  original: Lesson,
  translation: Lesson,
  report: (line: number, rule: 'order', message: string) => void,
): void {
  for (const [index, section] of translation.sections.entries()) {
    const there = original.sections[index];
    if (there?.anchor !== section.anchor || there.level !== section.level) {
      const expected = `${'#'.repeat(there?.level ?? 1)} {#${there?.anchor ?? ''}}`;
      const message = `expected section ${expected} here, not {#${section.anchor}}`;
      report(section.line, 'order', message);
      return;
    }
    const ids = cellsOf(there.blocks).map(({ id }) => id);
    const wrong = cellsOf(section.blocks).find(({ id }, at) => id !== ids[at]);
    if (wrong !== undefined) {
      const message = `cell "${wrong.id}" comes in another place in ${original.file}`;
      report(wrong.line, 'order', message);
      return;
    }
  }
}

/**
 * Compiles a lesson and its translation.
 *
 * @throws {LessonError} with every rule that is broken, by file and line.
 */
export function compileLesson(
  original: LessonSource,
  translation: LessonSource,
): { en: CompiledLesson; zh: CompiledLesson } {
  const en = parseLesson(original.text, original.file, 'original');
  const zh = parseLesson(translation.text, translation.file, 'translation');
  const code = new Map(allCells(en.lesson).map((cell) => [cell.id, cell.code ?? '']));
  const diagnostics = [
    ...en.diagnostics,
    ...zh.diagnostics,
    ...checkIds(en.lesson, code),
    ...checkIds(zh.lesson, code),
  ];
  if (diagnostics.length === 0) diagnostics.push(...checkTranslation(en.lesson, zh.lesson));
  if (diagnostics.length > 0) throw new LessonError(diagnostics);
  const compiled = (lesson: Lesson): CompiledLesson => ({
    ...lesson.front,
    cells: compileCells(lesson, code),
  });
  return { en: compiled(en.lesson), zh: compiled(zh.lesson) };
}
