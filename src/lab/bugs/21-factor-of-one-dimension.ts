import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 21,
  name: '21-factor-of-one-dimension',
  title: {
    en: 'The source’s own crash: factor has one dimension',
    zh: '笔记作者自己的崩溃：factor 只有一维',
  },
  symptom: {
    en: 'Segmentation fault while the model is parsed or built.',
    zh: '解析或构建模型时段错误。',
  },
  message: {
    text: printed('Segmentation fault'),
    from: {
      en:
        'the source’s log: factor was exported as a 1-D tensor, where its shape was meant to give ' +
        'the size; TensorRT 10.6 dies of it inside parseFromFile, trtexec with exit code 139: ' +
        'recordings/trtexec/runs/crash-1d-factor-trusting.log',
      zh:
        '笔记里的话：factor 导出成了 1-D tensor，本来是要用它的形状给出大小；' +
        'TensorRT 10.6 因此死在 parseFromFile 里，trtexec 的退出码是 139：' +
        'recordings/trtexec/runs/crash-1d-factor-trusting.log',
    },
  },
  shown: {
    en:
      'SIGSEGV in getOutputDimensions(), which the trace has as the call that did not return; ' +
      'the backtrace has the line with isConstant(). Where a plugin only hands the pointer on, ' +
      'this host refuses the null dimension (EXPRESSION_FOREIGN) and does not crash.',
    zh:
      'SIGSEGV，在 getOutputDimensions() 里，调用记录中没有返回的就是它；' +
      '调用栈里有 isConstant() 那一行。要是 plugin 只把这个指针往外传，' +
      '参考宿主会拒绝这个空的维度（EXPRESSION_FOREIGN），不会崩溃。',
  },
  cause: {
    en:
      'The plugin reads inputs[1].d[2] of a tensor with one dimension: behind nbDims there is ' +
      'nothing. The export is the deeper reason: factor holds the size as values [1, 1, OH, ' +
      'OW], and a V2 plugin can see shapes only.',
    zh:
      'plugin 读 inputs[1].d[2]，而这个 tensor 只有一维：超出 nbDims 就什么也没有了。' +
      '更深的原因在导出：factor 里装着大小，是数值 [1, 1, OH, OW]，' +
      '而 V2 的 plugin 只看得到形状。',
  },
  fix: {
    en:
      'Export factor as a tensor of the shape [1, 1, OH, OW]; in the plugin look at nbDims ' +
      'first, and answer with nbDims -1 where there is no shape. (An IPluginV3 can take values, ' +
      'as a shape input.)',
    zh:
      '把 factor 导出成形状为 [1, 1, OH, OW] 的 tensor；plugin 里先看 nbDims，' +
      '给不出形状就把 nbDims 答成 -1。（IPluginV3 可以通过 shape input 拿到数值。）',
  },
  never: {
    en: 'Check the number of inputs and nbDims of each before the first d[i].',
    zh: '写第一个 d[i] 之前，先查输入的个数和每个输入的 nbDims。',
  },
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
