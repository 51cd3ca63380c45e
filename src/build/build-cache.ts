import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** What a file was made from: its command, and the size and time of every file that went in. */
interface Made {
  command: string[];
  inputs: Stamp[];
  output: Stamp;
}
type Stamp = [path: string, size: number, mtimeMs: number];

/** Remembers what built files were made from, so that unchanged ones are not built again. */
export class BuildCache {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Whether the file exists and was made by this command from files that are as they were. */
  isFresh(file: string, command: string[]): boolean {
    const made = this.read(file);
    if (!made || JSON.stringify(made.command) !== JSON.stringify(command)) return false;
    const unchanged = ([path, size, mtimeMs]: Stamp) => {
      const now = stampOf(path);
      return now !== null && now[1] === size && now[2] === mtimeMs;
    };
    return unchanged(made.output) && made.inputs.every(unchanged);
  }

  /** Notes what a file was made from. */
  remember(file: string, command: string[], inputs: string[]): void {
    const stamps = [...new Set(inputs)].map(stampOf).filter((stamp) => stamp !== null);
    const output = stampOf(file);
    // A file that is gone already cannot be compared next time, so nothing is noted and the file is made again.
    if (!output || stamps.length < new Set(inputs).size) return;
    writeFileSync(this.noteOf(file), JSON.stringify({ command, inputs: stamps, output } satisfies Made));
  }

  /** Before a file is made again: an interrupted build leaves nothing that looks complete. */
  forget(file: string): void {
    rmSync(this.noteOf(file), { force: true });
  }

  private noteOf(file: string): string {
    return join(this.folder, `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.json`);
  }

  private read(file: string): Made | null {
    try {
      return JSON.parse(readFileSync(this.noteOf(file), 'utf8')) as Made;
    } catch (error) {
      // No note, or one that was cut off while it was written: the file is made again.
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}

function stampOf(path: string): Stamp | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? [path, stat.size, stat.mtimeMs] : null;
}
