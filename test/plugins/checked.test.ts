/**
 * The tests of every plugin once more, on a library whose device code is checked at every access: memcheck and racecheck find nothing.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildPluginLibrary } from '../../src/build/plugin-library';

const plugins = join(process.cwd(), 'native', 'plugins');
const folder = mkdtempSync(join(tmpdir(), 'workbook-checked-'));
const library = join(folder, 'libworkbook_plugins.so');

/** The sources as CMake lists them. */
function sources(): string[] {
  const list = readFileSync(join(plugins, 'CMakeLists.txt'), 'utf8');
  return [...list.matchAll(/^ +(\S+\.(?:cpp|cu))$/gm)].map(([, name]) => join(plugins, name ?? ''));
}

/** Runs one compiled test file on the checked library. */
function runChecked(file: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(__dirname, file)], {
    env: {
      ...process.env,
      WORKBOOK_PLUGIN_LIBRARY: library,
      WORKBOOK_CUDA_CHECK: 'memcheck,racecheck',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

/** What the checks say of a finding (native/cuda-emulator/README.md). */
const FINDING = /^(invalid (read|write)|misaligned|race in ).*$/m;

test('the library builds with checks', async () => {
  assert.ok(sources().length > 20, `only ${sources().length} sources`);
  await buildPluginLibrary({ sources: sources(), output: library, check: true, options: ['-O3'] });
});

for (const file of readdirSync(__dirname).filter((name) => name.endsWith('.test.js'))) {
  if (file === basename(__filename)) continue;
  test(file, async () => {
    const { code, output } = await runChecked(file);
    assert.is(code, 0, output);
    assert.not.match(output, FINDING);
  });
}

test.after(() => rmSync(folder, { recursive: true }));
test.run();
