/**
 * Turns preprocessed CUDA C++ into C++ for g++ or clang++: launches, kernels and `__shared__` variables become calls of the
 * emulator's runtime (`native/cuda-emulator/include/workbook/kernel.h` and `shared_memory.h` say which). Lines stay where
 * they are, so that errors and debuggers show the author's lines.
 */
import { rewriteDeviceWord } from './device-variable';
import { Edits } from './edits';
import { rewriteAsm } from './inline-ptx';
import { rewriteKernel } from './kernel';
import { rewriteLaunch } from './launch';
import { placeOf } from './place';
import { Scopes } from './scopes';
import { rewriteShared } from './shared-memory';
import { Tokens } from './tokens';

/** CUDA source that the rewriter cannot understand, at the author's file and line. */
export class CudaSyntaxError extends Error {
  readonly code = 'CUDA_SYNTAX';
  constructor(
    readonly file: string,
    readonly line: number,
    readonly problem: string,
  ) {
    super(`${file}:${line}: error: ${problem}`);
    this.name = 'CudaSyntaxError';
  }
}

/** What the rewriter of one construct works with. */
export interface Rewriting {
  tokens: Tokens;
  edits: Edits;
  scopes: Scopes;
  /** A number that no other construct of this file has. */
  unique(): number;
  /** Ends the rewriting with an error at a token. */
  fail(index: number, problem: string): never;
}

/**
 * @param source Output of the preprocessor (`g++ -E`), line markers included.
 * @returns The same, for `g++ -x c++-cpp-output`.
 * @throws {CudaSyntaxError} code `CUDA_SYNTAX`
 */
export function rewriteCuda(source: string): string {
  const tokens = new Tokens(source);
  const edits = new Edits(source);
  let numbers = 0;
  const rewriting: Rewriting = {
    tokens,
    edits,
    scopes: new Scopes(tokens),
    unique: () => numbers++,
    fail: (index, problem) => {
      const place = placeOf(tokens, index);
      throw new CudaSyntaxError(place.file, place.line, problem);
    },
  };
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.is(i, '<')) {
      if (isLaunch(tokens, i)) {
        rewriteLaunch(rewriting, i);
        i += 2;
      }
    } else if (tokens.is(i, '{') || tokens.is(i, '}') || tokens.is(i, ';')) {
      rewriting.scopes.see(i);
    } else if (tokens.isIdentifier(i)) {
      rewriteWord(rewriting, i);
    }
  }
  for (const directive of tokens.directives) {
    // nvcc's own pragma; g++ would warn about it.
    if (/^#pragma\s+(?:unroll|nounroll|nv_)/.test(source.slice(directive.start, directive.end)))
      edits.replace(directive.start, directive.end, '');
  }
  return edits.apply();
}

/** `<<<`, also as `<< <` from a macro, but not the end of `operator<<` with a template list. */
function isLaunch(tokens: Tokens, index: number): boolean {
  return (
    tokens.is(index + 1, '<') &&
    tokens.touches(index) &&
    tokens.is(index + 2, '<') &&
    tokens.text(index - 1) !== 'operator'
  );
}

function rewriteWord(rewriting: Rewriting, index: number): void {
  const { tokens, edits } = rewriting;
  // Nearly all words begin with another letter.
  const first = tokens.source[tokens.startOf(index)];
  if (first !== '_' && first !== 'a') return;
  switch (tokens.text(index)) {
    case '__global__':
      return rewriteKernel(rewriting, index);
    case '__shared__':
      return rewriteShared(rewriting, index);
    case '__device__':
    case '__constant__':
    case '__managed__':
      return rewriteDeviceWord(rewriting, index);
    case 'asm':
    case '__asm':
    case '__asm__':
      return rewriteAsm(rewriting, index);
    case '__noinline__': {
      const inAttribute = tokens.is(index - 1, '(') || tokens.is(index - 1, ',');
      if (!inAttribute)
        edits.replace(tokens.startOf(index), tokens.endOf(index), '__attribute__((noinline))');
      return;
    }
  }
}
