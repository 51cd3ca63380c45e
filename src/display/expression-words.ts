/** The words of an expression tree; names of the API stay as they are in both languages. */
import type { Language } from './figure';

export interface ExpressionWords {
  title: (name: string) => string;
  constant: string;
  unknown: string;
  sizeTensor: string;
  byZero: string;
  scalar: string;
}

const WORDS: Record<Language, ExpressionWords> = {
  en: {
    title: (name) => `Dims of ${name} as expressions`,
    constant: 'constant',
    unknown:
      '? stands for an expression that the record does not keep; expressionTree(tensor) knows it',
    sizeTensor:
      'The plugin computes the size itself, in enqueue; opt and upper are what it promised before.',
    byZero: 'divides by 0',
    scalar: 'no dimensions: a scalar',
  },
  zh: {
    title: (name) => `${name} 的维度（表达式）`,
    constant: '常量',
    unknown: '? 处是表达式，调用记录里没有保存它的内容；用 expressionTree(tensor) 可以看到',
    sizeTensor: '大小由 plugin 在 enqueue 里算出；opt 和 upper 是它事先的承诺。',
    byZero: '除以 0',
    scalar: '没有维度：标量',
  },
};

export function expressionWords(language: Language): ExpressionWords {
  return WORDS[language];
}
