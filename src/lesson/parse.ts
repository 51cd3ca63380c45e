/**
 * Markdown to lesson tree.
 *
 * A lesson is Markdown with four additions:
 * - front matter, YAML between two lines `---`;
 * - `## Title {#anchor}`: headings of level 1 to 3 have an anchor, which starts a section;
 * - ` ```ts {cell=id} `: a fence that is a code cell, ` ```ts {cell=id volatile} ` one whose outputs differ from run to run. In the
 *   translation a paragraph `{cell=id}` stands for it;
 * - ` ```cpp {from=native/….cpp#region} `: an empty fence that becomes the region of that file.
 * Every other fence, ` ```ts ` and ` ```cpp ` included, is prose.
 */
import MarkdownIt from 'markdown-it';
import { parseFrontMatter } from './front-matter';
import type { Block, FrontMatter, Lesson, LessonDiagnostic, LessonRule, Section } from './lesson';

/** The original holds the code; a translation refers to it. */
export type LessonKind = 'original' | 'translation';

const ID = /^[a-z0-9][a-z0-9-]{0,55}$/;
const ANCHOR_LEVEL = 3;

/** A heading's text and anchor; the anchor is missing where the heading has none. */
const HEADING = /^(.*?)\s*(?:\{#([^}]*)\})?\s*$/;
const FENCE = /^ts \{cell=([^} ]*)( volatile)?\}$/;
const EXCERPT = /^(\w+) \{from=([^}#\s]+)#([^}#\s]+)\}$/;
const REFERENCE = /^\{cell=([^}]*)\}$/;

type Token = ReturnType<MarkdownIt['parse']>[number];

class Parser {
  readonly diagnostics: LessonDiagnostic[] = [];
  private readonly sections: Section[] = [];
  private readonly lines: string[];
  /** First line, from 0, that is in no block yet. */
  private cursor = 0;

  constructor(
    source: string,
    private readonly file: string,
    private readonly kind: LessonKind,
  ) {
    this.lines = source.replace(/\r\n/g, '\n').split('\n');
  }

  private report(line: number, rule: LessonRule, message: string): void {
    this.diagnostics.push({ file: this.file, line: line + 1, rule, message });
  }

  parse(): Lesson {
    const front = this.frontMatter();
    const markdown = this.lines.join('\n');
    const tokens = new MarkdownIt('commonmark', { html: true }).enable('table').parse(markdown, {});
    for (const [index, token] of tokens.entries()) {
      if (token.level !== 0 || token.map === null || token.nesting === -1) continue;
      const inline = tokens[index + 1];
      const content = inline?.type === 'inline' ? inline.content : '';
      this.block(token, content, token.map[0], token.map[1]);
    }
    this.addProse(this.lines.length);
    if (this.sections.length === 0) this.report(0, 'heading-anchor', 'the lesson has no heading');
    return { file: this.file, front, sections: this.sections };
  }

  /** Reads the front matter and blanks its lines, so that the lines below keep their numbers. */
  private frontMatter(): FrontMatter {
    const end = this.lines[0] === '---' ? this.lines.indexOf('---', 1) : -1;
    const report = (line: number, rule: LessonRule, message: string): void =>
      this.report(line - 1, rule, message);
    if (end === -1) {
      this.report(0, 'front-matter', 'the file must start with front matter between two lines ---');
      return { title: '', minutes: 0, needs: [], can: '', questions: new Map() };
    }
    const front = parseFrontMatter(this.lines.slice(1, end).join('\n'), report);
    this.lines.fill('', 0, end + 1);
    this.cursor = end + 1;
    return front;
  }

  private block(token: Token, content: string, start: number, end: number): void {
    const level = token.type === 'heading_open' ? Number(token.tag.slice(1)) : Infinity;
    const isFence = token.type === 'fence' && /[{}]/.test(token.info);
    const isReference = token.type === 'paragraph_open' && content.startsWith('{cell');
    if (level > ANCHOR_LEVEL && !isFence && !isReference) return;
    this.addProse(start);
    this.cursor = end;
    if (isFence) this.fence(token, start);
    else if (isReference) this.reference(content, start);
    else this.heading(level, content, start);
  }

  private heading(level: number, content: string, line: number): void {
    const [, title = '', anchor] = HEADING.exec(content) ?? [];
    if (anchor === undefined || !ID.test(anchor))
      this.report(
        line,
        'heading-anchor',
        `heading "${title}" needs an anchor like {#what-it-is}: lower-case letters, digits and hyphens`,
      );
    this.sections.push({ anchor: anchor ?? '', title, level, line: line + 1, blocks: [] });
  }

  private fence(token: Token, line: number): void {
    const info = token.info.trim();
    const [, language, path, region] = EXCERPT.exec(info) ?? [];
    if (language !== undefined && path !== undefined && region !== undefined) {
      if (token.content.trim() !== '')
        this.report(line, 'bad-fence', `the code comes from ${path}: the fence must be empty`);
      this.add({ kind: 'excerpt', language, path, region, line: line + 1 });
      return;
    }
    const [, id, volatile] = FENCE.exec(info) ?? [];
    if (id === undefined || !ID.test(id)) {
      const expected = '```ts {cell=id}, ```ts {cell=id volatile} or ```cpp {from=file#region}';
      this.report(line, 'bad-fence', `expected ${expected}, not \`\`\`${info}`);
    } else if (this.kind === 'translation') {
      this.report(
        line,
        'code-in-translation',
        `code stands in the original only: write {cell=${id}} as a paragraph of its own`,
      );
    } else {
      const code = token.content.replace(/\n$/, '');
      this.add({ kind: 'cell', id, code, volatile: volatile !== undefined, line: line + 1 });
    }
  }

  private reference(content: string, line: number): void {
    const id = REFERENCE.exec(content)?.[1];
    if (id === undefined || !ID.test(id)) {
      this.report(
        line,
        'bad-cell-reference',
        `expected a paragraph {cell=id}, not ${JSON.stringify(content.split('\n')[0])}`,
      );
    } else if (this.kind === 'original') {
      this.report(
        line,
        'reference-in-original',
        `the original holds the code: write \`\`\`ts {cell=${id}}`,
      );
    } else {
      this.add({ kind: 'cell', id, code: null, volatile: false, line: line + 1 });
    }
  }

  /** Everything since the last heading or cell, up to `end`, is prose. */
  private addProse(end: number): void {
    const lines = this.lines.slice(this.cursor, end);
    const first = lines.findIndex((line) => line.trim() !== '');
    if (first === -1) return;
    const markdown = lines.join('\n').trim();
    this.add({ kind: 'prose', markdown, line: this.cursor + first + 1 });
  }

  private add(block: Block): void {
    const section = this.sections[this.sections.length - 1];
    if (section === undefined)
      this.report(block.line - 1, 'text-before-heading', 'the first heading must come first');
    else section.blocks.push(block);
  }
}

/**
 * Parses one file.
 *
 * @param file Path for messages.
 * @returns the tree and what is wrong with it; the tree holds what could be read.
 */
export function parseLesson(
  source: string,
  file: string,
  kind: LessonKind,
): { lesson: Lesson; diagnostics: LessonDiagnostic[] } {
  const parser = new Parser(source, file, kind);
  const lesson = parser.parse();
  return { lesson, diagnostics: parser.diagnostics };
}
