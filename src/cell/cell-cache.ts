import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../native-loader';

/** What is compiled for cells, by content. Left out of version control; may be removed at any time when nothing runs. */
export const CELL_CACHE = join(projectRoot, '.workbook', 'cell');

/** More folders of a kind than this are not kept; those that were used last are. A prelude takes 30 MB. */
const MOST_FOLDERS = { objects: 150, linked: 150, preludes: 12 };
/** Younger ones are kept in any case: another process may be about to use them. */
const LEAST_AGE_MS = 600_000;

/** A name for what is made of these. */
export function contentKey(...parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
}

/** The folder of one thing that is compiled. Made where it is missing, marked as used where it is there. */
export function cellFolder(kind: keyof typeof MOST_FOLDERS, key: string): string {
  const parent = join(CELL_CACHE, kind);
  const folder = join(parent, key);
  if (mkdirSync(folder, { recursive: true }) !== undefined) prune(parent, key, MOST_FOLDERS[kind]);
  markAsUsed(folder);
  return folder;
}

function markAsUsed(folder: string): void {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch (error) {
    // A sandbox may use it and change nothing of it.
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
  }
}

function prune(parent: string, newest: string, most: number): void {
  const names = readdirSync(parent).filter((name) => name !== newest);
  if (names.length < most) return;
  const used = names.map((name) => {
    const path = join(parent, name);
    return { path, at: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  used.sort((a, b) => b.at - a.at);
  for (const { path, at } of used.slice(most)) {
    if (Date.now() - at > LEAST_AGE_MS) rmSync(path, { recursive: true, force: true });
  }
}

let names = 0;

/** A path beside `path` that nobody else has: written first, then renamed, so that no process sees half of a file. */
export function besidePath(path: string): string {
  names += 1;
  return `${path}.${process.pid}-${names}`;
}

export function writeWhole(path: string, text: string): void {
  const beside = besidePath(path);
  writeFileSync(beside, text);
  renameSync(beside, path);
}

/** Size and time of files: what is equal is taken for unchanged. */
export type Stamps = [path: string, size: number, mtimeMs: number][];

export function stampsOf(paths: readonly string[]): Stamps {
  return [...new Set(paths)].map((path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    return [path, stat?.size ?? -1, stat?.mtimeMs ?? -1];
  });
}

/** What was noted about a made file; null where it has to be made, because something that it was made from has changed. */
export function readNote(path: string): unknown {
  try {
    const { stamps, known } = JSON.parse(readFileSync(path, 'utf8')) as {
      stamps: Stamps;
      known: unknown;
    };
    const now = stampsOf(stamps.map(([file]) => file));
    return JSON.stringify(now) === JSON.stringify(stamps) ? known : null;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return null;
    throw error;
  }
}

export function writeNote(path: string, files: readonly string[], known: unknown): void {
  writeWhole(path, JSON.stringify({ stamps: stampsOf(files), known }));
}
