import { writeFileSync } from 'node:fs';
import { readCrashFile, type RawCrash } from './crash-file';
import { inspect, type Inspection } from '../gdb/gdb-inspection';
import type { LabFolder } from '../process/lab-folder';

/** A crash file is small; what is larger was not written by the reporter. */
const MOST_BYTES = 2 ** 23;

/**
 * Reads the crash file of a run while it grows. A process that waits in its crash reporter is looked at with gdb, the first one; the others are let go
 * at once.
 */
export class CrashWatch {
  private size = 0;
  private readonly released = new Set<number>();
  private inspected: { crash: RawCrash; inspection: Promise<Inspection> } | null = null;

  constructor(
    private readonly folder: LabFolder,
    private readonly name: string,
  ) {}

  /** Looks whether there is something new. */
  look(): void {
    const size = this.folder.size(this.name);
    if (size === this.size) return;
    this.size = size;
    for (const crash of this.crashes()) {
      if (!crash.waiting || this.released.has(crash.process)) continue;
      this.released.add(crash.process);
      if (this.inspected) this.release(crash);
      else {
        const inspection = inspect(crash).finally(() => this.release(crash));
        this.inspected = { crash, inspection };
      }
    }
  }

  /** The crash that counts, once the processes have ended: the one that was looked at, else the last one. */
  async result(): Promise<{ crash: RawCrash; inspection: Inspection | null } | null> {
    if (this.inspected) {
      return { crash: this.inspected.crash, inspection: await this.inspected.inspection };
    }
    const crashes = this.crashes();
    const crash = crashes[crashes.length - 1];
    return crash ? { crash, inspection: null } : null;
  }

  private crashes(): RawCrash[] {
    return readCrashFile(this.folder.read(this.name, 0, MOST_BYTES).toString('utf8'));
  }

  /** Lets the process go on to its end. */
  private release({ process }: RawCrash): void {
    try {
      writeFileSync(this.folder.file(`${this.name}.seen.${process}`), '');
    } catch (error) {
      // The process notices, too, that the folder is gone.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}
