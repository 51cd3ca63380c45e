import type { Bug } from './bug';

export const bug: Bug = {
  number: 22,
  name: '22-factor-not-set',
  title: 'An input is not set',
  symptom: 'enqueueV3 returns false at once.',
  message: {
    text:
      "Not all shapes are specified. Following input tensors' dimensions are not specified: " +
      'factor.',
    from:
      'TensorRT 10.6.0 on an H200, the run of recordings/shape-missing.jsonl; the second reason ' +
      'in the source’s log for its segmentation fault',
  },
  shown: 'enqueueV3 throws SHAPE_MISSING with the name of the input, before anything runs.',
  cause:
    'The engine has two inputs with extents of -1, and the program sets the shape of one. ' +
    'That the values of factor are never read does not make its shape dispensable.',
  fix: 'setInputShape and setTensorAddress for every input.',
  never:
    'Walk over getNbIOTensors() and set each input, in place of a list by hand; inferShapes() ' +
    'names what is missing.',
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
