/** The tree between a lesson's Markdown and its notebooks. */

/** What a lesson's front matter says. */
export interface FrontMatter {
  title: string;
  /** Reading and running time. */
  minutes: number;
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
  line: number;
}

export type Block = ProseBlock | CellBlock;

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

/** Rules that a lesson can break. */
export type LessonRule =
  | 'front-matter'
  | 'heading-anchor'
  | 'text-before-heading'
  | 'bad-fence'
  | 'bad-cell-reference'
  | 'duplicate-id'
  | 'code-in-translation'
  | 'reference-in-original'
  | 'unknown-cell'
  | 'missing-cell'
  | 'missing-section'
  | 'unknown-section'
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

/** A lesson that cannot be compiled, with every rule it breaks. */
export class LessonError extends Error {
  override readonly name = 'LessonError';
  readonly code = 'LESSON_INVALID';

  constructor(readonly diagnostics: readonly LessonDiagnostic[]) {
    super(`Cannot compile the lesson:\n${diagnostics.map(diagnosticText).join('\n')}`);
  }
}
