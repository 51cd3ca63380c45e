import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 16,
  name: '16-stale-engine',
  title: {
    en: 'The serialised layout changed, the engine is stale',
    zh: '序列化的布局变了，engine 过期了',
  },
  symptom: {
    en:
      'An engine that ran yesterday aborts in deserializePlugin() after the library was ' +
      'updated.',
    zh: '昨天还能跑的 engine，库一更新，就在 deserializePlugin() 里 abort。',
  },
  message: {
    text: printed('Assertion d == a + length failed'),
    from: { en: 'wang-xinyu/tensorrtx issue 1315', zh: '见 wang-xinyu/tensorrtx issue 1315' },
  },
  shown: {
    en:
      'The engine is built with version 1 of the library in a process of its own; this one ' +
      'deserialises it with the new library: SIGABRT in deserializePlugin(), the assertion on ' +
      'standard error.',
    zh:
      'engine 在另一个进程里用版本 1 的库构建，这个进程用新库反序列化它：' +
      'deserializePlugin() 里 SIGABRT，断言写在标准错误输出上。',
  },
  cause: {
    en:
      'The new library reads eight bytes where the old one wrote four. The length tells, and ' +
      'nobody asks it before reading.',
    zh: '旧库写的是四个字节，新库要读八个。看长度就知道，可是谁也没在读之前看一眼。',
  },
  fix: {
    en:
      'Read what the length allows, give older layouts their default, refuse the rest with ' +
      'nullptr; or register the new layout as a new plugin version.',
    zh:
      '长度够读多少就读多少，旧布局里没有的用默认值，其余的返回 nullptr 拒绝；' +
      '或者把新布局注册成 plugin 的新版本。',
  },
  never: {
    en:
      'Change the version of the plugin whenever what it writes changes; with IPluginV3 add a ' +
      'field, which has a name.',
    zh: '写出的内容一变，plugin 的版本就跟着变；用 IPluginV3 则加一个字段，字段是有名字的。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  others: ['version1'],
  line: 'assert(d == a + length)',
  expected: {
    broken: {
      outcome: 'died',
      signal: 'SIGABRT',
      cause: 'assertion',
      stderr: /Assertion .*d == a \+ length.* failed/,
      during: 'deserializePlugin',
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: async (workbook, { library, host, others }, require) => {
    // The engine is of last year.
    const built = await workbook.runInChild(
      async (_workbook, files: { library: string; host: string }, load) => {
        const steps = load(files.host) as typeof import('./host');
        steps.load(files.library);
        return [...(await steps.buildScale({ version: '1' }))];
      },
      { library: others['version1'] ?? '', host },
    );
    const steps = require(host) as typeof import('./host');
    steps.load(library);
    const engine = Uint8Array.from(built.result ?? []);
    const runtime = workbook.createRuntime();
    return steps.floats(await steps.runEngine(runtime.deserializeCudaEngine(engine)));
  },
};
