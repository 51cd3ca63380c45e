import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'not-loaded-at-run-time': {
    bug: '02-not-loaded-at-run-time',
    title: { en: 'The library is not loaded at run time', zh: '运行时没有加载 plugin 库' },
    why: {
      en: 'An engine file holds name, version, namespace and parameters of a plugin, not its code: the process that deserialises needs the library.',
      zh: '引擎文件只保存 plugin 的名称、版本、命名空间和参数，不含代码：反序列化的进程也要加载库。',
    },
    try: [
      {
        en: 'Load the plugin library before deserializeCudaEngine().',
        zh: '在 deserializeCudaEngine() 之前加载 plugin 库。',
      },
      {
        en: 'Or put it into the engine: config.setPluginsToSerialize().',
        zh: '或把它放进引擎：config.setPluginsToSerialize()。',
      },
    ],
  },
  'namespace-of-the-clone': {
    bug: '11-namespace-of-the-clone',
    title: {
      en: 'A clone answers with another namespace, name or version',
      zh: '克隆给出了不同的命名空间、名称或版本',
    },
    why: {
      en: 'TensorRT asks a clone for what goes into the engine; clone() did not copy it, or set it from the wrong member.',
      zh: '写进引擎的内容由克隆回答；clone() 没有复制它，或取自错误的成员。',
    },
    try: [
      {
        en: 'clone(): return new Plugin(*this), and let the copy constructor copy every member.',
        zh: 'clone() 写成 return new Plugin(*this)，由复制构造函数复制全部成员。',
      },
      {
        en: 'Keep the namespace in a std::string, not in a pointer of the caller’s.',
        zh: '命名空间存入 std::string，不要存调用方的指针。',
      },
    ],
  },
  'null-string': {
    bug: '12-null-string',
    title: { en: 'A null string from the plugin', zh: 'plugin 返回了空字符串指针' },
    why: {
      en: 'TensorRT makes a std::string of what the method returns; a null pointer ends in an exception or a crash.',
      zh: 'TensorRT 会用返回值构造 std::string；空指针会导致异常或崩溃。',
    },
    try: [
      {
        en: 'Initialise it with "" and keep names in a std::string or a literal.',
        zh: '初始化为 ""，名称存入 std::string 或字面量。',
      },
    ],
  },
  'field-of-freed-memory': {
    bug: '15-field-of-freed-memory',
    title: {
      en: 'A serialised field points to memory that is gone',
      zh: '序列化字段指向失效的内存',
    },
    why: {
      en: 'A PluginField holds a pointer, not the data, and is read after getFieldsToSerialize() has returned: local variables and vectors are gone then.',
      zh: 'PluginField 只保存指针，且在 getFieldsToSerialize() 返回之后才读：那时局部变量和 vector 已经没了。',
    },
    try: [
      {
        en: 'Keep values, PluginFields and the collection in members of the plugin.',
        zh: '把值、PluginField 和集合都放在 plugin 的成员里。',
      },
    ],
  },
  'bool-as-int32': {
    bug: '24-bool-serialised-as-int32',
    title: { en: 'A bool (or byte) serialised as kINT32', zh: '把 bool（字节）序列化为 kINT32' },
    why: {
      en: 'A field of kINT32 × 1 is four bytes; a bool is one, and three bytes of whatever lies behind it go along.',
      zh: 'kINT32 × 1 的字段是四字节；bool 只有一字节，后面三个字节的内容也被带走。',
    },
    try: [
      {
        en: 'Serialise an int32_t member, or label the bool kINT8 with length 1.',
        zh: '序列化一个 int32_t 成员，或把 bool 标为 kINT8、长度 1。',
      },
    ],
  },
  'field-changed': {
    title: { en: 'A field does not survive serialisation', zh: '字段没有通过序列化' },
    why: {
      en: 'The plugin that is made from the engine has other parameters than the one in the network.',
      zh: '由引擎生成的 plugin，其参数与网络里的不同。',
    },
    try: [
      {
        en: 'Compare the two calls below: name, type, length and order of what is written and read.',
        zh: '比较下面两次调用：写入和读取的名称、类型、长度、顺序。',
      },
    ],
  },
  'clone-loses-state': {
    title: { en: 'clone() loses state', zh: 'clone() 丢失状态' },
    why: {
      en: 'The network keeps a clone, and the engine is written from one: what clone() does not copy is lost.',
      zh: '网络保存的是克隆，引擎也由克隆写出：clone() 没有复制的就丢了。',
    },
    try: [
      { en: 'clone(): return new Plugin(*this).', zh: 'clone() 写成 return new Plugin(*this)。' },
    ],
  },
  'stale-engine': {
    bug: '16-stale-engine',
    title: { en: 'What is read is not what was written', zh: '读取的与写入的不一致' },
    why: {
      en: 'The bytes or fields in the engine have another layout than the library reads: it was changed since, or serialize() and deserializePlugin() disagree.',
      zh: '引擎里的字节或字段与库所读的布局不同：库已改动，或 serialize() 与 deserializePlugin() 不一致。',
    },
    try: [
      { en: 'Build the engine again with this library.', zh: '用这个库重新构建引擎。' },
      {
        en: 'Check the length before reading, return nullptr if it does not fit, and give a changed layout a new plugin version.',
        zh: '读之前检查长度，不符就返回 nullptr；布局改变时给 plugin 新的版本号。',
      },
    ],
  },
  'serialises-too-much': {
    title: {
      en: 'serialize() writes more than getSerializationSize() says',
      zh: 'serialize() 写得比 getSerializationSize() 多',
    },
    why: {
      en: 'TensorRT gives exactly that many bytes; the rest lands in memory of others.',
      zh: 'TensorRT 只给这么多字节，其余写进了别人的内存。',
    },
    try: [{ en: 'Add up the same members in both methods.', zh: '两个方法要计算同样的成员。' }],
  },
  'engine-unusable': {
    title: { en: 'The engine cannot be used', zh: '引擎无法使用' },
    why: {
      en: 'The engine file is damaged, cut off, or was made by another version or kind of TensorRT.',
      zh: '引擎文件损坏、被截断，或由别的版本/类型的 TensorRT 生成。',
    },
    try: [
      { en: 'Build it again on this machine with this version.', zh: '在本机用此版本重新构建。' },
    ],
  },
  'crash-in-serialisation': {
    title: {
      en: 'The process dies while it serialises or deserialises',
      zh: '序列化或反序列化时进程崩溃',
    },
    why: {
      en: 'The method below did not survive; reading behind the given length is the usual reason.',
      zh: '下面的方法崩溃；常见原因是读出了给定长度之外。',
    },
    try: [
      {
        en: 'Check length before each read; the line is below.',
        zh: '每次读取前检查长度；行号见下。',
      },
    ],
  },
};
