/** Reads a folder that somebody handed in: no link is followed, no pipe or device opened, no more is read than asked for. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  opendirSync,
  openSync,
  readSync,
  type Stats,
} from 'node:fs';

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NONBLOCK;
const FILE = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
/** Entries of a folder that are looked at. */
const MOST_ENTRIES = 10_000;

export type EntryKind = 'file' | 'folder' | 'link' | 'special';

export interface Entry {
  /** As the file system has it. */
  name: Buffer;
  /** As it is shown: bytes that are no UTF-8 as `\xff`. */
  shown: string;
  kind: EntryKind;
}

/** A file's bytes, or why there are none. */
export type FileRead =
  | { bytes: Buffer }
  | { problem: 'missing' | 'folder' | 'link' | 'special' | 'tooLarge' | 'unreadable' };

export class UntrustedFolder {
  private constructor(private readonly descriptor: number) {}

  /** Opens a folder that the caller names: it may be a link. @throws where it is none */
  static open(path: string): UntrustedFolder {
    return new UntrustedFolder(openSync(path, FOLDER));
  }

  /** What is in it, sorted by name. */
  entries(): Entry[] {
    const found: Entry[] = [];
    const folder = opendirSync(this.path().toString(), { encoding: 'buffer' as BufferEncoding });
    try {
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
        if (found.length >= MOST_ENTRIES) break;
        const name = Buffer.from(entry.name as string | Buffer);
        const kind = this.kindOf(name);
        if (kind !== null) found.push({ name, shown: shownName(name), kind });
      }
    } finally {
      folder.closeSync();
    }
    return found.sort((one, other) => Buffer.compare(one.name, other.name));
  }

  /** A folder in it; null where there is none, or where it is a link. */
  folder(name: Buffer | string): UntrustedFolder | null {
    try {
      return new UntrustedFolder(openSync(this.path(name), FOLDER | constants.O_NOFOLLOW));
    } catch {
      return null;
    }
  }

  /** @param path Of a file below it, `/` between folders. @param most Bytes that it may have. */
  read(path: string, most: number): FileRead {
    const [name = '', ...below] = path.split('/');
    if (below.length === 0) return this.readHere(name, most);
    const folder = this.folder(name);
    if (!folder) return { problem: this.kindOf(name) === 'link' ? 'link' : 'missing' };
    try {
      return folder.read(below.join('/'), most);
    } finally {
      folder.close();
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private readHere(name: string, most: number): FileRead {
    const kind = this.kindOf(name);
    if (kind === null) return { problem: 'missing' };
    if (kind !== 'file') return { problem: kind };
    let file: number;
    try {
      file = openSync(this.path(name), FILE);
    } catch {
      return { problem: 'unreadable' };
    }
    try {
      // It may be another by now.
      const stats = fstatSync(file);
      if (!stats.isFile()) return { problem: 'special' };
      if (stats.size > most) return { problem: 'tooLarge' };
      const bytes = Buffer.alloc(most + 1);
      let filled = 0;
      for (let count = 1; count > 0 && filled < bytes.length; filled += count)
        count = readSync(file, bytes, filled, bytes.length - filled, filled);
      return filled > most
        ? { problem: 'tooLarge' }
        : { bytes: Buffer.from(bytes.subarray(0, filled)) };
    } catch {
      return { problem: 'unreadable' };
    } finally {
      closeSync(file);
    }
  }

  private kindOf(name: Buffer | string): EntryKind | null {
    try {
      return kindOfStats(lstatSync(this.path(name)));
    } catch {
      return null;
    }
  }

  /** Of what is in the folder that is open, whatever is at its path by now. */
  private path(name: Buffer | string = ''): Buffer {
    return Buffer.concat([
      Buffer.from(`/proc/self/fd/${this.descriptor}/`),
      typeof name === 'string' ? Buffer.from(name) : name,
    ]);
  }
}

function kindOfStats(stats: Stats): EntryKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : 'special';
}

/** A name as text; equal for no two names. */
export function shownName(name: Buffer): string {
  const text = name.toString('utf8');
  if (Buffer.from(text).equals(name)) return text;
  return Array.from(name, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`,
  ).join('');
}
