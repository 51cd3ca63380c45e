import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 8,
  name: '08-not-linked',
  title: { en: 'Not linked to libnvinfer', zh: '没有链接 libnvinfer' },
  symptom: {
    en: 'ctypes.CDLL, dlopen or a program of your own cannot open the library; trtexec can.',
    zh: 'ctypes.CDLL、dlopen 或你自己的程序打不开这个库，trtexec 却可以。',
  },
  message: {
    text: printed('undefined symbol: getPluginRegistry'),
    from: {
      en: 'the dynamic linker, wang-xinyu/tensorrtx issue 492',
      zh: '动态链接器的话，wang-xinyu/tensorrtx issue 492',
    },
  },
  shown: {
    en:
      'A fresh Python opens the library: the dynamic linker refuses. In a process that holds ' +
      'libnvinfer already (trtexec, and this host) the symbol is there, and the mistake does ' +
      'not show.',
    zh:
      '让一个全新的 Python 打开库：动态链接器拒绝。' +
      '进程里要是已经有 libnvinfer（trtexec 和参考宿主都是），符号就在，错误也就不露面。',
  },
  cause: {
    en:
      'The link command names no -lnvinfer, so the library does not say what it needs (readelf ' +
      '-d: no NEEDED libnvinfer.so.10).',
    zh:
      '链接命令里没有 -lnvinfer，库就没说自己需要什么（readelf -d：' +
      '没有 NEEDED libnvinfer.so.10）。',
  },
  fix: {
    en: 'Link libnvinfer; -Wl,-z,defs makes the linker refuse a library that leaves symbols open.',
    zh: '链接 libnvinfer；加上 -Wl,-z,defs，库里还有符号没着落，链接器就会拒绝。',
  },
  never: {
    en: 'Link every shared library with -Wl,-z,defs, as `workbook build` does.',
    zh: '每个动态库都用 -Wl,-z,defs 链接，`workbook build` 就是这么做的。',
  },
  sides: { kind: 'recipe', inputs: ['plugin.cpp'] },
  expected: {
    broken: { outcome: 'threw', message: /undefined symbol: getPluginRegistry/ },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) => {
    const { execFileSync } = require('node:child_process') as typeof import('node:child_process');
    const open = 'import ctypes, sys; ctypes.CDLL(sys.argv[1])';
    execFileSync('python3', ['-c', open, library], { stdio: 'pipe' });
    return (require(host) as typeof import('./host')).runScale(library);
  },
};
