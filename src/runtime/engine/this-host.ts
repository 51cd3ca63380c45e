import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { native, projectRoot } from '../../native-loader';

/** Who wrote a file: only the same host reads it, as TensorRT reads only its own version's plans. */
export interface Writer {
  host: string;
  /** Version of this package. */
  version: string;
  /** The TensorRT version whose plugin interface the host has. */
  tensorrt: string;
}

let ownName: Writer | null = null;

/** This host. */
export function thisHost(): Writer {
  if (ownName) return ownName;
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  ownName = { host: 'reference', version, tensorrt: native().versions.tensorrt };
  return ownName;
}
