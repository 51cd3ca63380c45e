/** ONNX's own node tests: data of its Python package, which `npm test` brings (scripts/setup/steps/onnx-tests.mjs). */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/native-loader';

const folder = join(projectRoot, '.workbook', 'onnx-node-tests');

/** Says that a machine without network goes without these tests; they count as skipped. */
export const skipped = process.env['WORKBOOK_SKIP_ONNX_TESTS'] === '1';

/** The folder that has a folder for each test. @throws where the data is not there */
export function nodeTestsFolder(): string {
  if (existsSync(folder)) return folder;
  throw new Error(
    `Cannot run ONNX's node tests: ${folder} is not there. "npm test" downloads it (onnx, from PyPI); with WORKBOOK_SKIP_ONNX_TESTS=1 it does without.`,
  );
}
