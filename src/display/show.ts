/** Shows figures: in a notebook as pictures and tables, in a terminal as text. */
import { basename, join, sep } from 'node:path';
import { inspect } from 'node:util';
import type { Figure, Language } from './figure';

/** What tslab's `display` calls: publishes a MIME bundle below the cell that runs. */
type WriteDisplayData = (
  message: { data: Record<string, unknown>; metadata: object; transient: object },
  update: boolean,
) => void;

/** Whatever draws itself. */
type Showable = Partial<Pick<Figure, 'toSVG' | 'toHTML' | 'toText'>>;

/** The notebook's way out if this process is a tslab kernel. The kernel has loaded tslab; other processes never do. */
export function notebookWriter(): WriteDisplayData | null {
  const tslab = Object.values(require.cache).find((module) =>
    module?.filename.endsWith(join('tslab', 'dist', 'jupyter.js')),
  );
  const exported = tslab?.exports as { lastWriteDisplayData?: WriteDisplayData | null } | undefined;
  return exported?.lastWriteDisplayData ?? null;
}

/** The figure in every form that the notebook may choose from: a picture before a table, and always a text. */
function mimeBundle(figure: Showable, language: Language, hover: boolean): Record<string, string> {
  const bundle: Record<string, string> = {};
  if (figure.toSVG !== undefined && !hover) bundle['image/svg+xml'] = figure.toSVG(language);
  else if (figure.toHTML !== undefined) bundle['text/html'] = figure.toHTML(language);
  if (figure.toText !== undefined) bundle['text/plain'] = figure.toText(language);
  return bundle;
}

function isShowable(value: unknown): value is Showable {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['toSVG', 'toHTML', 'toText'].some(
      (form) => typeof (value as Record<string, unknown>)[form] === 'function',
    )
  );
}

/**
 * The key under which a headless run keeps what the Chinese notebook shows: one execution serves both languages. The runner takes
 * it out again (`python/execute_notebooks.py`).
 */
export const CHINESE_BUNDLE = 'application/vnd.workbook.zh+json';

/** Bundles of one figure in every language that this process is to show. */
function bundles(figure: Showable, language: Language, hover: boolean): Record<string, unknown> {
  const bundle: Record<string, unknown> = mimeBundle(figure, language, hover);
  if (process.env['WORKBOOK_BOTH_LANGUAGES'] === '1')
    bundle[CHINESE_BUNDLE] = mimeBundle(figure, 'zh', hover);
  return bundle;
}

/** The language of the notebook: a kernel starts in its notebook's folder, `notebooks/en` or `notebooks/zh`. */
export function notebookLanguage(directory = process.cwd()): Language {
  const path = directory.split(sep);
  return basename(directory) === 'zh' && path.includes('notebooks') ? 'zh' : 'en';
}

/**
 * Shows a figure below the cell, or prints it where there is no notebook. Other values are printed.
 *
 * @param options.hover Puts the drawing into the page itself instead of showing it as an image, so that its tooltips work. The
 *   notebook then shows it only while it is trusted.
 * @example
 * ```ts
 * show(swimLane(trace.records()), { hover: true });
 * ```
 */
export function show(value: unknown, options: { hover?: boolean } = {}): void {
  const language = notebookLanguage();
  if (!isShowable(value)) {
    console.log(typeof value === 'string' ? value : inspect(value, { depth: 6 }));
    return;
  }
  const write = notebookWriter();
  if (write === null) console.log(value.toText?.(language) ?? inspect(value));
  else
    write(
      { data: bundles(value, language, options.hover ?? false), metadata: {}, transient: {} },
      false,
    );
}
