import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'not-there': {
    title: { en: 'There is no such library', zh: '没有这个库文件' },
    why: {
      en: 'The path leads to no file that can be read.',
      zh: '路径所指的文件不存在或不可读。',
    },
    try: [
      {
        en: 'Check the path and the working directory; build the library first: workbook build SOURCE… -o LIBRARY.so.',
        zh: '检查路径和当前目录；先编译：workbook build SOURCE… -o LIBRARY.so。',
      },
    ],
  },
  'no-shared-library': {
    bug: '06-no-get-creators',
    title: { en: 'The file is not a shared library', zh: '文件不是共享库' },
    why: {
      en: 'dlopen() and loadLibrary() take a shared library of this machine (ELF 64-bit, x86-64); an archive (.a), an object file or a text is none.',
      zh: 'dlopen() 和 loadLibrary() 只接受本机的共享库（ELF 64 位，x86-64）；静态库（.a）、目标文件、文本都不行。',
    },
    try: [
      {
        en: 'Link with -shared, sources compiled with -fPIC; or build it with workbook build.',
        zh: '用 -shared 链接，源文件用 -fPIC 编译；或使用 workbook build。',
      },
      {
        en: 'Link a static library into a program with -Wl,--whole-archive instead of loading it.',
        zh: '静态库应以 -Wl,--whole-archive 链接进程序，而不是加载。',
      },
    ],
  },
  'no-get-creators': {
    bug: '06-no-get-creators',
    title: { en: 'The library exports no getCreators()', zh: '库没有导出 getCreators()' },
    why: {
      en: 'loadLibrary() (trtexec --dynamicPlugins) asks getCreators() or getPluginCreators() for creators and finds them by their C names; nothing else is looked for.',
      zh: 'loadLibrary()（trtexec --dynamicPlugins）只按 C 名称查找 getCreators() 或 getPluginCreators()。',
    },
    try: [
      {
        en: 'Export getCreators() and setLoggerFinder() as extern "C", with default visibility.',
        zh: '用 extern "C" 和默认可见性导出 getCreators() 与 setLoggerFinder()。',
      },
      {
        en: 'Or load it by dlopen (trtexec --staticPlugins, openLibrary()) where it uses REGISTER_TENSORRT_PLUGIN.',
        zh: '如果用了 REGISTER_TENSORRT_PLUGIN，就用 dlopen 加载（trtexec --staticPlugins、openLibrary()）。',
      },
    ],
  },
  'registered-twice': {
    bug: '07-registered-twice',
    title: { en: 'The creators are registered twice', zh: '创建器注册了两次' },
    why: {
      en: 'A name, version and namespace can be registered once. REGISTER_TENSORRT_PLUGIN registers while the library is opened, loadLibrary() once more what getCreators() returns; loading a library twice does it too.',
      zh: '同一名称、版本、命名空间只能注册一次。REGISTER_TENSORRT_PLUGIN 在打开库时注册，loadLibrary() 又注册 getCreators() 返回的创建器；重复加载同一个库也会这样。',
    },
    try: [
      {
        en: 'Keep one way: getCreators() for loadLibrary(), or the macro for dlopen().',
        zh: '只保留一种方式：getCreators() 配 loadLibrary()，或宏配 dlopen()。',
      },
      { en: 'Load each library in one place of the program.', zh: '每个库只在程序的一处加载。' },
    ],
  },
  'not-linked': {
    bug: '08-not-linked',
    title: { en: 'The library is not linked to libnvinfer', zh: '库没有链接 libnvinfer' },
    why: {
      en: 'It uses a symbol of TensorRT and does not say that it needs libnvinfer, so that it opens only in a process that happens to hold it.',
      zh: '它使用了 TensorRT 的符号，却没有声明依赖 libnvinfer，只有恰好已加载它的进程才能打开。',
    },
    try: [
      {
        en: 'Link -lnvinfer, and keep -Wl,-z,defs: then the linker refuses what is left open.',
        zh: '链接 -lnvinfer，并加上 -Wl,-z,defs，让链接器拒绝未定义的符号。',
      },
      {
        en: 'readelf -d LIBRARY.so must show NEEDED libnvinfer.so.10.',
        zh: 'readelf -d LIBRARY.so 应显示 NEEDED libnvinfer.so.10。',
      },
    ],
  },
  'undefined-symbol': {
    title: { en: 'A symbol is undefined', zh: '有未定义的符号' },
    why: {
      en: 'Nothing that the library needs defines the symbol: a source or a library was left out of the link, or a declaration differs from its definition.',
      zh: '库的依赖中没有定义该符号：链接时漏了源文件或库，或声明与定义不一致。',
    },
    try: [
      {
        en: 'c++filt SYMBOL shows its name; add what defines it to the link, and -Wl,-z,defs.',
        zh: 'c++filt SYMBOL 显示其名称；把定义它的文件加入链接，并加 -Wl,-z,defs。',
      },
    ],
  },
  'library-missing': {
    title: { en: 'A library that it needs is missing', zh: '缺少依赖库' },
    why: {
      en: 'The dynamic linker finds no file of that name in the run path, LD_LIBRARY_PATH and the system folders.',
      zh: '动态链接器在运行路径、LD_LIBRARY_PATH 和系统目录中都找不到该文件。',
    },
    try: [
      {
        en: 'Install it, or link with -Wl,-rpath,FOLDER of where it is.',
        zh: '安装它，或用 -Wl,-rpath,目录 链接。',
      },
    ],
  },
  'crash-while-loading': {
    title: { en: 'The process dies while the library is loaded', zh: '加载库时进程崩溃' },
    why: {
      en: 'Constructors of global objects, and getCreators(), run while a library is loaded.',
      zh: '加载库时会运行全局对象的构造函数和 getCreators()。',
    },
    try: [
      {
        en: 'Look at the globals of the file named below; move work out of their constructors into createPlugin() or initialize().',
        zh: '检查下面所指文件里的全局对象；把其构造函数里的工作移到 createPlugin() 或 initialize()。',
      },
    ],
  },
  'hang-while-loading': {
    title: { en: 'Loading the library does not end', zh: '加载库没有结束' },
    why: {
      en: 'Constructors of global objects run under the dynamic linker’s lock: a thread that they wait for can wait for that lock.',
      zh: '全局对象的构造函数在动态链接器的锁内运行：它等待的线程可能正在等这把锁。',
    },
    try: [
      {
        en: 'Start no thread and wait for nothing in a global constructor.',
        zh: '不要在全局构造函数里启动线程或等待。',
      },
    ],
  },
  'not-loaded': {
    title: { en: 'The library does not load', zh: '库无法加载' },
    why: {
      en: 'The dynamic linker or the registry refused it, in the words below.',
      zh: '动态链接器或注册表拒绝了它，原话见下。',
    },
    try: [
      {
        en: 'Read the words; ldd -r LIBRARY.so lists what is missing.',
        zh: '看原话；ldd -r LIBRARY.so 列出缺少的内容。',
      },
    ],
  },
};
