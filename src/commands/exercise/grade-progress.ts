/** How far a grading run is, on standard error: one line that changes on a terminal, else a line now and then. */
import type { Language } from '../../display/figure';
import type { GradingProgress } from '../../grade/grading';
import { GRADE_WORDS } from './grade-words';

const EVERY_MS = 5000;

export class GradeProgress {
  private readonly startedAt = performance.now();
  private toldAt = -Infinity;
  private onLine = false;

  constructor(
    private readonly language: Language,
    /** Begins each line. */
    private readonly mark: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  tell({ done, known, all, last }: GradingProgress): void {
    const now = performance.now();
    const words = GRADE_WORDS[this.language];
    const graded = done - known;
    const perGrade = graded > 0 ? (now - this.startedAt) / graded : 0;
    const rest = perGrade > 0 && done < all ? words.left(time(perGrade * (all - done))) : '';
    const said = [words.progress(done, all), rest].filter((part) => part !== '').join(', ');
    if (this.stream.isTTY) {
      const who = last ? `  ${last.student} ${last.exercise}` : '';
      const width = Math.max(20, (this.stream.columns || 80) - 1);
      const line = printable(`${this.mark}${said}${who}`).slice(0, width);
      this.stream.write(`\r\u001b[K${line}`);
      this.onLine = true;
    } else if (now - this.toldAt >= EVERY_MS || done === all) {
      this.stream.write(`${this.mark}${said}\n`);
      this.toldAt = now;
    }
  }

  /** Ends the line that changes. */
  end(): void {
    if (this.onLine) this.stream.write('\n');
    this.onLine = false;
  }
}

/** `42 s`, `3:20`. */
function time(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 100
    ? `${seconds} s`
    : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '·');
}
