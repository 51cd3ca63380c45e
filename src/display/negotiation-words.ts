/** The words of a negotiation matrix; names of the API stay as they are in both languages. */
import type { Language } from './figure';
import { questionCount, type Negotiation } from './negotiation';

export interface NegotiationWords {
  title: string;
  object: (name: Negotiation, accepted: number) => string;
  input: string;
  output: string;
  others: (count: number) => string;
  asked: (times: number) => string;
  /** Behind the headline, where every question was asked as often. */
  eachAsked: (times: number) => string;
  yes: string;
  no: string;
  both: string;
  noAnswer: string;
  accepted: string;
  chosen: string;
  notKnown: string;
  howToRead: string;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const WORDS: Record<Language, NegotiationWords> = {
  en: {
    title: 'supportsFormatCombination: what was asked and answered',
    object: ({ object, className, calls, questions }, accepted) =>
      `${object}, ${className}: ${counted(calls, 'call')}, ${counted(questionCount(questions), 'different question')}, ${counted(accepted, 'combination')} accepted`,
    input: 'input',
    output: 'output',
    others: (count) => `${counted(count, 'offer')}, all refused`,
    asked: (times) => `asked ${counted(times, 'time')}`,
    eachAsked: (times) => ` (each asked ${counted(times, 'time')})`,
    yes: 'yes',
    no: 'no',
    both: 'yes and no: the answer changed',
    noAnswer: 'did not return',
    accepted: 'accepted',
    chosen: 'chosen',
    notKnown: 'Which one was chosen, these records do not say.',
    howToRead: 'A position is asked only when every position before it was answered yes.',
  },
  zh: {
    title: 'supportsFormatCombination：问了什么，答了什么',
    object: ({ object, className, calls, questions }, accepted) =>
      `${object}，${className}：调用 ${calls} 次，不同的问题 ${questionCount(questions)} 个，接受的组合 ${accepted} 个`,
    input: '输入',
    output: '输出',
    others: (count) => `${count} 种，全部拒绝`,
    asked: (times) => `问了 ${times} 次`,
    eachAsked: (times) => `（每个都问了 ${times} 次）`,
    yes: '是',
    no: '否',
    both: '先后回答不一致',
    noAnswer: '没有返回',
    accepted: '接受',
    chosen: '选中',
    notKnown: '这些记录里看不出最后选了哪一个。',
    howToRead: '前面各位置都答“是”，才会问下一个位置。',
  },
};

export function negotiationWords(language: Language): NegotiationWords {
  return WORDS[language];
}
