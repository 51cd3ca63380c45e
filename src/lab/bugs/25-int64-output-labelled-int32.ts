import type { Bug } from './bug';

export const bug: Bug = {
  number: 25,
  name: '25-int64-output-labelled-int32',
  title: 'INT64 values in an output labelled INT32',
  symptom:
    'Every second number of the output is 0, and what lies behind the output is overwritten.',
  message: {
    text: 'no message',
    from: 'often met since ONNX models index with INT64; TensorRT has kINT64 from 10.0 on',
  },
  shown:
    'The result is 0, 0, 1, 0, 2, …: the low and high halves of eight-byte numbers. Built ' +
    'with --check, memcheck says how far behind the output the kernel wrote.',
  cause:
    'getOutputDataTypes() says kINT32, so that TensorRT reserves four bytes an element; the ' +
    'kernel writes eight.',
  fix: 'Say kINT64, or write int32_t.',
  never: 'Choose the kernel by the type in the descriptor, never by what the model once had.',
  sides: { kind: 'plugin', extension: 'cu' },
  expected: {
    broken: { outcome: 'returned', result: [0, 0, 1, 0, 2, 0, 3, 0] },
    cured: { outcome: 'returned', result: [0, 1, 2, 3, 4, 5, 6, 7] },
  },
  reproduce: async (workbook, { library, host }, require) => {
    const steps = require(host) as typeof import('./host');
    steps.load(library);
    const runtime = workbook.createRuntime();
    const bytes = await steps.runEngine(runtime.deserializeCudaEngine(await steps.buildScale()));
    const isWide = bytes.length === 8 * steps.X.length;
    return Array.from<number | bigint, number>(
      isWide ? new BigInt64Array(bytes.buffer) : new Int32Array(bytes.buffer),
      Number,
    );
  },
};
