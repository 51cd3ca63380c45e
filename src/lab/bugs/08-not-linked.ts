import type { Bug } from './bug';

export const bug: Bug = {
  number: 8,
  name: '08-not-linked',
  title: 'Not linked to libnvinfer',
  symptom: 'ctypes.CDLL, dlopen or a program of your own cannot open the library; trtexec can.',
  message: {
    text: 'undefined symbol: getPluginRegistry',
    from: 'the dynamic linker, wang-xinyu/tensorrtx issue 492',
  },
  shown:
    'A fresh Python opens the library: the dynamic linker refuses. In a process that holds ' +
    'libnvinfer already (trtexec, and this host) the symbol is there, and the mistake does ' +
    'not show.',
  cause:
    'The link command names no -lnvinfer, so the library does not say what it needs (readelf ' +
    '-d: no NEEDED libnvinfer.so.10).',
  fix: 'Link libnvinfer; -Wl,-z,defs makes the linker refuse a library that leaves symbols open.',
  never: 'Link every shared library with -Wl,-z,defs, as `workbook build` does.',
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
