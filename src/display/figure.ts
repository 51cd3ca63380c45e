/** Language of the words in a figure. Names of the API stay as they are in both. */
export type Language = 'en' | 'zh';

/** A text for the reader, in both languages. */
export type Bilingual = Readonly<Record<Language, string>>;

/**
 * Something a notebook can show: `show(figure)`. Every form is made from the same data and is the same on every run. `language` is
 * the reader's; a figure that was made for one language keeps it.
 */
export interface Figure {
  /** A self-contained SVG document; absent where the figure is a table. */
  toSVG?(language?: Language): string;
  /** HTML for inline use; in an SVG shown this way the tooltips work. */
  toHTML(language?: Language): string;
  /** The figure's data. */
  toJSON(): unknown;
  /** The figure for a terminal. */
  toText(language?: Language): string;
}
