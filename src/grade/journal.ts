/** What is graded already, one line each, so that a run that was ended goes on where it was. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Grade } from './grade';
import { GradeError } from './grade-error';

/** Of the lines; a journal of another is not read. */
const VERSION = 1;

type Line =
  | { version: number; seed: string }
  /** `packed`: a Grade as JSON, deflated, in base64. */
  | { key: string; packed: string };

export class Journal {
  private readonly grades = new Map<string, Grade>();
  private readonly file: number;

  /**
   * @param path Beside the output. A last line that is torn is no grade.
   * @param options.seed Default: the journal's own, else a new one.
   * @param options.fresh Whether what is there is set aside.
   * @throws {GradeError} `GRADING_RUNNING` where another process writes it
   */
  static open(path: string, options: { seed?: string; fresh: boolean }): Journal {
    const lock = `${path}.lock`;
    takeLock(lock);
    try {
      if (options.fresh && existsSync(path)) renameSync(path, `${path}.old`);
      return new Journal(path, lock, options.seed);
    } catch (error) {
      rmSync(lock, { force: true });
      throw error;
    }
  }

  /** Of the hidden inputs. */
  readonly seed: string;

  private constructor(
    path: string,
    private readonly lock: string,
    seed: string | undefined,
  ) {
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const known = this.read(text);
    this.seed = seed ?? known ?? newSeed();
    this.file = openSync(path, 'a');
    // What is torn stays a line of its own.
    if (text !== '' && !text.endsWith('\n')) writeSync(this.file, '\n');
    if (known !== this.seed) this.append({ version: VERSION, seed: this.seed });
  }

  get size(): number {
    return this.grades.size;
  }

  find(key: string): Grade | null {
    return this.grades.get(key) ?? null;
  }

  /** It is on the disk when this returns, whole or not at all. */
  add(key: string, grade: Grade): void {
    this.grades.set(key, grade);
    this.append({ key, packed: deflateRawSync(JSON.stringify(grade)).toString('base64') });
  }

  close(): void {
    closeSync(this.file);
    rmSync(this.lock, { force: true });
  }

  private append(line: Line): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
    fsyncSync(this.file);
  }

  /** @returns the seed that was used last */
  private read(text: string): string | null {
    let seed: string | null = null;
    for (const line of text.split('\n')) {
      const one = line === '' ? null : readLine(line);
      if (!one) continue;
      if ('seed' in one) seed = one.version === VERSION ? one.seed : null;
      else if (seed !== null && 'packed' in one) {
        const grade = unpacked(one.packed);
        if (grade) this.grades.set(one.key, grade);
      }
    }
    return seed;
  }
}

/** Letters only: a spreadsheet takes 12e34567 for a number. */
function newSeed(): string {
  return Array.from(randomBytes(8), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz';

function readLine(line: string): Line | null {
  try {
    const one = JSON.parse(line) as Line | null;
    return typeof one === 'object' ? one : null;
  } catch {
    return null; // torn
  }
}

function unpacked(packed: string): Grade | null {
  try {
    return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8')) as Grade;
  } catch {
    return null; // torn
  }
}

/** A lock whose process has ended is nobody's. */
function takeLock(path: string): void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(readFileSync(path, 'utf8'));
      if (attempt > 0 || isRunning(owner))
        throw new GradeError(
          'GRADING_RUNNING',
          `Cannot grade into this file: process ${owner} does; wait for it, or remove ${path}`,
        );
      rmSync(path, { force: true });
    }
  }
}

function isRunning(id: number): boolean {
  if (!(id > 0)) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
