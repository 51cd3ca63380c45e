import type { Language } from './figure';

export interface MemoryWords {
  title: (profile: number) => string;
  offset: string;
  needs: (bytes: string) => string;
  withoutReuse: (bytes: string) => string;
  /** What reuse saves, in percent. */
  saved: (percent: number) => string;
  tensor: string;
  workspace: string;
  /** From which layer to which a region is in use. */
  lives: (first: string, last: string) => string;
  empty: string;
}

const en: MemoryWords = {
  title: (profile) => `Memory of a context, profile ${profile}`,
  offset: 'offset',
  needs: (bytes) => `a context needs ${bytes}`,
  withoutReuse: (bytes) => `every region in memory of its own: ${bytes}`,
  saved: (percent) => `${percent} % saved by reuse`,
  tensor: 'tensor between layers',
  workspace: "a plugin's workspace",
  lives: (first, last) =>
    first === last ? `in use at ${first}` : `in use from ${first} to ${last}`,
  empty:
    'A context needs no memory of its own: no tensor lies between layers and no plugin asked for workspace.',
};

const zh: MemoryWords = {
  title: (profile) => `execution context 的内存，profile ${profile}`,
  offset: '偏移',
  needs: (bytes) => `一个 context 需要 ${bytes}`,
  withoutReuse: (bytes) => `每个区域各占一块内存时：${bytes}`,
  saved: (percent) => `复用节省 ${percent} %`,
  tensor: 'layer 之间的 tensor',
  workspace: 'plugin 的 workspace',
  lives: (first, last) => (first === last ? `仅 ${first} 使用` : `从 ${first} 用到 ${last}`),
  empty: '这个 context 不需要自己的内存：layer 之间没有 tensor，也没有 plugin 要求 workspace。',
};

export function memoryWords(language: Language): MemoryWords {
  return { en, zh }[language];
}
