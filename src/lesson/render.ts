/** Blocks of a lesson as a notebook has them: links resolved, excerpts cut from their files, tables filled in. */
import { joinChineseLines } from './chinese-lines';
import { excerptOf, excerptText, numberedText, regionsOf, type Excerpt } from './excerpt';
import type { Block, CellBlock, ExcerptBlock, ProseBlock, Report } from './lesson';
import { lessonTable, questionTables } from './index-tables';
import { notebookTarget, replaceLinks } from './links';
import type { Language, Shelf } from './shelf';

/** The page that a block stands on. */
export interface Page {
  lesson: string;
  language: Language;
  shelf: Shelf;
  report: Report;
}

const PLACEHOLDER = /^[ \t]*\{\{([^}#]+)(?:#([^}]+))?\}\}[ \t]*$/gm;

function findExcerpt(path: string, region: string, page: Page, line: number): Excerpt | null {
  const text = page.shelf.read(path);
  if (text === null) {
    page.report(line, 'bad-excerpt', `there is no file ${path}`);
    return null;
  }
  const excerpt = excerptOf(text, region);
  if (excerpt === null)
    page.report(
      line,
      'bad-excerpt',
      `${path} has no region "${region}" between ANCHOR and ANCHOR_END; it has ${regionsOf(text).join(', ') || 'none'}`,
    );
  return excerpt;
}

/** JupyterLab colours C++ under this name only; GitHub does so too. */
function fenceLanguage(language: string): string {
  return language === 'cpp' || language === 'cuda' ? 'c++' : language;
}

/** The file's name with a link to the lines, and the lines behind their numbers. */
function renderExcerpt(block: ExcerptBlock, page: Page): string {
  const excerpt = findExcerpt(block.path, block.region, page, block.line);
  if (excerpt === null) return '';
  const numbers = excerpt.lines.map(({ number }) => number);
  const [first = 1, last = 1] = [numbers[0], numbers[numbers.length - 1]];
  const range = first === last ? String(first) : `${first}–${last}`;
  const unit = first === last ? 'line' : 'lines';
  const lines = page.language === 'en' ? `, ${unit} ${range}` : `，第 ${range} 行`;
  const link = `[${block.path}](../../${block.path}#L${first}-L${last})`;
  const language = fenceLanguage(block.language);
  const fence = `\`\`\`${language}\n${numberedText(excerpt, language)}\n\`\`\``;
  return `${link}${lines}\n\n${fence}`;
}

function renderMarkdown({ markdown, line }: ProseBlock, page: Page): string {
  const { shelf, language, lesson } = page;
  const targets = {
    title: (name: string, anchor: string): string | undefined =>
      shelf.lessons.get(name)?.[language].sections.find((one) => one.anchor === anchor)?.title,
    hasLesson: (name: string): boolean => shelf.lessons.has(name),
    exists: (path: string): boolean => shelf.exists(path),
  };
  const linked = replaceLinks(markdown, (target) => {
    const found = notebookTarget(target, lesson, targets);
    if ('target' in found) return found.target;
    page.report(line, 'bad-link', found.wrong);
    return target;
  });
  const coloured = linked.replace(
    /^([ \t]*```)(\w+)[ \t]*$/gm,
    (_, fence: string, code: string) => fence + fenceLanguage(code),
  );
  return coloured.replace(PLACEHOLDER, (_, name: string) => {
    if (name === 'lessons') return lessonTable(shelf, language);
    if (name === 'questions') return questionTables(shelf, language);
    page.report(line, 'bad-placeholder', `expected {{lessons}} or {{questions}}, not {{${name}}}`);
    return '';
  });
}

/** A block of prose, or an excerpt. */
export function renderProse(block: Exclude<Block, { kind: 'cell' }>, page: Page): string {
  if (block.kind === 'excerpt') return renderExcerpt(block, page);
  const text = renderMarkdown(block, page);
  return page.language === 'zh' ? joinChineseLines(text) : text;
}

/** A cell's code; a line `{{file#region}}` becomes the region. */
export function renderCode(cell: CellBlock, page: Page): string {
  return (cell.code ?? '').replace(PLACEHOLDER, (line, path: string, region?: string) => {
    if (region === undefined) return line;
    const excerpt = findExcerpt(path, region, page, cell.line);
    return excerpt === null ? '' : excerptText(excerpt);
  });
}
