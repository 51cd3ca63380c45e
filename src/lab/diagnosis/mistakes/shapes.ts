import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'past-nbdims': {
    bug: '21-factor-of-one-dimension',
    title: { en: 'The plugin reads d[i] behind nbDims', zh: 'plugin 读取了 nbDims 之外的 d[i]' },
    why: {
      en: 'A tensor has fewer dimensions than the plugin expects: behind nbDims there is nothing, in a DimsExprs a null pointer. The wrong export is often the deeper reason.',
      zh: 'tensor 的维数少于 plugin 的预期：nbDims 之后没有内容，在 DimsExprs 里是空指针。更深的原因往往是模型导出有误。',
    },
    try: [
      {
        en: 'Check nbInputs and nbDims of each input before the first d[i]; answer with an error (V3) or nbDims -1 (V2).',
        zh: '在第一次读 d[i] 之前检查 nbInputs 和每个输入的 nbDims；V3 返回错误，V2 返回 nbDims -1。',
      },
      {
        en: 'Look at the model: export the input with the rank that the plugin expects.',
        zh: '检查模型：按 plugin 预期的维数导出该输入。',
      },
    ],
  },
  'shapes-refused': {
    title: {
      en: 'The plugin cannot tell its output shapes or types',
      zh: 'plugin 给不出输出的形状或类型',
    },
    why: {
      en: 'getOutputShapes(), getOutputDimensions() or the data types answered with an error or with something that is no shape.',
      zh: 'getOutputShapes()、getOutputDimensions() 或数据类型函数返回了错误，或返回的不是形状。',
    },
    try: [
      {
        en: 'Look at the call below: its inputs are what the network really has.',
        zh: '看下面的调用：其输入就是网络的实际情况。',
      },
      {
        en: 'Build outputs from the input’s expressions and from exprBuilder only.',
        zh: '输出只由输入的表达式和 exprBuilder 构成。',
      },
    ],
  },
  'crash-in-shapes': {
    title: { en: 'The shape function dies', zh: '形状函数崩溃' },
    why: {
      en: 'It follows a pointer that is none for these inputs.',
      zh: '对这些输入，它访问了无效的指针。',
    },
    try: [
      {
        en: 'Check nbInputs, nbDims and every pointer before use; the line is below.',
        zh: '使用前检查 nbInputs、nbDims 和每个指针；出错行见下。',
      },
    ],
  },
};
