/** The tree between a lesson's Markdown and its notebooks. */

/** What a lesson's front matter says. */
export interface FrontMatter {
  title: string;
  /** Reading and running time. */
  minutes: number;
  /** Numbers of the lessons that come before: `['01', '02']`. */
  needs: string[];
  /** What one can do after the lesson, as the rest of a sentence; empty on the front page. */
  can: string;
  /** The questions that the lesson answers, by the anchor of the section that does. */
  questions: ReadonlyMap<string, string>;
}

/** Prose between cells: Markdown as written. */
export interface ProseBlock {
  kind: 'prose';
  markdown: string;
  line: number;
}

/** A code cell. In a translation `code` is null: the cell is named and its code stands in the original. */
export interface CellBlock {
  kind: 'cell';
  id: string;
  code: string | null;
  /** Its outputs differ from run to run: measured times, addresses, paths. */
  volatile: boolean;
  line: number;
}

/** A region of a source file, shown with the file's line numbers: ` ```cpp {from=native/….cpp#region} `. */
export interface ExcerptBlock {
  kind: 'excerpt';
  /** Of the fence: cpp, ts, py. */
  language: string;
  /** Relative to the root of the workbook. */
  path: string;
  region: string;
  line: number;
}

export type Block = ProseBlock | CellBlock | ExcerptBlock;

/** A heading and what follows it, down to the next heading that has an anchor. */
export interface Section {
  /** Stable over languages and edits of the title. */
  anchor: string;
  title: string;
  level: number;
  line: number;
  blocks: Block[];
}

export interface Lesson {
  /** Path as it is printed in messages. */
  file: string;
  front: FrontMatter;
  sections: Section[];
}

export function cellsOf(blocks: readonly Block[]): CellBlock[] {
  return blocks.flatMap((block) => (block.kind === 'cell' ? [block] : []));
}

export function allCells(lesson: Lesson): CellBlock[] {
  return lesson.sections.flatMap(({ blocks }) => cellsOf(blocks));
}

/** Rules that a lesson can break. */
export type LessonRule =
  | 'front-matter'
  | 'heading-anchor'
  | 'text-before-heading'
  | 'bad-fence'
  | 'bad-cell-reference'
  | 'bad-link'
  | 'bad-excerpt'
  | 'bad-placeholder'
  | 'duplicate-id'
  | 'code-in-translation'
  | 'reference-in-original'
  | 'unknown-cell'
  | 'missing-cell'
  | 'missing-section'
  | 'unknown-section'
  | 'unknown-question'
  | 'missing-question'
  | 'excerpts-differ'
  | 'order'
  | 'translation-missing';

/** A broken rule at its place. */
export interface LessonDiagnostic {
  file: string;
  /** Counted from 1. */
  line: number;
  rule: LessonRule;
  message: string;
}

/** `lessons/01-a-plugin-runs/lesson.zh.md:12: unknown-cell: …`, as editors and terminals link it. */
export function diagnosticText({ file, line, rule, message }: LessonDiagnostic): string {
  return `${file}:${line}: ${rule}: ${message}`;
}

/** Takes down a broken rule of one file. */
export type Report = (line: number, rule: LessonRule, message: string) => void;

/** A lesson that cannot be compiled, with every rule it breaks. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
  readonly code = 'LESSON_INVALID';

  constructor(readonly diagnostics: readonly LessonDiagnostic[]) {
    super(`Cannot compile the lesson:\n${diagnostics.map(diagnosticText).join('\n')}`);
  }
}
