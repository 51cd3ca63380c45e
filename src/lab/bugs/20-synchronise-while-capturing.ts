import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 20,
  name: '20-synchronise-while-capturing',
  title: {
    en: 'Waiting inside enqueue() while a graph is captured',
    zh: '捕获 graph 的时候在 enqueue() 里等待',
  },
  symptom: {
    en: 'The engine runs, but not with a CUDA graph (trtexec --useCudaGraph, the default in 11).',
    zh: 'engine 能跑，一用 CUDA graph 就不行（trtexec --useCudaGraph，11 里是默认）。',
  },
  message: {
    text: printed(
      'operation not permitted when stream is capturing (cudaErrorStreamCaptureUnsupported, ' +
        '900); [pluginV3Runner.cpp::execute::228] Error Code 2: Internal Error (Assertion ' +
        'pluginUtils::isSuccess(status) failed. )',
    ),
    from: {
      en:
        'CUDA, and TensorRT 10.6.0 on an H200 for any enqueue() that returns non-zero; ' +
        'NVIDIA/TensorRT issues 802, 1967',
      zh:
        'CUDA；以及 H200 上的 TensorRT 10.6.0，enqueue() 只要返回非零就是这句；' +
        'NVIDIA/TensorRT issue 802、1967',
    },
  },
  shown: {
    en:
      'The first enqueue goes well, the captured one throws: enqueue returned 900. The codes ' +
      'are those of an H200.',
    zh: '第一次 enqueue 正常，被捕获的那次抛出 enqueue returned 900。错误码与 H200 上的一致。',
  },
  cause: {
    en:
      'A capture records what is to be done; waiting for it cannot be recorded. A copy from ' +
      'pageable memory, cudaMalloc and the default stream end a capture too (900, 906).',
    zh:
      '捕获是把要做的事录下来，“等它做完”是录不进去的。从可换页内存拷贝、cudaMalloc、' +
      '默认 stream，也都会让捕获中断（900、906）。',
  },
  fix: {
    en: 'Put work on the stream and return. Who needs the result waits.',
    zh: '把工作放进 stream 就返回。谁要结果，谁去等。',
  },
  never: {
    en:
      'Never synchronise, allocate or use another stream in enqueue(); test every plugin once ' +
      'under capture.',
    zh: 'enqueue() 里绝不同步，不分配内存，不用别的 stream；每个 plugin 都在捕获下测一遍。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_METHOD_FAILED', message: /enqueue returned 900/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runCaptured(library),
};
