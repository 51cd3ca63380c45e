import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for one run: the child's own temporary files, its trace, and what it writes when it crashes. */
export class LabFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'workbook-child-'));
  /** Opened by this process first: a child that removes the folder does not remove them. */
  private readonly opened = new Map<string, number>();

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** Makes a folder in it. @returns its path */
  folder(name: string): string {
    mkdirSync(this.file(name));
    return this.file(name);
  }

  /** Makes a file that stays readable whatever happens to its name. @returns its path */
  keep(name: string): string {
    const path = this.file(name);
    this.opened.set(name, openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600));
    return path;
  }

  /** Size in bytes of a kept file. */
  size(name: string): number {
    return fstatSync(this.descriptor(name)).size;
  }

  /** Bytes of a kept file, from `offset` on, at most `most`. */
  read(name: string, offset = 0, most = Infinity): Buffer {
    const room = Math.max(0, Math.min(most, this.size(name) - offset));
    const bytes = Buffer.alloc(room);
    let filled = 0;
    while (filled < room) {
      const count = readSync(this.descriptor(name), bytes, filled, room - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  /** The texts of all files whose names begin so, at most `most` bytes. */
  readAll(prefix: string, most: number): string {
    let names: string[];
    try {
      names = readdirSync(this.path).filter((name) => name.startsWith(prefix));
    } catch {
      return ''; // the child removed the folder
    }
    let text = '';
    for (const name of names.sort()) {
      const path = this.file(name);
      if (!lstatSync(path).isFile() || text.length >= most) continue;
      this.opened.set(name, openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW));
      text += this.read(name, 0, most - text.length).toString('utf8');
    }
    return text;
  }

  /** Removes everything, also what the child made unreadable. */
  remove(): void {
    for (const descriptor of this.opened.values()) closeSync(descriptor);
    this.opened.clear();
    try {
      rmSync(this.path, { recursive: true, force: true });
    } catch (error) {
      if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      makeWritable(this.path);
      rmSync(this.path, { recursive: true, force: true });
    }
  }

  private descriptor(name: string): number {
    const descriptor = this.opened.get(name);
    if (descriptor === undefined) throw new Error(`${name} was not kept`);
    return descriptor;
  }
}

function makeWritable(path: string): void {
  if (!lstatSync(path).isDirectory()) return;
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path)) makeWritable(join(path, entry));
}
