import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives this test file a temporary folder of its own, in which other tests leave nothing. */
export function ownTemporaryFolder(): { left: () => string[]; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'workbook-test-lab-'));
  process.env['TMPDIR'] = path;
  return {
    left: () => readdirSync(path),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
