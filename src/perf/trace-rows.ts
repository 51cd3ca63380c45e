import type { InferenceTrace } from './inference-trace';

/** Times of one query, in the order of InferenceTrace. */
const COLUMNS = 8;
/** Queries in one piece of memory: nothing is allocated from one piece to the next. */
const ROWS = 16384;

/** The traces of a measurement while it runs: numbers in preallocated memory, so that noting a query costs next to nothing. */
export class TraceRows {
  private pieces: Float64Array[] = [new Float64Array(ROWS * COLUMNS)];
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Adds a query, in milliseconds. */
  push(
    startEnq: number,
    endEnq: number,
    startH2d: number,
    endH2d: number,
    startCompute: number,
    endCompute: number,
    startD2h: number,
    endD2h: number,
  ): void {
    const row = this.count % ROWS;
    if (row === 0 && this.count > 0) this.pieces.push(new Float64Array(ROWS * COLUMNS));
    const piece = this.pieces[this.pieces.length - 1] as Float64Array;
    const at = row * COLUMNS;
    piece[at] = startEnq;
    piece[at + 1] = endEnq;
    piece[at + 2] = startH2d;
    piece[at + 3] = endH2d;
    piece[at + 4] = startCompute;
    piece[at + 5] = endCompute;
    piece[at + 6] = startD2h;
    piece[at + 7] = endD2h;
    this.count += 1;
  }

  /** The queries as objects. */
  toTraces(): InferenceTrace[] {
    return Array.from({ length: this.count }, (_, index) => {
      const piece = this.pieces[Math.floor(index / ROWS)] as Float64Array;
      const value = (column: number) => piece[(index % ROWS) * COLUMNS + column] ?? NaN;
      return {
        startEnqMs: value(0),
        endEnqMs: value(1),
        startH2dMs: value(2),
        endH2dMs: value(3),
        startComputeMs: value(4),
        endComputeMs: value(5),
        startD2hMs: value(6),
        endD2hMs: value(7),
      };
    });
  }
}
