import type { Bug } from './bug';

export const bug: Bug = {
  number: 27,
  name: '27-empty-tensor',
  title: { en: 'An empty tensor', zh: '空 tensor' },
  symptom: {
    en: 'A detector works until the first image without anything in it.',
    zh: '检测网络一直好好的，直到碰上第一张什么也没有的图。',
  },
  message: {
    text: {
      en:
        '[pluginV3Runner.cpp::execute::228] Error Code 2: Internal Error (Assertion ' +
        'pluginUtils::isSuccess(status) failed. ); where a grid of 0 blocks is launched: invalid ' +
        'configuration argument (cudaErrorInvalidConfiguration, 9)',
      zh:
        '[pluginV3Runner.cpp::execute::228] Error Code 2: Internal Error (Assertion ' +
        'pluginUtils::isSuccess(status) failed. )；如果真的用 0 个 block 的 grid 去 launch：' +
        'invalid configuration argument（cudaErrorInvalidConfiguration，9）',
    },
    from: {
      en: 'TensorRT 10.6.0 on an H200 for any enqueue() that returns non-zero; CUDA 12',
      zh: 'H200 上的 TensorRT 10.6.0，enqueue() 只要返回非零就是这句；CUDA 12',
    },
  },
  shown: {
    en: 'enqueueV3 throws PLUGIN_METHOD_FAILED for x [0, 4] and works for every other shape.',
    zh: 'x 是 [0, 4] 时 enqueueV3 抛出 PLUGIN_METHOD_FAILED，别的形状都正常。',
  },
  cause: {
    en:
      'A tensor without elements needs no memory, so that its pointer may be null: that is no ' +
      'error.',
    zh: '没有元素的 tensor 不需要内存，所以指针可以是空的：这不是错误。',
  },
  fix: {
    en: 'Count first: with no element there is nothing to launch, and that is success.',
    zh: '先数个数：一个元素都没有，就没有什么要 launch 的，直接算成功。',
  },
  never: {
    en: 'Test every plugin with an extent of 0.',
    zh: '每个 plugin 都用大小为 0 的维度测一遍。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: { outcome: 'threw', code: 'PLUGIN_METHOD_FAILED', message: /enqueue returned 1/ },
    cured: { outcome: 'returned', result: [] },
  },
  reproduce: async (workbook, { library, host }, require) => {
    const steps = require(host) as typeof import('./host');
    steps.load(library);
    const engine = await steps.buildScale({
      profile: [
        [0, 4],
        [2, 4],
        [4, 4],
      ],
    });
    const runtime = workbook.createRuntime();
    const none = await steps.runEngine(runtime.deserializeCudaEngine(engine), [0, 4], []);
    return steps.floats(none);
  },
};
