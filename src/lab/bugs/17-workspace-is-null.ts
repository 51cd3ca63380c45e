import type { Bug } from './bug';

export const bug: Bug = {
  number: 17,
  name: '17-workspace-is-null',
  title: 'workspace is nullptr',
  symptom: 'enqueue() gets a null workspace although getWorkspaceSize() returns a size.',
  message: {
    text: 'no message: workspace is nullptr in enqueue()',
    from: 'NVIDIA/TensorRT issue 4263',
  },
  shown:
    'CUDA error 700 at run time: the kernel writes to address 0. In the trace ' +
    'getWorkspaceSize() returns 0, which is the answer of the base class.',
  cause:
    'The method takes PluginTensorDesc, the one of IPluginV3 takes DynamicPluginTensorDesc: ' +
    'it overrides nothing, and TensorRT calls the base class.',
  fix: 'Write `override`: the compiler refuses what overrides nothing.',
  never: 'Compile plugins with -Woverloaded-virtual -Werror=suggest-override.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_METHOD_FAILED', message: /enqueue returned 700/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
