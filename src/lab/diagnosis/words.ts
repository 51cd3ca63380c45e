import type { Language } from '../../display/figure';

/** A text in the languages of the workbook. */
export type Words = Readonly<Record<Language, string>>;
