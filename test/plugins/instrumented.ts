/** Runs the plugin tests once more, on a plugin library that is compiled with instrumentation. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildPluginLibrary, type PluginLibraryRequest } from '../../src/build/plugin-library';

const plugins = join(process.cwd(), 'native', 'plugins');

/** The sources of the plugin library, as CMake lists them. */
function sources(): string[] {
  const list = readFileSync(join(plugins, 'CMakeLists.txt'), 'utf8');
  return [...list.matchAll(/^ +(\S+\.(?:cpp|cu))$/gm)].map(([, name]) => join(plugins, name ?? ''));
}

/** Runs one compiled test file and collects what it prints. */
function runFile(
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(__dirname, file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

/**
 * Registers a test for the build and one for each plugin test file.
 * @param request How the library is built.
 * @param env What its instrumentation needs in the environment.
 * @param finding What a finding looks like in the output.
 */
export function testInstrumented(
  name: string,
  request: Omit<PluginLibraryRequest, 'sources' | 'output'>,
  env: () => NodeJS.ProcessEnv,
  finding: RegExp,
): void {
  const test = suite(name);
  const folder = mkdtempSync(join(tmpdir(), 'workbook-instrumented-'));
  const output = join(folder, 'libworkbook_plugins.so');
  test('the library builds', async () => {
    assert.ok(sources().length > 20, `only ${sources().length} sources`);
    await buildPluginLibrary({ sources: sources(), output, ...request });
  });
  for (const file of readdirSync(__dirname).filter((entry) => entry.endsWith('.test.js'))) {
    if (file === 'checked.test.js') continue;
    test(file, async () => {
      const run = await runFile(file, { ...env(), WORKBOOK_PLUGIN_LIBRARY: output });
      assert.is(run.code, 0, run.output);
      assert.not.match(run.output, finding);
    });
  }
  test.after(() => rmSync(folder, { recursive: true }));
  test.run();
}
