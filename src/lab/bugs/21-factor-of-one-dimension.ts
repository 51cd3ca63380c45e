import type { Bug } from './bug';

export const bug: Bug = {
  number: 21,
  name: '21-factor-of-one-dimension',
  title: 'The source’s own crash: factor has one dimension',
  symptom: 'Segmentation fault while the model is parsed or built.',
  message: {
    text: 'Segmentation fault',
    from:
      'the source’s log: factor was exported as a 1-D tensor, where its shape was meant to give ' +
      'the size; TensorRT 10.6 dies of it inside parseFromFile, trtexec with exit code 139: ' +
      'recordings/trtexec/runs/crash-1d-factor-trusting.log',
  },
  shown:
    'SIGSEGV in getOutputDimensions(), which the trace has as the call that did not return; ' +
    'the backtrace has the line with isConstant(). Where a plugin only hands the pointer on, ' +
    'this host refuses the null dimension (EXPRESSION_FOREIGN) and does not crash.',
  cause:
    'The plugin reads inputs[1].d[2] of a tensor with one dimension: behind nbDims there is ' +
    'nothing. The export is the deeper reason: factor holds the size as values [1, 1, OH, ' +
    'OW], and a V2 plugin can see shapes only.',
  fix:
    'Export factor as a tensor of the shape [1, 1, OH, OW]; in the plugin look at nbDims ' +
    'first, and answer with nbDims -1 where there is no shape. (An IPluginV3 can take values, ' +
    'as a shape input.)',
  never: 'Check the number of inputs and nbDims of each before the first d[i].',
  sides: { kind: 'plugin', extension: 'cpp', kernels: ['resizeKernel.cu'] },
  line: 'extent->isConstant()',
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGSEGV',
      cause: 'nullPointer',
      during: 'getOutputDimensions',
    },
    cured: {
      outcome: 'returned',
      result: { refused: true, output: [1, 3, 16, 16] },
    },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runSrcnn(library),
};
