import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 28,
  name: '28-throw-in-noexcept',
  title: { en: 'An exception leaves a noexcept method', zh: '异常逃出 noexcept 方法' },
  symptom: {
    en: 'The process ends in std::terminate, whatever the caller catches.',
    zh: '不管调用者 catch 什么，进程都在 std::terminate 里结束。',
  },
  message: {
    text: printed("terminate called after throwing an instance of 'std::out_of_range'"),
    from: {
      en: 'C++: every method of a plugin is noexcept since TensorRT 8.0',
      zh: 'C++：从 TensorRT 8.0 起，plugin 的方法全是 noexcept',
    },
  },
  shown: {
    en:
      'SIGABRT; the exception and its text on standard error, the method in the trace as the ' +
      'call that did not return.',
    zh: 'SIGABRT；标准错误输出上有异常和它的文字，调用记录里没有返回的就是那个方法。',
  },
  cause: {
    en:
      'std::map::at throws for a key that is not there, and nothing in the method catches it. ' +
      'std::vector::at, std::stoi, new and every function of yours that throws do the same.',
    zh:
      '键不存在，std::map::at 就抛异常，而方法里没有人接。std::vector::at、std::stoi、new，' +
      '还有你自己会抛异常的函数，都一样。',
  },
  fix: {
    en: 'Catch inside the method; answer with a default, or log and return non-zero.',
    zh: '在方法里面接住；用默认值回答，或者记日志并返回非零。',
  },
  never: {
    en: 'Put the body of every method that calls anything into one try block at the border.',
    zh: '凡是还要调用别人的方法，就在边界上用一个 try 把整个函数体包住。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  line: 'mVariants.at(',
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGABRT',
      cause: 'uncaughtException',
      stderr: /terminate called after throwing an instance of 'std::out_of_range'/,
      during: 'onShapeChange',
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
