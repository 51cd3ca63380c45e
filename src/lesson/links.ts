/** Links of lessons, which point to lessons' files and anchors, as links of notebooks, which point to notebooks and headings. */

/** The lessons as a link sees them, and the files around them. */
export interface LinkTargets {
  /** The title of a lesson's section in the language of the reader; undefined where there is none. */
  title(lesson: string, anchor: string): string | undefined;
  hasLesson(lesson: string): boolean;
  /** @param path Relative to the root of the workbook. */
  exists(path: string): boolean;
}

const LINK = /(\]\()([^()\s]+)(\))/g;
const LESSON = /^\.\.\/([\w-]+)\/lesson\.md(?:#(.+))?$/;

/** JupyterLab gives a heading its text with hyphens for spaces; what Markdown needs escaped in a link's target is. */
export function headingLink(title: string): string {
  const text = title.replace(/[`*]/g, '').replace(/\\(.)/g, '$1').replace(/ /g, '-');
  return text.replace(
    /[()<>"\\%]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A section of another notebook. JupyterLab finds a cell by its id also where the notebook is only just being opened; a heading it
 * then does not find. Every section begins a cell whose id is its anchor.
 */
export function sectionLink(lesson: string, anchor: string): string {
  return `${lesson}.ipynb#cell-id=${anchor}`;
}

/** A section of the same notebook. JupyterLab finds no heading by a text that is not ASCII; GitHub finds no cell by its id. */
function inPageLink(title: string, anchor: string): string {
  return /^[ -~]*$/.test(title) ? `#${headingLink(title)}` : `#cell-id=${anchor}`;
}

/** The target in a notebook, or what is wrong with this one. */
export function notebookTarget(
  target: string,
  lesson: string,
  targets: LinkTargets,
): { target: string } | { wrong: string } {
  if (/^https?:/.test(target)) return { target };
  const heading = (name: string, anchor: string): { target: string } | { wrong: string } => {
    const title = targets.title(name, anchor);
    return title === undefined
      ? { wrong: `${name} has no section {#${anchor}}` }
      : { target: inPageLink(title, anchor) };
  };
  if (target.startsWith('#')) return heading(lesson, target.slice(1));
  const [, name, anchor] = LESSON.exec(target) ?? [];
  if (name !== undefined) {
    if (!targets.hasLesson(name)) return { wrong: `there is no lesson ${name}` };
    if (anchor === undefined) return { target: `${name}.ipynb` };
    const found = heading(name, anchor);
    return 'wrong' in found ? found : { target: sectionLink(name, anchor) };
  }
  const [path = ''] = target.split('#');
  if (path.startsWith('../../'))
    return targets.exists(path.slice(6)) ? { target } : { wrong: `${path.slice(6)} is not there` };
  if (path.startsWith('../'))
    return targets.exists(`lessons/${path.slice(3)}`)
      ? { target: `../../lessons/${target.slice(3)}` }
      : { wrong: `lessons/${path.slice(3)} is not there` };
  return { wrong: `${target} is neither an anchor, a lesson, a file of the workbook nor https` };
}

/** Replaces every link of a piece of Markdown; fenced code and code spans stay as they are. */
export function replaceLinks(markdown: string, replace: (target: string) => string): string {
  let fenced = false;
  return markdown
    .split('\n')
    .map((line) => {
      if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
      if (fenced) return line;
      const parts = line.split(/(`[^`]*`)/);
      const linked = parts.map((part) => {
        if (part.startsWith('`')) return part;
        return part.replace(
          LINK,
          (_, open: string, target: string, close: string) => open + replace(target) + close,
        );
      });
      return linked.join('');
    })
    .join('\n');
}
