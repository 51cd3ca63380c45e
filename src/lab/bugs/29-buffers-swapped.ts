import type { Bug } from './bug';

export const bug: Bug = {
  number: 29,
  name: '29-buffers-swapped',
  title: { en: 'Two buffers swapped', zh: '两个 buffer 接反了' },
  symptom: {
    en: 'The engine runs, and the picture is black, or is something else.',
    zh: 'engine 能跑，图却是黑的，或者是别的什么东西。',
  },
  message: {
    text: { en: 'no message', zh: '没有报错' },
    from: {
      en: 'the second reason in the source’s log for its segmentation fault: inputs set wrong',
      zh: '笔记里段错误的第二个原因：input 设置错误',
    },
  },
  shown: {
    en:
      'The result is all 0 where it ought to be 0.5. Both buffers are large enough, so that no ' +
      'check can see it.',
    zh: '该是 0.5 的地方，结果全是 0。两个 buffer 都够大，什么检查也看不出来。',
  },
  cause: {
    en:
      'setTensorAddress binds by name, and the two names got each other’s memory. Addresses by ' +
      'position, as executeV2 takes them, make it easier still.',
    zh:
      'setTensorAddress 按名字绑定，两个名字拿到了对方的内存。' +
      '像 executeV2 那样按位置给地址，就更容易犯。',
  },
  fix: { en: 'Bind each name to its own buffer.', zh: '每个名字绑定自己的 buffer。' },
  never: {
    en: 'Keep buffers in a map by tensor name, filled in one loop over the tensors of the engine.',
    zh: 'buffer 放在以 tensor 名为键的 map 里，用一个遍历 engine 的 tensor 的循环来填。',
  },
  sides: { kind: 'host' },
  expected: {
    broken: { outcome: 'returned', result: [0, 0] },
    cured: { outcome: 'returned', result: [0.5, 0.5] },
  },
  reproduce: async (workbook, { library, host, program }, require) => {
    const steps = require(host) as typeof import('./host');
    const resize = require(program) as import('./host-program').Resize;
    return resize(workbook, await steps.prepareResize(library));
  },
};
