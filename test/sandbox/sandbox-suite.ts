import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { projectRoot } from '../../src/native-loader';
import {
  runSandboxed,
  sandboxAvailable,
  type SandboxLimits,
  type SandboxReport,
} from '../../src/sandbox';

/** Tests that need a sandbox: where none can be made they say so, and are skipped. A machine that must have one sets `WORKBOOK_NEEDS_SANDBOX`. */
export async function sandboxSuite(
  tests: Readonly<Record<string, () => Promise<void>>>,
): Promise<void> {
  const { available, reason, cure } = await sandboxAvailable();
  if (!available && process.env['WORKBOOK_NEEDS_SANDBOX']) throw new Error(`${reason}; ${cure}`);
  if (!available) {
    const count = Object.keys(tests).length;
    console.log(`skipped ${count} tests of the sandbox: ${reason}; ${cure}`);
  }
  for (const [name, body] of Object.entries(tests)) {
    if (available) test(name, body);
    else test.skip(name, body);
  }
  test.run();
}

/** The hostile program (fixtures/hostile.cpp), compiled. */
export class Hostile {
  private readonly folder = mkdtempSync(join(tmpdir(), 'workbook-test-sandbox-'));
  readonly program = join(this.folder, 'hostile');

  constructor() {
    chmodSync(this.folder, 0o755);
    const source = join(projectRoot, 'test', 'sandbox', 'fixtures', 'hostile.cpp');
    const run = spawnSync('g++', ['-std=c++17', '-O1', '-o', this.program, source], {
      encoding: 'utf8',
    });
    assert.is(run.status, 0, run.stderr);
  }

  /** Runs one of its deeds in a sandbox, and sees that this process is as it was, and that no process is left. */
  async run(
    deed: string,
    limits: SandboxLimits = {},
    argument = '',
    more: { answer?: boolean } = {},
  ): Promise<SandboxReport> {
    const before = descriptors();
    const report = await runSandboxed({
      command: this.program,
      args: [deed, argument],
      readOnly: [this.program],
      limits: { wallSeconds: 20, ...limits },
      ...more,
    });
    assert.equal(this.running(), [], `${deed} is still running`);
    assert.is(descriptors(), before, `${deed}: descriptors of this process`);
    return report;
  }

  /** Command lines of its processes, and of those around them. */
  running(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map((id) => commandLine(id))
      .filter((line) => line.includes(this.program));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it has ended
  }
}
