import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LibraryError } from '../../errors';
import { buildFolder } from '../../native-loader';

/** The native parts of the lab: see native/crash. */
export interface NativeParts {
  /** Loaded into a process, it writes crashes down. */
  crashReporter: string;
  /** Runs a command within limits and ends everything that it started. */
  supervisor: string;
}

/** @throws {LibraryError} `NATIVE_MISSING` when they are not built */
export function nativeParts(): NativeParts {
  const parts = {
    crashReporter: join(buildFolder, 'libworkbook_crash.so'),
    supervisor: join(buildFolder, 'workbook_supervisor'),
  };
  const missing = Object.values(parts).find((path) => !existsSync(path));
  if (missing === undefined) return parts;
  throw new LibraryError(
    'NATIVE_MISSING',
    `Cannot run a process of its own: ${missing} does not exist`,
    {
      expected: 'it is built by "npm start" and "npm test"',
    },
  );
}
