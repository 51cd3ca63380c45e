import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder. Nothing is ever written outside it. */
export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** A path inside the clone. */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Stamps, logs, Jupyter's own files: everything that can be thrown away at no loss. */
export const stateDir = inRoot('.workbook');
export const stampDir = path.join(stateDir, 'stamps');
export const logDir = path.join(stateDir, 'log');

/** The project's Python environment. */
export const venv = inRoot('.venv');
export const venvPython = path.join(venv, 'bin', 'python');
export const kernelspecDir = path.join(venv, 'share', 'jupyter', 'kernels', 'tslab');
