/** The ranges of optimization profiles as bars from min to max, a mark at opt, and where an actual shape lies. */
import { profileSvg, rangeText, verdicts } from './profile-drawing';
import type { Figure, Language } from './figure';
import { profileView, type ProfileSource, type ProfileView } from './profile-ranges-view';
import { profileWords, type ProfileWords } from './profile-words';

export interface ProfilePictureOptions {
  /** An actual shape by input, `{ x: [3, 4] }`, and by shape tensor its values. */
  shape?: Readonly<Record<string, readonly number[]>>;
  /** Language of the labels; default the reader's, or `en`. */
  lang?: Language;
}

function profileText(view: ProfileView, words: ProfileWords): string {
  const lines = [words.title];
  if (view.rows.length === 0) lines.push(words.empty);
  for (let profile = 0; profile < view.profiles; profile++) {
    lines.push(words.profile(profile));
    for (const { name, ranges, actual, inside } of view.rows) {
      const within = inside[profile] ?? null;
      const verdict =
        within === null ? '' : `; ${actual ?? '–'}: ${within ? words.inside : words.outside}`;
      lines.push(`  ${name}: ${rangeText(ranges[profile], words)}${verdict}`);
    }
  }
  return [...lines, ...verdicts(view, words).map(({ line }) => line)].join('\n');
}

/**
 * Draws the ranges of optimization profiles: a row an extent of an input, profiles side by side on one scale, fixed extents as numbers.
 * With `shape` it shows whether, and where, a shape lies outside.
 *
 * @param source A profile, several of them, or an engine.
 * @example
 * ```ts
 * show(profilePicture(engine, { shape: { x: [3, 4] } }));
 * ```
 */
export function profilePicture(source: ProfileSource, options: ProfilePictureOptions = {}): Figure {
  const view = profileView(source, options.shape ?? {});
  const wordsFor = (language?: Language): ProfileWords =>
    profileWords(options.lang ?? language ?? 'en');
  const toText = (language?: Language): string => profileText(view, wordsFor(language));
  const toSVG = (language?: Language): string =>
    profileSvg(view, wordsFor(language), toText(language));
  return { toSVG, toHTML: toSVG, toJSON: () => view, toText };
}
