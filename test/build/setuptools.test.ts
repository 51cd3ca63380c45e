import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runPlugin } from './run-plugin';

const clone = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'workbook-setuptools-'));

/** Runs the Python of the project's environment in the example's copy. */
function python(...args: string[]): string {
  const { PYTHONPATH: _path, PYTHONHOME: _home, ...env } = process.env;
  const run = spawnSync(join(clone, '.venv', 'bin', 'python'), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, TENSORRT_WORKBOOK: clone },
  });
  assert.is(run.status, 0, run.stdout + run.stderr);
  return run.stdout;
}

test('the example is built by setuptools into its package, which knows where the library is, and it runs', async () => {
  const example = join(clone, 'examples', 'setuptools-plugin');
  cpSync(example, folder, { recursive: true });
  python('setup.py', '--quiet', 'build', '--build-lib', 'lib', '--build-temp', 'temp');
  const script = `import sys; sys.path.insert(0, 'lib'); import thresholded_relu; print(thresholded_relu.library)`;
  const library = python('-c', script).trim();
  assert.ok(existsSync(library), library);
  const x = [-1, 0.25, 0.5, 0.75, 3];
  const run = { library, plugin: 'ThresholdedRelu', x };
  const report = await runPlugin({ ...run, fields: { alpha: 0.5 } });
  assert.equal(report.result, [0, 0, 0, 0.75, 3], JSON.stringify(report));
  const refused = await runPlugin({ ...run, fields: {} });
  assert.is(refused.error?.code, 'PLUGIN_NOT_CREATED');
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
