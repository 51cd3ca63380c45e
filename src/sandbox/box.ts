import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { OUT, SCRATCH, TEMPORARY, WORK, type SandboxOptions } from './options';
import { SandboxUsageError } from './sandbox-error';

const BOX = '/box';

/**
 * The folder `/box` of a sandbox, held open from outside: its files are in memory, of a limited size, and there as long as this holds them, also when all processes in
 * the sandbox have ended. So it is furnished before untrusted code runs, read when none runs any more, and there is nothing to remove.
 */
export class Box {
  private readonly descriptor: number;
  private mostBytes = 0;

  /** @param process_ a process in the sandbox that is ours */
  constructor(process_: number) {
    this.descriptor = openSync(
      `/proc/${process_}/root${BOX}`,
      constants.O_RDONLY | constants.O_DIRECTORY,
    );
  }

  /** From outside, the path of what is at a path in the box. */
  path(inside: string): string {
    return `/proc/self/fd/${this.descriptor}${inside.slice(BOX.length)}`;
  }

  /** Puts the files there, and makes all of it the user's. Nothing untrusted runs yet. */
  furnish(files: SandboxOptions['files'], user: number | null): void {
    if (typeof files === 'string') this.copyFolder(files, WORK);
    else for (const [path, bytes] of Object.entries(files ?? {})) this.write(path, bytes);
    if (user === null) return;
    for (const folder of [WORK, OUT, TEMPORARY, SCRATCH]) chownAll(this.path(folder), user);
  }

  /** Bytes and files that it holds now. */
  use(): { bytes: number; files: number; isFull: boolean } {
    const { bsize, blocks, bfree, files, ffree } = statfsSync(this.path(BOX));
    const bytes = (blocks - bfree) * bsize;
    this.mostBytes = Math.max(this.mostBytes, bytes);
    return { bytes, files: files - ffree, isFull: bfree === 0 };
  }

  /** Most bytes that {@link use} saw. */
  get peakBytes(): number {
    return this.mostBytes;
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private write(path: string, bytes: string | Uint8Array): void {
    const clean = normalize(path);
    if (isAbsolute(clean) || clean.startsWith('..') || clean === '.') {
      throw new SandboxUsageError(
        'SANDBOX_FILE_REFUSED',
        `Cannot put ${path} into a sandbox: it is no relative path of a file`,
      );
    }
    const target = this.path(join(WORK, clean));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }

  private copyFolder(from: string, to: string): void {
    for (const name of readdirSync(from)) {
      const path = join(from, name);
      const target = this.path(join(to, name));
      const file = lstatSync(path);
      if (file.isDirectory()) {
        if (!existsSync(target)) mkdirSync(target);
        this.copyFolder(path, join(to, name));
      } else if (file.isFile()) {
        // Another process may have made a link of it meanwhile.
        writeFileSync(target, readOwn(path));
        chmodSync(target, file.mode & 0o777);
      }
    }
  }
}

function readOwn(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function chownAll(path: string, user: number): void {
  chownSync(path, user, user);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) chownAll(below, user);
    else chownSync(below, user, user);
  }
}
