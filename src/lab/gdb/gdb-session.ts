import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { readAnswer, type MiAnswer, type MiTuple } from './mi-output';

/** gdb answers no more: it ended, or took too long. */
const ENDED: MiAnswer = { class: 'error', results: { msg: 'gdb ended' } };

/** Whether gdb is installed. */
export function hasGdb(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, 'gdb'), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A gdb that is asked one thing after another. It runs none of the other process's code. */
export class GdbSession {
  private readonly gdb = spawn('gdb', ['-nx', '-q', '--interpreter=mi3'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, DEBUGINFOD_URLS: '', LC_ALL: 'C', LD_PRELOAD: '' },
  });
  private readonly waiting: ((answer: MiAnswer) => void)[] = [];
  private ended = false;
  private readonly overdue: NodeJS.Timeout;

  /** @param mostMs After that long gdb is ended, whatever it is doing. */
  constructor(mostMs: number) {
    const lines = createInterface({ input: this.gdb.stdout });
    lines.on('line', (line) => {
      const answer = readAnswer(line);
      if (answer) this.waiting.shift()?.(answer);
    });
    const end = (): void => {
      this.ended = true;
      for (const answer of this.waiting.splice(0)) answer(ENDED);
    };
    this.gdb.once('error', end);
    this.gdb.once('close', end);
    this.gdb.stdin.on('error', () => undefined); // it has ended: `close` says so
    this.overdue = setTimeout(() => this.gdb.kill('SIGKILL'), mostMs);
  }

  /** Asks, in GDB/MI. @returns an answer of class `error` where gdb refuses or has ended */
  ask(command: string): Promise<MiAnswer> {
    if (this.ended) return Promise.resolve(ENDED);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.gdb.stdin.write(`${command}\n`);
    });
  }

  /** Asks, where an answer is no must. @returns null where gdb refuses */
  async results(command: string): Promise<MiTuple | null> {
    const answer = await this.ask(command);
    return answer.class === 'error' ? null : answer.results;
  }

  /** Lets the other process go and ends gdb. */
  async close(): Promise<void> {
    if (!this.ended) {
      const closed = new Promise((resolve) => this.gdb.once('close', resolve));
      this.gdb.stdin.end('-target-detach\n-gdb-exit\n');
      await closed;
    }
    clearTimeout(this.overdue);
  }
}
