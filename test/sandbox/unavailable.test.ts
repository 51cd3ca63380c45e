/** A machine without bubblewrap, or where it may not work. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runSandboxed, sandboxAvailable, SandboxUnavailableError } from '../../src/sandbox';

const PATH = process.env['PATH'];
const folder = mkdtempSync(join(tmpdir(), 'workbook-test-bwrap-'));

async function thrown(): Promise<SandboxUnavailableError> {
  try {
    await runSandboxed({ command: '/usr/bin/true' });
  } catch (error) {
    assert.instance(error, SandboxUnavailableError);
    return error as SandboxUnavailableError;
  }
  throw new Error('it ran');
}

/** A `bwrap` of our own, first in the path. */
function fake(script: string): void {
  writeFileSync(join(folder, 'bwrap'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'bwrap'), 0o755);
}

test('without bubblewrap the error says how to get it', async () => {
  process.env['PATH'] = folder;
  const error = await thrown();
  assert.is(error.code, 'SANDBOX_UNAVAILABLE');
  assert.is(error.reason, 'bwrap is not installed');
  assert.match(error.cure, 'apt-get install bubblewrap');
  assert.match(error.message, /^Cannot make a sandbox: /);
});

test('where it may make no namespace, its own words are the reason', async () => {
  fake('echo "bwrap: No permissions to create new namespace" >&2; exit 1');
  process.env['PATH'] = folder;
  const error = await thrown();
  assert.match(error.reason, 'No permissions to create new namespace');
  assert.match(error.cure, 'docs/sandbox.md');
});

test('availability is told, not thrown, and tried once', async () => {
  process.env['PATH'] = folder;
  const first = await sandboxAvailable();
  assert.is(first.available, false);
  assert.match(first.reason ?? '', 'No permissions');
  process.env['PATH'] = PATH;
  assert.is(await sandboxAvailable(), first);
});

test.after(() => {
  process.env['PATH'] = PATH;
  rmSync(folder, { recursive: true });
});
test.run();
