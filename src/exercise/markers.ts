/** One anchored source, two files: the stub that a learner gets, and the solution. */

/** A mark in the wrong place. */
export class MarkerError extends Error {
  override readonly name = 'MarkerError';

  constructor(
    /** Counts from 1. */
    readonly line: number,
    problem: string,
  ) {
    super(problem);
  }
}

const MARK = /^[ \t]*(?:\/\/|#) (SOLUTION|STUB|END)[ \t]*$/;
const ANCHOR = /^[ \t]*(?:\/\/|#)\s*ANCHOR(?:_END)?:/;

export interface SplitSource {
  stub: string;
  solution: string;
  /** How many places the learner fills in. */
  places: number;
}

/**
 * Splits a source whose learner's parts stand between `// SOLUTION` and `// STUB` (the solution) and between `// STUB` and `// END` (the stub, each line
 * commented out); `#` in place of `//` where the language has it so. A stub may be empty, and then `// STUB` may be missing. Lines of `ANCHOR` marks are left out.
 *
 * @throws {MarkerError}
 */
export function splitSource(text: string): SplitSource {
  const [stub, solution]: [string[], string[]] = [[], []];
  let inside: 'SOLUTION' | 'STUB' | null = null;
  let opened = 0;
  let places = 0;
  for (const [at, line] of text.split('\n').entries()) {
    const [, mark] = MARK.exec(line) ?? [];
    if (mark === 'SOLUTION') {
      if (inside) throw new MarkerError(at + 1, `SOLUTION before the END of line ${opened}`);
      [inside, opened, places] = ['SOLUTION', at + 1, places + 1];
    } else if (mark === 'STUB') {
      if (inside !== 'SOLUTION') throw new MarkerError(at + 1, 'STUB without a SOLUTION before it');
      inside = 'STUB';
    } else if (mark === 'END') {
      if (!inside) throw new MarkerError(at + 1, 'END without a SOLUTION before it');
      inside = null;
    } else if (ANCHOR.test(line)) continue;
    else if (inside === 'SOLUTION') solution.push(line);
    else if (inside === 'STUB') stub.push(uncommented(line, at + 1));
    else {
      stub.push(line);
      solution.push(line);
    }
  }
  if (inside) throw new MarkerError(opened, 'SOLUTION without an END');
  return { stub: stub.join('\n'), solution: solution.join('\n'), places };
}

/** `    // return 1;` to `    return 1;`. */
function uncommented(line: string, number: number): string {
  const [, indent = '', code = ''] = /^([ \t]*)(?:\/\/|#) ?(.*)$/.exec(line) ?? [];
  if (line.trim() !== '' && !/^[ \t]*(?:\/\/|#)/.test(line))
    throw new MarkerError(number, 'a line of a STUB that is not commented out');
  return line.trim() === '' ? '' : `${indent}${code}`.trimEnd();
}
