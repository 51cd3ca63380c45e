import type { Bug } from './bug';

export const bug: Bug = {
  number: 17,
  name: '17-workspace-is-null',
  title: { en: 'workspace is nullptr', zh: 'workspace 是 nullptr' },
  symptom: {
    en: 'enqueue() gets a null workspace although getWorkspaceSize() returns a size.',
    zh: 'getWorkspaceSize() 明明返回了大小，enqueue() 拿到的 workspace 却是空指针。',
  },
  message: {
    text: {
      en: 'no message: workspace is nullptr in enqueue()',
      zh: '没有报错：enqueue() 里的 workspace 是 nullptr',
    },
    from: { en: 'NVIDIA/TensorRT issue 4263', zh: '见 NVIDIA/TensorRT issue 4263' },
  },
  shown: {
    en:
      'CUDA error 700 at run time: the kernel writes to address 0. In the trace ' +
      'getWorkspaceSize() returns 0, which is the answer of the base class.',
    zh:
      '运行时 CUDA 错误 700：kernel 往地址 0 写。调用记录里 getWorkspaceSize() 返回 0，' +
      '这是基类的回答。',
  },
  cause: {
    en:
      'The method takes PluginTensorDesc, the one of IPluginV3 takes DynamicPluginTensorDesc: ' +
      'it overrides nothing, and TensorRT calls the base class.',
    zh:
      '这个方法的参数是 PluginTensorDesc，IPluginV3 的那个是 DynamicPluginTensorDesc：' +
      '它什么也没覆盖，TensorRT 调到的是基类。',
  },
  fix: {
    en: 'Write `override`: the compiler refuses what overrides nothing.',
    zh: '写上 `override`：什么也没覆盖的，编译器会拒绝。',
  },
  never: {
    en: 'Compile plugins with -Woverloaded-virtual -Werror=suggest-override.',
    zh: '编译 plugin 时带上 -Woverloaded-virtual -Werror=suggest-override。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_METHOD_FAILED', message: /enqueue returned 700/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
