import { crashContent, type PicturedReport } from './crash-picture-content';
import { crashPictureSvg } from './crash-picture-svg';
import { crashPictureText, type Screen } from './crash-picture-text';
import { crashPictureWords } from './crash-picture-words';
import type { Figure, Language } from './figure';

const SMALLEST: Screen = { columns: 80, rows: 24 };
const LARGEST: Screen = { columns: 100, rows: 40 };

/**
 * One picture of a run in the lab: what ended it, the call that did not return, where in the plugin that was, with the lines of source, what the checks found, and
 * what was said last. As text it fits one screen.
 *
 * @param report What runInChild or runCommand gave.
 * @param options.screen Of the terminal, in characters; default: this one, from 80 x 24 to 100 x 40.
 * @param options.language Default: the reader's.
 * @example
 * ```ts
 * show(crashPicture(await runInChild(task, './libmine.so')));
 * ```
 */
export function crashPicture(
  report: PicturedReport,
  options: { screen?: Screen; language?: Language } = {},
): Figure {
  const content = crashContent(report);
  const chosen = (language: Language | undefined): Language => options.language ?? language ?? 'en';
  const toText = (language?: Language): string =>
    crashPictureText(content, crashPictureWords(chosen(language)), options.screen ?? terminal());
  const toSVG = (language?: Language): string =>
    crashPictureSvg(
      content,
      crashPictureWords(chosen(language)),
      crashPictureText(content, crashPictureWords(chosen(language)), LARGEST),
    );
  return { toSVG, toHTML: toSVG, toText, toJSON: () => content };
}

/** The last row is left for the prompt. */
function terminal(): Screen {
  const { columns = SMALLEST.columns, rows = SMALLEST.rows } = process.stdout;
  const within = (value: number, from: number, to: number): number =>
    Math.min(to, Math.max(from, value));
  return {
    columns: within(columns, SMALLEST.columns, LARGEST.columns),
    rows: within(rows, SMALLEST.rows, LARGEST.rows) - 1,
  };
}
