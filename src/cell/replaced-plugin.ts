import { readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ApiUsageError } from '../errors';
import { findRegion, type AnchoredFile, type Region } from './anchors';
import { cellFolder, contentKey, writeWhole } from './cell-cache';
import { placesOf, withLines, type CppUnit } from './cpp-source';
import { CELL } from './shown-path';
import type { PluginFolder } from './plugin-folder';

/** A text in the place of a region. */
interface Replacement extends Region {
  text: string;
  /** Of each line of the text: which line it is of what is shown. */
  lines: readonly number[];
  /** `cell`, or the anchor's name where the text is no literal of the cell. */
  shownAs: string;
}

/** The plugin with regions of its sources replaced, ready to be compiled. */
export interface ReplacedPlugin {
  units: CppUnit[];
  /** The unit that errors are about. */
  main: CppUnit;
  /** In whose subfolder of the plugin's name its headers are. */
  includeFolder: string | null;
}

/**
 * @param replace by anchor, or `file#anchor`
 * @throws {ApiUsageError} `ANCHOR_UNKNOWN`
 */
export function replacedPlugin(
  plugin: PluginFolder,
  replace: Readonly<Record<string, string>>,
): ReplacedPlugin {
  const files = [...plugin.sources, ...plugin.headers].map((name) => ({
    name,
    text: readFileSync(join(plugin.path, name), 'utf8'),
  }));
  const found = Object.entries(replace).map(([wanted, text]) => {
    const { lines, shown, inCell } = placesOf(text);
    const region = findRegion(files, wanted, plugin.name);
    return { ...region, text, lines, shown, inCell, shownAs: inCell ? CELL : region.anchor };
  });
  checkApart(found, plugin.name);
  const shown = Object.fromEntries(found.map((each) => [each.shownAs, each.shown]));
  const inCell = found.length > 0 && found.every((each) => each.inCell);
  const folder = changedHeaders(plugin, files, found);
  const own = folder ?? plugin.path;
  const units = files
    .filter(({ name }) => plugin.sources.includes(name))
    .map((file): CppUnit => {
      const path = join(plugin.path, file.name);
      return {
        name: path,
        dialect: file.name.endsWith('.cu') ? 'cuda' : 'c++',
        text: replacedText(path, file, found),
        folders: folder === null ? [own] : [own, plugin.path],
        shown,
        inCell,
      };
    });
  const main = { ...(units[0] as CppUnit), name: plugin.path };
  return { units, main, includeFolder: folder === null ? null : join(folder, '..') };
}

/** Headers are found by their folder: where one is changed, a folder has them all, the others as links. */
function changedHeaders(
  plugin: PluginFolder,
  files: readonly AnchoredFile[],
  replacements: readonly Replacement[],
): string | null {
  const changed = files.filter(
    ({ name }) =>
      plugin.headers.includes(name) && replacements.some(({ file }) => file.name === name),
  );
  if (changed.length === 0) return null;
  const texts = changed.map((file) => ({
    name: file.name,
    text: replacedText(join(plugin.path, file.name), file, replacements),
  }));
  const others = plugin.headers.filter((name) => !changed.some((each) => each.name === name));
  const folder = cellFolder('objects', contentKey(plugin.name, texts, others));
  const inside = cellFolder('objects', join(basename(folder), plugin.name));
  for (const { name, text } of texts) writeWhole(join(inside, name), text);
  for (const name of others) {
    try {
      symlinkSync(join(plugin.path, name), join(inside, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return inside;
}

/** The file's text with its regions replaced, every line under the name and number of where it is from. */
function replacedText(
  path: string,
  file: AnchoredFile,
  replacements: readonly Replacement[],
): string {
  const lines = file.text.split('\n');
  const original = (from: number, to: number): string[] => [
    `#line ${from + 1} ${JSON.stringify(path)}`,
    ...lines.slice(from, to),
  ];
  const out: string[] = [];
  let at = 0;
  const own = replacements
    .filter((each) => each.file.name === file.name)
    .sort((a, b) => a.first - b.first);
  for (const { first, last, text, lines: places, shownAs } of own) {
    out.push(...original(at, first), withLines(text, places, shownAs));
    at = last + 1;
  }
  out.push(...original(at, lines.length));
  return out.join('\n');
}

function checkApart(replacements: readonly Replacement[], plugin: string): void {
  for (const one of replacements) {
    const other = replacements.find(
      (each) =>
        each !== one &&
        each.file.name === one.file.name &&
        each.first <= one.last &&
        one.first <= each.last,
    );
    if (!other) continue;
    throw new ApiUsageError(
      'ANCHOR_UNKNOWN',
      `Cannot replace "${one.anchor}" and "${other.anchor}" of ${plugin}: one is within the other`,
      { expected: 'regions that stand side by side' },
    );
  }
}
