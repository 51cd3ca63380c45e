/** The words of a pointer picture; names of the API stay as they are in both languages. */
import type { Language } from './figure';

export interface PointerWords {
  title: string;
  host: string;
  device: string;
  argument: string;
  array: string;
  blocks: string;
  bytes: (count: number) => string;
  more: (count: number) => string;
  shared: string;
  noBytes: string;
  stride: string;
  unread: string;
}

const WORDS: Record<Language, PointerWords> = {
  en: {
    title: "enqueue's inputs and outputs: pointers to arrays of pointers",
    host: 'host memory',
    device: 'device memory',
    argument: 'the argument',
    array: 'the array it points to',
    blocks: 'the blocks the entries point to',
    bytes: (count) => `${count} bytes`,
    more: (count) => `… ${count} more`,
    shared: ' (the same memory)',
    noBytes: 'no elements',
    stride: 'From one entry to the next: sizeof(void*) = 8 bytes, whatever the entries point to.',
    unread:
      'Host code may read the arrays; what the entries point to, only kernels and cudaMemcpy may.',
  },
  zh: {
    title: 'enqueue 的 inputs 和 outputs：指向指针数组的指针',
    host: '主机内存',
    device: '显存',
    argument: '参数',
    array: '它指向的数组',
    blocks: '数组元素指向的内存块',
    bytes: (count) => `${count} 字节`,
    more: (count) => `…… 另有 ${count} 个`,
    shared: '（同一块内存）',
    noBytes: '没有元素',
    stride: '相邻两个元素相隔 sizeof(void*) = 8 字节，与它们指向什么无关。',
    unread: '数组本身，主机代码可以读；元素指向的内容，只有 kernel 和 cudaMemcpy 能读。',
  },
};

export function pointerWords(language: Language): PointerWords {
  return WORDS[language];
}
