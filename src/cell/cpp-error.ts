import { WorkbookError } from '../errors';

/** What a compiler or linker said about a place. */
export interface CppDiagnostic {
  /** `cell` for the text that was given to compile, else the file's path, from the workbook's root where it is in it. */
  file: string;
  /**
   * Counts from 1. For `cell` a line of the notebook cell, or of the text itself where the text is no literal of the cell. 0 where the linker names no line.
   */
  line: number;
  /** Counts characters from 1; 0 where unknown. */
  column: number;
  severity: 'error' | 'warning' | 'note';
  /** In the compiler's words. */
  message: string;
  /** The line's text; '' where unknown. */
  text: string;
}

/** C++ that does not compile or link: `code` is `CPP_COMPILE_FAILED`. */
export class CppError extends WorkbookError {
  override readonly name = 'CppError';
  /** Everything that was said, in the compiler's order. */
  declare readonly diagnostics: readonly CppDiagnostic[];
  /** The compiler's own output. */
  declare readonly log: string;

  constructor(message: string, diagnostics: readonly CppDiagnostic[], log: string) {
    super('CPP_COMPILE_FAILED', message);
    // The message has what is worth reading, so a notebook does not print these below it.
    Object.defineProperties(this, {
      diagnostics: { value: diagnostics, enumerable: false },
      log: { value: log, enumerable: false },
    });
  }
}

/** The error with the stack of who called the library: where within it the compiler was started says nothing. */
export function fromCaller(error: unknown, called: (...all: never[]) => unknown): unknown {
  if (error instanceof CppError) Error.captureStackTrace(error, called);
  return error;
}
