import { info, type LogLine } from './log-line';
import { ostreamNumber } from './ostream-number';
import type { OutputTensor } from './tensor-memory';
import { tensorValues } from './tensor-values';

/** `--dumpOutput`: each output's extents, and below them its values in one line. */
export function outputLines(outputs: readonly OutputTensor[]): LogLine[] {
  return outputs.flatMap(({ name, type, dims, bytes }) =>
    info(
      `${name}: (${dims.join('x')})`,
      Array.from(tensorValues(bytes, type), (value) =>
        typeof value === 'bigint' ? String(value) : ostreamNumber(value),
      ).join(' '),
    ),
  );
}
