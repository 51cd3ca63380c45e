import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'no-supported-format': {
    bug: '03-no-supported-format',
    title: { en: 'No supported format', zh: '没有支持的格式' },
    why: {
      en: 'The builder offers the types that the network has, and with kFP16 or kINT8 further ones; supportsFormatCombination() said no to all.',
      zh: '构建器只提供网络中的类型（加 kFP16、kINT8 时还有更多），而 supportsFormatCombination() 全部拒绝。',
    },
    try: [
      {
        en: 'Accept kFLOAT in kLINEAR always; compare inOut[pos].desc.type with what the network has.',
        zh: '始终接受 kFLOAT + kLINEAR；核对 inOut[pos].desc.type 与网络实际的类型。',
      },
      {
        en: 'Look only at inOut[0..pos]: what lies behind pos is not set yet.',
        zh: '只看 inOut[0..pos]：pos 之后尚未填写。',
      },
      {
        en: 'Or build with the flag of the type that it accepts (--fp16).',
        zh: '或者用它接受的类型的标志构建（--fp16）。',
      },
    ],
  },
  'quantized-too-late': {
    bug: '04-quantized-too-late',
    title: { en: 'Q -> DQ -> plugin in place of Q -> plugin -> DQ', zh: 'plugin 放在 DQ 之后' },
    why: {
      en: 'The plugin computes in INT8, and behind DQ tensors are floating-point again: INT8 is never offered to it.',
      zh: 'plugin 用 INT8 计算，而 DQ 之后 tensor 又是浮点的，INT8 从不会提供给它。',
    },
    try: [
      {
        en: 'Put the plugin between Q and DQ, both with scales.',
        zh: '把 plugin 放在 Q 与 DQ 之间，二者都带缩放系数。',
      },
      { en: 'Or accept kFLOAT as well.', zh: '或者也接受 kFLOAT。' },
    ],
  },
  'crash-in-formats': {
    title: { en: 'supportsFormatCombination() dies', zh: 'supportsFormatCombination() 崩溃' },
    why: {
      en: 'It is asked for pos = 0 … nbInputs + nbOutputs - 1 and may read inOut[0..pos] only.',
      zh: '它会被询问 pos = 0 … nbInputs + nbOutputs - 1，只能读 inOut[0..pos]。',
    },
    try: [
      {
        en: 'Do not read behind pos, and no table by pos that is shorter than the number of tensors.',
        zh: '不要读 pos 之后的内容，也不要用比 tensor 数还短的表。',
      },
    ],
  },
};
