import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 22,
  name: '22-factor-not-set',
  title: { en: 'An input is not set', zh: '有输入没设置' },
  symptom: { en: 'enqueueV3 returns false at once.', zh: 'enqueueV3 立刻返回 false。' },
  message: {
    text: printed(
      "Not all shapes are specified. Following input tensors' dimensions are not specified: " +
        'factor.',
    ),
    from: {
      en:
        'TensorRT 10.6.0 on an H200, the run of recordings/shape-missing.jsonl; the second reason ' +
        'in the source’s log for its segmentation fault',
      zh:
        'H200 上的 TensorRT 10.6.0，即 recordings/shape-missing.jsonl 那次运行；' +
        '也是笔记里段错误的第二个原因',
    },
  },
  shown: {
    en: 'enqueueV3 throws SHAPE_MISSING with the name of the input, before anything runs.',
    zh: '什么都还没开始跑，enqueueV3 就抛出 SHAPE_MISSING，并说出是哪个输入。',
  },
  cause: {
    en:
      'The engine has two inputs with extents of -1, and the program sets the shape of one. ' +
      'That the values of factor are never read does not make its shape dispensable.',
    zh:
      'engine 有两个带 -1 的输入，程序只设了其中一个的形状。factor 的值从来不读，' +
      '不等于它的形状可以不给。',
  },
  fix: {
    en: 'setInputShape and setTensorAddress for every input.',
    zh: '每个输入都要 setInputShape 和 setTensorAddress。',
  },
  never: {
    en:
      'Walk over getNbIOTensors() and set each input, in place of a list by hand; inferShapes() ' +
      'names what is missing.',
    zh: '遍历 getNbIOTensors()，逐个设置输入，不要手写清单；还缺什么，inferShapes() 会说。',
  },
  sides: { kind: 'host' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'SHAPE_MISSING',
      message: /dimensions are not specified: factor/,
    },
    cured: { outcome: 'returned', result: [0.5, 0.5] },
  },
  reproduce: async (workbook, { library, host, program }, require) => {
    const steps = require(host) as typeof import('./host');
    const resize = require(program) as import('./host-program').Resize;
    return resize(workbook, await steps.prepareResize(library));
  },
};
