import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
} from 'node:fs';
import type { SandboxFile } from './report';

const MOST_DEPTH = 16;
const MOST_LEFT_OUT = 100;
/** Files and folders that are looked at for each that is taken. */
const LOOKS = 10;

/** What was taken out of a folder, and what was not. */
export interface Collection {
  files: SandboxFile[];
  leftOut: { path: string; why: string }[];
}

/**
 * Takes the regular files out of a folder that untrusted code filled and that nothing changes any more. No link is followed, no pipe or device opened,
 * and no more is read than the limits allow.
 *
 * @param folder as this process sees it
 */
export function collect(
  folder: string,
  limits: { collectedBytes: number; collectedFiles: number },
): Collection {
  const found: Collection = { files: [], leftOut: [] };
  let room = limits.collectedBytes;
  let looked = 0;

  const leaveOut = (path: string, why: string): void => {
    if (found.leftOut.length < MOST_LEFT_OUT) found.leftOut.push({ path, why });
  };

  const take = (path: string): void => {
    if (found.files.length >= limits.collectedFiles) return leaveOut(path, 'too many files');
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const file = openSync(`${folder}/${path}`, flags);
    try {
      const { size } = fstatSync(file);
      if (size > room) return leaveOut(path, `${size} bytes are too many`);
      room -= size;
      found.files.push({ path, bytes: readWhole(file, size) });
    } finally {
      closeSync(file);
    }
  };

  const visit = (path: string, depth: number): void => {
    looked += 1;
    if (looked > MOST_LEFT_OUT + LOOKS * limits.collectedFiles) return;
    const file = lstatSync(`${folder}/${path}`);
    if (file.isDirectory()) {
      if (depth >= MOST_DEPTH) return leaveOut(path, 'too deep');
      for (const name of readdirSync(`${folder}/${path}`).sort()) {
        attempt(path === '' ? name : `${path}/${name}`, depth + 1);
      }
    } else if (file.isFile()) take(path);
    else leaveOut(path, file.isSymbolicLink() ? 'a link' : 'a special file');
  };

  const attempt = (path: string, depth: number): void => {
    try {
      visit(path, depth);
    } catch (error) {
      // Its owner made it unreadable, or its name is none that Node can give back.
      leaveOut(path, (error as NodeJS.ErrnoException).code ?? String(error));
    }
  };

  attempt('', 0);
  found.files.sort((one, other) => (one.path < other.path ? -1 : 1));
  return found;
}

function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(file, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
