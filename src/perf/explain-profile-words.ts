import type { Language } from '../display/figure';

/** Texts about a layer profile, with places for facts: `{name}`. */
interface ProfileWords {
  slowest: string;
  concentration: string;
  manyReformats: string;
  fewReformats: string;
  sum: string;
}

export const PROFILE_WORDS: Readonly<Record<Language, ProfileWords>> = {
  en: {
    slowest: 'Layer "{name}" takes the most: {share} of all, {median} ms in the median.',
    concentration:
      '{needed} of {layers} layers make up 80 % of the time: all the others together hold a fifth at most.',
    manyReformats:
      'Copies between types or formats take {reformat}: let the plugin accept what its neighbours produce (supportsFormatCombination), and they go away.',
    fewReformats: 'Copies between types or formats take {reformat}, little beside the rest.',
    sum: 'Together they take {sum} ms in the median[compute? , where an enqueue without a profiler takes {compute} ms]: a profiler waits after every layer[alone? , and native layers then run one by one, each with copies of its own, instead of as one session].',
  },
  zh: {
    slowest: '最耗时的层是 "{name}"：占全部时间的 {share}，中位数 {median} ms。',
    concentration:
      '{layers} 层中有 {needed} 层占去 80 % 的时间：优化其余的层最多只能省下五分之一。',
    manyReformats:
      '类型或 format 之间的拷贝占 {reformat}：让 plugin 接受相邻层产生的 format（supportsFormatCombination），这些拷贝就会消失。',
    fewReformats: '类型或 format 之间的拷贝占 {reformat}，与其余部分相比很少。',
    sum: '各 layer 之和的中位数为 {sum} ms[compute? ，而不带 profiler 的一次 enqueue 为 {compute} ms]：profiler 在每个 layer 之后都要等待[alone? ，而且原生 layer 此时逐个单独运行、各自拷贝，不再合为一个会话]。',
  },
};
