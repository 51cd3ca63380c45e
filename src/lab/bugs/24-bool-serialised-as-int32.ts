import type { Bug } from './bug';

export const bug: Bug = {
  number: 24,
  name: '24-bool-serialised-as-int32',
  title: { en: 'A bool serialised as kINT32', zh: 'bool 按 kINT32 序列化' },
  symptom: {
    en:
      'A flag is set in the network and something else at run time, on some machines, ' +
      'sometimes.',
    zh: '标志在 network 里设好了，到运行时却变成别的；只在有些机器上，只是有时候。',
  },
  message: {
    text: {
      en:
        'no message; where createPlugin() refuses and returns nullptr, as here: a segmentation ' +
        'fault in deserializeCudaEngine',
      zh:
        '没有报错；如果像这里一样，createPlugin() 拒绝并返回 nullptr：' +
        'deserializeCudaEngine 里段错误',
    },
    from: {
      en:
        'the sample sampleNonZeroPlugin of TensorRT 10; the segmentation fault: TensorRT 10.6.0 ' +
        'on an H200, 2026-11-22',
      zh:
        'TensorRT 10 的示例 sampleNonZeroPlugin；段错误：H200 上的 TensorRT 10.6.0，' +
        '2026-11-22',
    },
  },
  shown: {
    en:
      'The trace shows the field that getFieldsToSerialize() handed over: 16843009, the bytes ' +
      '01 01 01 01, in the place of 1. createPlugin() refuses them, and deserializeCudaEngine ' +
      'throws PLUGIN_NOT_CREATED, where TensorRT would follow the null pointer.',
    zh:
      '调用记录里有 getFieldsToSerialize() 交出的字段：本该是 1，却是 16843009，' +
      '也就是字节 01 01 01 01。createPlugin() 拒绝了它，' +
      'deserializeCudaEngine 便抛出 PLUGIN_NOT_CREATED；换成 TensorRT，会照着空指针走下去。',
  },
  cause: {
    en:
      'A PluginField of kINT32 x 1 is four bytes long, a bool is one: TensorRT copies what lies ' +
      'behind it.',
    zh:
      'kINT32 x 1 的 PluginField 有四个字节，bool 只有一个：' +
      '它后面的内容也被 TensorRT 一起复制了。',
  },
  fix: {
    en: 'Serialise an int32_t member; or label the bool kINT8 or kUNKNOWN with length 1.',
    zh: '序列化一个 int32_t 成员；或者把 bool 标成 kINT8 或 kUNKNOWN，长度为 1。',
  },
  never: {
    en: 'Write one helper that makes a PluginField of a value and takes the label from its type.',
    zh: '写一个公用的函数，由值造出 PluginField，类型标签从值的类型得出。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'PLUGIN_NOT_CREATED',
      message: /Cannot deserialize layer "scale"/,
    },
    cured: { outcome: 'returned', result: [-2, -4, -6, -8, -10, -12, -14, -16] },
  },
  reproduce: (workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, {
      fields: [workbook.field('negate', workbook.int32(1), 'kINT32')],
    }),
};
