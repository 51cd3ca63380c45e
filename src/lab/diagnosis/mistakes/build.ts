import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'no-implementation': {
    bug: '19-no-implementation',
    title: { en: 'enqueue() reports failure while it is timed', zh: '计时时 enqueue() 报告失败' },
    why: {
      en: '0 is success, anything else failure: a tactic that fails is skipped, and when all are, there is no implementation.',
      zh: '0 表示成功，其余都是失败：失败的 tactic 会被跳过，全部失败就没有可用实现。',
    },
    try: [
      {
        en: 'Return 0 for success; return the cudaError_t itself where there is one.',
        zh: '成功返回 0；有 cudaError_t 就直接返回它。',
      },
      {
        en: 'Run enqueue() on the smallest and largest shape of the profile alone.',
        zh: '单独在 profile 的最小和最大形状上运行 enqueue()。',
      },
    ],
  },
  hang: {
    bug: '23-hang-in-build',
    title: { en: 'A call does not end', zh: '调用没有结束' },
    why: {
      en: 'The call below was still running when the time was up. While an engine is built extents can be -1 (desc.dims of configurePlugin): a loop that counts up to one does not end.',
      zh: '超时时下面的调用仍在运行。构建引擎时尺寸可能是 -1（configurePlugin 的 desc.dims）：以它为上限的循环不会结束。',
    },
    try: [
      {
        en: 'Look at the line below; let the loop end for any number, and read min, opt or max.',
        zh: '看下面的行；让循环对任何数都能结束，改读 min、opt 或 max。',
      },
      {
        en: 'Where it waits for a lock or a thread: let go of the lock before calling anything.',
        zh: '若在等锁或线程：调用其他函数之前先释放锁。',
      },
    ],
  },
  'build-refused': {
    title: { en: 'The build fails', zh: '构建失败' },
    why: {
      en: 'The builder refused what a method of the plugin answered, or the network.',
      zh: '构建器拒绝了 plugin 某个方法的回答，或拒绝了网络。',
    },
    try: [
      {
        en: 'The message names the layer and the method; compare with the call below.',
        zh: '消息中有层名和方法名；与下面的调用对照。',
      },
    ],
  },
  signature: {
    bug: '17-workspace-is-null',
    title: { en: 'A method overrides nothing', zh: '方法没有覆盖基类' },
    why: {
      en: 'It has the name of a method of the API and other parameters, or lacks or has a const too many: TensorRT calls the base class’s.',
      zh: '它与 API 方法同名，但参数或 const 不同：TensorRT 调用的是基类的方法。',
    },
    try: [
      {
        en: 'Write override behind every method of the API: the compiler refuses what overrides nothing.',
        zh: '给每个 API 方法写上 override：编译器会拒绝没有覆盖的方法。',
      },
    ],
  },
  'crash-in-build': {
    title: { en: 'The process dies in the build', zh: '构建时进程崩溃' },
    why: {
      en: 'The builder calls the plugin with the types and shapes of the network; the method below did not survive them.',
      zh: '构建器用网络的类型和形状调用 plugin，下面的方法没有撑住。',
    },
    try: [
      {
        en: 'Look at the line below and the arguments of the call.',
        zh: '看下面的行和调用的参数。',
      },
    ],
  },
};
