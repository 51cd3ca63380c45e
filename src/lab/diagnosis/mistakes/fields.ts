import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'field-names-as-fields': {
    bug: '13-field-names-as-fields',
    title: {
      en: 'createPlugin() reads a field without data',
      zh: 'createPlugin() 读取了没有数据的字段',
    },
    why: {
      en: 'getFieldNames() declares names and types, every data pointer in it is null; so is that of a field that was never filled.',
      zh: 'getFieldNames() 只声明名称和类型，其中 data 指针都是空的；没有填写的字段也是如此。',
    },
    try: [
      {
        en: 'In the caller: pass fields of your own, filled with data, in place of getFieldNames().',
        zh: '调用方：传自己填好数据的字段，不要传 getFieldNames()。',
      },
      {
        en: 'In createPlugin(): check name, type, length and data of each field before its first byte is read; return nullptr if it does not fit.',
        zh: 'createPlugin() 中：读之前先检查每个字段的名称、类型、长度和 data；不合适就返回 nullptr。',
      },
    ],
  },
  'empty-field-list': {
    bug: '14-empty-field-list',
    title: { en: 'The creator names no fields', zh: '创建器没有列出字段' },
    why: {
      en: 'The ONNX parser hands over only attributes that getFieldNames() lists; the rest never arrives, and the plugin runs with its defaults.',
      zh: 'ONNX 解析器只传递 getFieldNames() 列出的属性，其余不会到达，plugin 只能用默认值。',
    },
    try: [
      {
        en: 'List every attribute with its type in the creator’s constructor.',
        zh: '在创建器的构造函数里列出每个属性及类型。',
      },
      {
        en: 'Refuse in createPlugin() when a required field is missing, so that it cannot go unseen.',
        zh: '缺少必需字段时让 createPlugin() 拒绝，避免被忽略。',
      },
    ],
  },
  'old-base-class': {
    bug: '05-old-base-class',
    title: { en: 'An old base class', zh: '过时的基类' },
    why: {
      en: 'IPluginV2, V2Ext and V2IOExt get extents as numbers while the network is defined; an extent that is known at run time only (-1) is none.',
      zh: 'IPluginV2、V2Ext、V2IOExt 在定义网络时就要具体尺寸；运行时才知道的尺寸（-1）无法给出。',
    },
    try: [
      {
        en: 'Derive from IPluginV3, or from IPluginV2DynamicExt where 8.x must be served.',
        zh: '改为继承 IPluginV3；若要支持 8.x，则继承 IPluginV2DynamicExt。',
      },
    ],
  },
  'no-plugin': {
    title: { en: 'createPlugin() returns no plugin', zh: 'createPlugin() 没有返回 plugin' },
    why: {
      en: 'nullptr from a creator means that it refuses the fields; TensorRT stops there.',
      zh: '创建器返回 nullptr 表示拒绝这些字段，TensorRT 到此为止。',
    },
    try: [
      {
        en: 'Compare names, types and lengths of the fields with what createPlugin() reads.',
        zh: '核对字段的名称、类型、长度与 createPlugin() 所读的是否一致。',
      },
      {
        en: 'Let it log what it refuses. Where it needs special values, give them: --scenario FILE or --onnx MODEL.',
        zh: '让它记录拒绝的原因。若需要特殊的值，用 --scenario 或 --onnx 给出。',
      },
    ],
  },
  'crash-in-create': {
    title: { en: 'createPlugin() dies', zh: 'createPlugin() 崩溃' },
    why: {
      en: 'Fields can be missing, in another order, of another type or without data; a creator that does not look dies.',
      zh: '字段可能缺失、顺序不同、类型不同或没有数据；不检查的创建器会崩溃。',
    },
    try: [
      {
        en: 'Find fields by name and check type, length and data before reading.',
        zh: '按名称查找字段，读之前检查类型、长度和 data。',
      },
      {
        en: 'Catch every exception in createPlugin() and return nullptr.',
        zh: '在 createPlugin() 中捕获所有异常并返回 nullptr。',
      },
    ],
  },
};
