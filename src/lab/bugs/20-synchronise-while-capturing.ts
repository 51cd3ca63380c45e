import type { Bug } from './bug';

export const bug: Bug = {
  number: 20,
  name: '20-synchronise-while-capturing',
  title: 'Waiting inside enqueue() while a graph is captured',
  symptom:
    'The engine runs, but not with a CUDA graph (trtexec --useCudaGraph, the default in 11).',
  message: {
    text:
      'operation not permitted when stream is capturing (cudaErrorStreamCaptureUnsupported, ' +
      '900); [pluginV3Runner.cpp::execute::228] Error Code 2: Internal Error (Assertion ' +
      'pluginUtils::isSuccess(status) failed. )',
    from:
      'CUDA, and TensorRT 10.6.0 on an H200 for any enqueue() that returns non-zero; ' +
      'NVIDIA/TensorRT issues 802, 1967',
  },
  shown:
    'The first enqueue goes well, the captured one throws: enqueue returned 900. The codes ' +
    'are those of an H200.',
  cause:
    'A capture records what is to be done; waiting for it cannot be recorded. A copy from ' +
    'pageable memory, cudaMalloc and the default stream end a capture too (900, 906).',
  fix: 'Put work on the stream and return. Who needs the result waits.',
  never:
    'Never synchronise, allocate or use another stream in enqueue(); test every plugin once ' +
    'under capture.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_METHOD_FAILED', message: /enqueue returned 900/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runCaptured(library),
};
