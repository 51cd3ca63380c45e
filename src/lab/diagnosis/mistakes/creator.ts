import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'plugin-not-found': {
    bug: '01-plugin-not-found',
    title: { en: 'The plugin is not found', zh: '找不到 plugin' },
    why: {
      en: 'A registry finds a creator by name, version and namespace, letter by letter; the library that has it may also not be loaded.',
      zh: '注册表按名称、版本、命名空间逐字查找创建器；也可能没有加载它所在的库。',
    },
    try: [
      {
        en: 'Compare with the registered ones below: give the creator the name, version and namespace that the network asks for (plugin_version and plugin_namespace of an ONNX node).',
        zh: '与下面已注册的比较：让创建器的名称、版本、命名空间与网络所要求的一致（ONNX 节点的 plugin_version、plugin_namespace）。',
      },
      {
        en: 'Load the plugin library before the network is made or parsed.',
        zh: '在构造或解析网络之前加载 plugin 库。',
      },
    ],
  },
  'no-creator': {
    bug: '06-no-get-creators',
    title: { en: 'The library registers no creator', zh: '库没有注册任何创建器' },
    why: {
      en: 'A plugin is made by its creator; the library loaded, and the registry has none more than before.',
      zh: 'plugin 由创建器生成；库加载了，但注册表里没有新增创建器。',
    },
    try: [
      {
        en: 'Register by REGISTER_TENSORRT_PLUGIN(YourCreator) or return it from getCreators().',
        zh: '用 REGISTER_TENSORRT_PLUGIN(你的创建器) 注册，或由 getCreators() 返回。',
      },
      {
        en: 'In a static library link with --whole-archive: the linker drops objects that nobody names.',
        zh: '静态库要用 --whole-archive 链接，否则链接器会丢掉没人引用的目标文件。',
      },
    ],
  },
  'names-differ': {
    bug: '01-plugin-not-found',
    title: { en: 'Plugin and creator have different names', zh: 'plugin 与创建器的名称不同' },
    why: {
      en: 'The engine keeps the name, version and namespace that the plugin says, and asks the registry for a creator of these.',
      zh: '引擎保存 plugin 自报的名称、版本、命名空间，再据此向注册表查找创建器。',
    },
    try: [
      {
        en: 'Return the same constants from getPluginName()/getPluginType(), getPluginVersion() and getPluginNamespace() of both.',
        zh: '让两者的 getPluginName()/getPluginType()、getPluginVersion()、getPluginNamespace() 返回同样的常量。',
      },
    ],
  },
  'crash-in-creator': {
    title: {
      en: 'The process dies while a creator is asked its name',
      zh: '询问创建器名称时进程崩溃',
    },
    why: {
      en: 'The registry keeps the address of the creator; it must live as long as the library.',
      zh: '注册表保存创建器的地址，它必须与库同样长寿。',
    },
    try: [{ en: 'Make the creator a static object.', zh: '把创建器做成静态对象。' }],
  },
};
