/** Compiled cells to a Jupyter notebook, format 4.5, as text that is the same on every run. */
import type { CompiledCell, CompiledLesson } from './compile';

/** An output as a notebook stores it; kept as it is. */
export type NotebookOutput = Record<string, unknown>;

export interface NotebookCell {
  cell_type: 'markdown' | 'code';
  id: string;
  metadata: Record<string, unknown>;
  /** Lines, each but the last with its line break. */
  source: string[];
  outputs?: NotebookOutput[];
  execution_count?: number | null;
}

export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: 5;
}

function splitLines(source: string): string[] {
  return source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function joinSource(source: unknown): string {
  if (Array.isArray(source)) return source.join('');
  return typeof source === 'string' ? source : '';
}

/** Outputs of an earlier notebook by cell id, with the source that made them. */
class EarlierOutputs {
  private readonly cells = new Map<
    string,
    { source: string; outputs: NotebookOutput[]; count: number | null }
  >();

  /** @param text The earlier notebook; one that cannot be read has no outputs. */
  constructor(text: string | null) {
    let notebook: unknown;
    try {
      notebook = JSON.parse(text ?? '{}');
    } catch {
      return;
    }
    if (!isRecord(notebook) || !Array.isArray(notebook['cells'])) return;
    for (const cell of notebook['cells'] as unknown[]) {
      if (!isRecord(cell) || cell['cell_type'] !== 'code' || !Array.isArray(cell['outputs']))
        continue;
      const count = cell['execution_count'];
      this.cells.set(String(cell['id']), {
        source: joinSource(cell['source']),
        outputs: (cell['outputs'] as unknown[]).filter(isRecord),
        count: typeof count === 'number' ? count : null,
      });
    }
  }

  of(cell: CompiledCell): { outputs: NotebookOutput[]; execution_count: number | null } {
    const earlier = this.cells.get(cell.id);
    return earlier?.source === cell.source
      ? { outputs: earlier.outputs, execution_count: earlier.count }
      : { outputs: [], execution_count: null };
  }
}

/**
 * Makes the notebook.
 *
 * @param earlier The notebook as it stands on disk, or null: outputs of code cells whose source has not changed are kept.
 */
export function makeNotebook(
  lesson: CompiledLesson,
  language: string,
  earlier: string | null,
): Notebook {
  const kept = new EarlierOutputs(earlier);
  const cells = lesson.cells.map((cell): NotebookCell => {
    const source = splitLines(cell.source);
    const metadata = cell.volatile === true ? { tags: ['volatile'] } : {};
    const common = { id: cell.id, metadata, source };
    return cell.kind === 'markdown'
      ? { cell_type: 'markdown', ...common }
      : { cell_type: 'code', ...common, ...kept.of(cell) };
  });
  const metadata = {
    kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
    language_info: {
      file_extension: '.ts',
      mimetype: 'text/typescript',
      name: 'typescript',
    },
    title: lesson.title,
    workbook: { language, minutes: lesson.minutes },
  };
  return { cells, metadata, nbformat: 4, nbformat_minor: 5 };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** The file's text as Python's nbformat writes it: keys sorted, one space a level, a line break at the end. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(sorted(notebook), null, 1)}\n`;
}
