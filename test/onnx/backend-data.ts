/** Brings ONNX's own node tests, which its Python package holds. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '../../src/native-loader';

const requirements = join(projectRoot, 'python', 'requirements-onnx-tests.txt');

/** The folder that has a folder for each test. The first call downloads the package. */
export function nodeTestsFolder(version = '1.19.1'): string {
  const packages = join(projectRoot, 'build', `onnx-${version}`);
  if (!existsSync(packages)) install(packages);
  return join(packages, 'onnx', 'backend', 'test', 'data', 'node');
}

/** Into a folder of another name first: what is there under its name is whole. */
function install(packages: string): void {
  const folder = mkdtempSync(join(projectRoot, 'build', `${basename(packages)}-`));
  const python = join(projectRoot, '.venv', 'bin', 'python');
  const wheel = '--only-binary=:all: --python-version=3.11 --implementation=cp --abi=cp311';
  const options = `${wheel} --platform=manylinux_2_17_x86_64 --no-deps --no-compile --quiet`;
  const pip = ['-m', 'pip', 'install', ...options.split(' '), `--target=${folder}`];
  try {
    const result = spawnSync(python, [...pip, '-r', requirements], { encoding: 'utf8' });
    if (result.status !== 0) {
      const why = result.error?.message ?? `${result.stdout}${result.stderr}`;
      throw new Error(`Cannot install ONNX's node tests: ${why}`);
    }
    renameSync(folder, packages);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
