/** The words of a profile picture; names of the API stay as they are in both languages. */
import type { Language } from './figure';

export interface ProfileWords {
  title: string;
  profile: (index: number) => string;
  fixed: string;
  /** A remark behind a number. */
  aside: (remark: string) => string;
  notSet: string;
  outOfOrder: string;
  legend: string;
  /** Behind the legend, where a shape is given. */
  legendActual: string;
  takes: (profile: number) => string;
  refuses: (profile: number, names: string) => string;
  inside: string;
  outside: string;
  empty: string;
}

const WORDS: Record<Language, ProfileWords> = {
  en: {
    title: 'Optimization profiles: the ranges of the inputs',
    profile: (index) => `profile ${index}`,
    fixed: 'fixed',
    aside: (remark) => ` (${remark})`,
    notSet: 'not set',
    outOfOrder: 'out of order',
    legend: 'bar: min to max, on a logarithmic scale; dot: opt',
    legendActual: '; diamond: the actual extent',
    takes: (profile) => `profile ${profile}: the shape is within`,
    refuses: (profile, names) => `profile ${profile}: outside at ${names}`,
    inside: 'within',
    outside: 'outside',
    empty: 'No input has a range.',
  },
  zh: {
    title: 'optimization profile：各输入的范围',
    profile: (index) => `profile ${index}`,
    fixed: '固定',
    aside: (remark) => `（${remark}）`,
    notSet: '未设置',
    outOfOrder: '顺序不对',
    legend: '横条：min 到 max（对数刻度）；圆点：opt',
    legendActual: '；菱形：实际大小',
    takes: (profile) => `profile ${profile}：形状在范围内`,
    refuses: (profile, names) => `profile ${profile}：${names} 超出范围`,
    inside: '在范围内',
    outside: '超出范围',
    empty: '没有输入设置了范围。',
  },
};

export function profileWords(language: Language): ProfileWords {
  return WORDS[language];
}
