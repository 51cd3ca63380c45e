import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'double-free': {
    bug: '09-double-free',
    title: { en: 'Two owners of one allocation', zh: '同一块内存有两个所有者' },
    why: {
      en: 'The copy constructor that the compiler makes copies pointers: a plugin and its clone free the same memory. Freed twice also: destroy() and delete, terminate() called twice.',
      zh: '编译器生成的复制构造函数只复制指针：plugin 与克隆会释放同一块内存。destroy() 加 delete、两次 terminate() 也会。',
    },
    try: [
      {
        en: 'Let members own what they hold: std::vector, std::unique_ptr, std::shared_ptr; or write the copy constructor.',
        zh: '让成员拥有其内容：std::vector、std::unique_ptr、std::shared_ptr；或自己写复制构造函数。',
      },
      {
        en: 'Build with --sanitize address to see both places.',
        zh: '用 --sanitize address 编译可看到两处释放。',
      },
    ],
  },
  'two-copies-of-static-state': {
    bug: '10-two-copies-of-static-state',
    title: { en: 'Static state is destroyed twice at exit', zh: '退出时静态状态被销毁两次' },
    why: {
      en: 'The process died after its work, when global objects are destroyed. One source is in two libraries: the linker makes one variable of two, and each library destroys it; or a static creator is deleted by somebody.',
      zh: '进程在工作完成后、销毁全局对象时崩溃。同一源文件在两个库里：链接器把两份变量合为一份，两个库各销毁一次；或静态创建器被人 delete。',
    },
    try: [
      {
        en: 'Compile a source into one library only, or hide it: -fvisibility=hidden.',
        zh: '一个源文件只编进一个库，或隐藏它：-fvisibility=hidden。',
      },
      { en: 'Delete nothing that is static.', zh: '不要 delete 静态对象。' },
    ],
  },
  'no-clone': {
    title: { en: 'clone() returns nullptr', zh: 'clone() 返回空指针' },
    why: {
      en: 'The network, the engine and each context keep clones; without one TensorRT cannot go on.',
      zh: '网络、引擎和每个上下文都保存克隆；没有克隆 TensorRT 无法继续。',
    },
    try: [
      {
        en: 'clone() and attachToContext() return new Plugin(*this).',
        zh: 'clone() 和 attachToContext() 返回 new Plugin(*this)。',
      },
    ],
  },
  'clone-is-itself': {
    title: {
      en: 'clone() or attachToContext() returns the object itself',
      zh: 'clone() 或 attachToContext() 返回了对象自身',
    },
    why: {
      en: 'TensorRT deletes the clone and the original; one object is then deleted twice, or used after it is gone.',
      zh: 'TensorRT 会分别删除克隆和原对象；同一个对象就会被删除两次，或在删除后被使用。',
    },
    try: [
      {
        en: 'Return new Plugin(*this), from attachToContext() as well.',
        zh: '返回 new Plugin(*this)，attachToContext() 也一样。',
      },
    ],
  },
  'not-destroyed': {
    title: { en: 'Objects are left', zh: '有对象没有被销毁' },
    why: {
      en: 'All that was made was ended, and plugins were constructed more often than destructed, or their memory stays.',
      zh: '创建的都已结束，而 plugin 的构造次数多于析构次数，或其内存没有归还。',
    },
    try: [
      {
        en: 'V2: destroy() must be `delete this`. V3: the destructor must be virtual and run.',
        zh: 'V2：destroy() 应为 `delete this`。V3：析构函数要能运行。',
      },
    ],
  },
  'crash-at-exit': {
    title: { en: 'The process dies at exit', zh: '进程在退出时崩溃' },
    why: {
      en: 'All calls had returned; destructors of global objects run after main().',
      zh: '所有调用都已返回；全局对象的析构函数在 main() 之后运行。',
    },
    try: [
      {
        en: 'Look at global and static objects of the library; nothing in their destructors may use TensorRT or CUDA, which may be gone.',
        zh: '检查库里的全局和静态对象；其析构函数不能再用 TensorRT 或 CUDA，它们可能已经不在。',
      },
    ],
  },
  'crash-in-lifetime': {
    title: {
      en: 'The process dies when a plugin is cloned or deleted',
      zh: '克隆或删除 plugin 时进程崩溃',
    },
    why: {
      en: 'A plugin is cloned and deleted many times; members that were never set, or belong to two, do not survive that.',
      zh: 'plugin 会被克隆和删除多次；没有初始化或属于两者的成员撑不住。',
    },
    try: [
      {
        en: 'Initialise every member; look at the line below.',
        zh: '初始化每个成员；看下面的行。',
      },
    ],
  },
  crash: {
    title: {
      en: 'The process dies outside of the plugin’s methods',
      zh: '进程在 plugin 方法之外崩溃',
    },
    why: {
      en: 'No call on a plugin was open; the backtrace has the way to it.',
      zh: '没有打开的 plugin 调用；看回溯。',
    },
    try: [
      {
        en: 'Look at the innermost function of yours in the backtrace.',
        zh: '看回溯里最内层的自己的函数。',
      },
    ],
  },
  'command-failed': {
    title: { en: 'The command fails', zh: '命令失败' },
    why: {
      en: 'It ended with an error that is none of those that this procedure knows.',
      zh: '它以本流程不认识的错误结束。',
    },
    try: [{ en: 'Read its last lines below.', zh: '看下面的最后几行。' }],
  },
};
