/** The words of a format picture; names of the API stay as they are in both languages. */
import type { Language } from './figure';

export interface FormatWords {
  title: (dims: string, format: string) => string;
  facts: (elements: number, padding: number, bytes: number) => string;
  /** @param axes What is written in a cell. @param channel The axis that has the colours. */
  cell: (axes: string, channel: string) => string;
  padding: string;
  offset: (formula: string) => string;
  tooFew: (format: string) => string;
  more: (cells: number) => string;
  empty: string;
}

const WORDS: Record<Language, FormatWords> = {
  en: {
    title: (dims, format) => `${dims} as ${format} in memory`,
    facts: (elements, padding, bytes) =>
      `${elements} ${elements === 1 ? 'element' : 'elements'}${padding > 0 ? ` + ${padding} of padding` : ', no padding'} = ${bytes} bytes`,
    cell: (axes, channel) =>
      `in a cell: ${axes}; a colour for each ${channel}; at the left: the offset of the row in elements`,
    padding: 'dashed: padding, written as 0',
    offset: (formula) => `offset in elements = ${formula}`,
    tooFew: (format) => `Too few axes for ${format}: it lies as kLINEAR.`,
    more: (cells) => `… ${cells} more cells`,
    empty: 'no elements, no memory',
  },
  zh: {
    title: (dims, format) => `${dims} 以 ${format} 存放时的内存`,
    facts: (elements, padding, bytes) =>
      `${elements} 个元素${padding > 0 ? ` + ${padding} 个填充` : '，没有填充'} = ${bytes} 字节`,
    cell: (axes, channel) =>
      `格子里是 ${axes}；一种颜色对应一个 ${channel}；左边是该行第一格的偏移（以元素计）`,
    padding: '虚线格：填充，写入 0',
    offset: (formula) => `偏移（以元素计）= ${formula}`,
    tooFew: (format) => `维数不够，${format} 不适用：按 kLINEAR 存放。`,
    more: (cells) => `…… 另有 ${cells} 格`,
    empty: '没有元素，不占内存',
  },
};

export function formatWords(language: Language): FormatWords {
  return WORDS[language];
}
