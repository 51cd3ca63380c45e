import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiUsageError } from './errors';
import { projectRoot } from './native-loader';

/** Where the workbook keeps its ONNX models and photographs; `models/README.md` says what they are. */
export const modelFolder = join(projectRoot, 'models');

/**
 * The path of a file in `models/`.
 * @throws {ApiUsageError} `MODEL_UNKNOWN`, with the models that are there
 * @example
 * ```ts
 * createParser(network).parseFromFile(modelPath('srcnn-dynamic-trt-resize.onnx'));
 * ```
 */
export function modelPath(name: string): string {
  const path = join(modelFolder, name);
  if (existsSync(path)) return path;
  throw new ApiUsageError('MODEL_UNKNOWN', `Cannot find model "${name}"`, {
    expected: readdirSync(modelFolder)
      .filter((file) => file.endsWith('.onnx'))
      .join(', '),
    actual: name,
  });
}
