import { execFileSync } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { findCompiler } from '../../cuda/compiler';
import { LibraryError } from '../../errors';

const LIBRARIES = { gcc: 'libasan.so', clang: 'libclang_rt.asan-x86_64.so' };

/** Asked once: the compiler does not change meanwhile. */
let found: string | null = null;

/**
 * The runtime library of AddressSanitizer, which must be in a process before anything else where a library built with
 * `--sanitize address` is loaded.
 * @throws {LibraryError} `SANITIZER_MISSING` where the compiler has none
 */
export function asanRuntime(): string {
  if (found !== null) return found;
  const { command, family } = findCompiler(process.env['CXX']);
  const [program = 'g++', ...args] = command;
  const asked = [...args, `-print-file-name=${LIBRARIES[family]}`];
  const path = execFileSync(program, asked, { encoding: 'utf8' }).trim();
  if (!isAbsolute(path)) {
    throw new LibraryError(
      'SANITIZER_MISSING',
      `Cannot run with AddressSanitizer: ${program} has no ${LIBRARIES[family]}`,
    );
  }
  found = path;
  return path;
}

/**
 * The environment for it. Leaks are not looked for: V8 leaves its own memory to the system, which would be reported as one long list. Signals are
 * the emulator's and the crash reporter's.
 * @param log Reports go to this path and `.PID`.
 */
export function asanEnvironment(log: string): NodeJS.ProcessEnv {
  const signals = ['segv', 'sigbus', 'sigfpe', 'sigill', 'abort'].map((name) => `handle_${name}=0`);
  return {
    ASAN_OPTIONS: ['detect_leaks=0', 'abort_on_error=1', ...signals, `log_path=${log}`].join(':'),
    UBSAN_OPTIONS: `print_stacktrace=1:log_path=${log}`,
  };
}
