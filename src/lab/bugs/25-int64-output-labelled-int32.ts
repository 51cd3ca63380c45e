import type { Bug } from './bug';

export const bug: Bug = {
  number: 25,
  name: '25-int64-output-labelled-int32',
  title: { en: 'INT64 values in an output labelled INT32', zh: '标成 INT32 的输出里写了 INT64' },
  symptom: {
    en: 'Every second number of the output is 0, and what lies behind the output is overwritten.',
    zh: '输出里每隔一个数就是 0，输出后面的内存也被改写了。',
  },
  message: {
    text: { en: 'no message', zh: '没有报错' },
    from: {
      en: 'often met since ONNX models index with INT64; TensorRT has kINT64 from 10.0 on',
      zh: '自从 ONNX 模型用 INT64 做下标，就很常见；TensorRT 从 10.0 起有 kINT64',
    },
  },
  shown: {
    en:
      'The result is 0, 0, 1, 0, 2, …: the low and high halves of eight-byte numbers. Built ' +
      'with --check, memcheck says how far behind the output the kernel wrote.',
    zh:
      '结果是 0, 0, 1, 0, 2, …：八字节的数，低半和高半分了家。带 --check 编译，' +
      'memcheck 会说出 kernel 写到了输出后面多远。',
  },
  cause: {
    en:
      'getOutputDataTypes() says kINT32, so that TensorRT reserves four bytes an element; the ' +
      'kernel writes eight.',
    zh:
      'getOutputDataTypes() 说是 kINT32，TensorRT 就按每个元素四个字节留地方；' +
      'kernel 却写八个。',
  },
  fix: { en: 'Say kINT64, or write int32_t.', zh: '要么说 kINT64，要么写 int32_t。' },
  never: {
    en: 'Choose the kernel by the type in the descriptor, never by what the model once had.',
    zh: '按描述符里的类型选 kernel，绝不按模型当初的类型选。',
  },
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
