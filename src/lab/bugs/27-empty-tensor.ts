import type { Bug } from './bug';

export const bug: Bug = {
  number: 27,
  name: '27-empty-tensor',
  title: 'An empty tensor',
  symptom: 'A detector works until the first image without anything in it.',
  message: {
    text:
      '[pluginV3Runner.cpp::execute::228] Error Code 2: Internal Error (Assertion ' +
      'pluginUtils::isSuccess(status) failed. ); where a grid of 0 blocks is launched: invalid ' +
      'configuration argument (cudaErrorInvalidConfiguration, 9)',
    from: 'TensorRT 10.6.0 on an H200 for any enqueue() that returns non-zero; CUDA 12',
  },
  shown: 'enqueueV3 throws PLUGIN_METHOD_FAILED for x [0, 4] and works for every other shape.',
  cause:
    'A tensor without elements needs no memory, so that its pointer may be null: that is no ' +
    'error.',
  fix: 'Count first: with no element there is nothing to launch, and that is success.',
  never: 'Test every plugin with an extent of 0.',
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
