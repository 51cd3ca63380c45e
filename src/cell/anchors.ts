import { ApiUsageError } from '../errors';
import { regionsOf } from '../lesson/excerpt';

/** A file with regions between `// ANCHOR: name` and `// ANCHOR_END: name`. */
export interface AnchoredFile {
  /** As it is named in errors and in `file#anchor`. */
  name: string;
  text: string;
}

/** A region of a file by its lines: the first and last between the marks, from 0; `last < first` where it is empty. */
export interface Region {
  file: AnchoredFile;
  anchor: string;
  first: number;
  last: number;
}

const markOf = (kind: string, anchor: string): RegExp =>
  new RegExp(`^\\s*(?://|#)\\s*${kind}:\\s*${anchor.replace(/\W/g, '\\$&')}\\s*$`);

/**
 * Finds the region that a name means: `anchor`, or `file#anchor` where several files have it.
 *
 * @throws {ApiUsageError} `ANCHOR_UNKNOWN`, naming the anchors that there are, or the files that have it
 */
export function findRegion(files: readonly AnchoredFile[], wanted: string, of: string): Region {
  const [, fileName, anchor = wanted] = /^(.*)#([^#]*)$/.exec(wanted) ?? [];
  const having = files.filter(
    ({ name, text }) =>
      (fileName === undefined || name === fileName) && regionsOf(text).includes(anchor),
  );
  const [file, second] = having;
  if (file && second) {
    throw new ApiUsageError(
      'ANCHOR_UNKNOWN',
      `Cannot replace "${wanted}" of ${of}: several files have it`,
      {
        expected: having.map(({ name }) => `"${name}#${anchor}"`).join(' or '),
      },
    );
  }
  const lines = file?.text.split('\n') ?? [];
  const start = lines.findIndex((line) => markOf('ANCHOR', anchor).test(line));
  const end = lines.findIndex((line, at) => at > start && markOf('ANCHOR_END', anchor).test(line));
  if (!file || start < 0 || end < 0) {
    throw new ApiUsageError(
      'ANCHOR_UNKNOWN',
      `Cannot replace "${wanted}" of ${of}: it has no such anchor`,
      {
        expected: anchorNames(files),
      },
    );
  }
  return { file, anchor, first: start + 1, last: end - 1 };
}

/** All anchors, as they are asked for. */
function anchorNames(files: readonly AnchoredFile[]): string {
  const all = files.flatMap(({ name, text }) =>
    regionsOf(text).map((anchor) => ({ name, anchor })),
  );
  const names = all.map(({ name, anchor }) =>
    all.filter((other) => other.anchor === anchor).length > 1 ? `${name}#${anchor}` : anchor,
  );
  return names.length > 0 ? `one of ${names.join(', ')}` : 'anchors, of which it has none';
}
