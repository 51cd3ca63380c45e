import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 9,
  name: '09-double-free',
  title: { en: 'Two owners of one allocation', zh: '一块内存，两个主人' },
  symptom: {
    en:
      'The process aborts when a plugin is deleted: in the build, at the end of an engine, at ' +
      'exit.',
    zh: '删除 plugin 时进程 abort：可能在构建时，可能在 engine 结束时，也可能在退出时。',
  },
  message: {
    text: printed('double free or corruption (fasttop)'),
    from: {
      en:
        'glibc, NVIDIA/TensorRT issue 4187; newer ones say "free(): double free detected in ' +
        'tcache 2"',
      zh:
        'glibc，NVIDIA/TensorRT issue 4187；新一些的版本说 "free(): double free detected in ' +
        'tcache 2"',
    },
  },
  shown: {
    en:
      'SIGABRT; the trace ends in the deletion of a clone, the backtrace in its destructor. ' +
      'With AddressSanitizer: attempting double-free, and both places where it was freed.',
    zh:
      'SIGABRT；调用记录断在一个 clone 的删除上，调用栈断在它的析构函数里。' +
      '换上 AddressSanitizer：attempting double-free，两次释放的位置都有。',
  },
  cause: {
    en:
      'The copy constructor that the compiler makes copies the pointer, so that a plugin and ' +
      'its clones free the same memory.',
    zh: '编译器生成的拷贝构造函数只复制指针，于是 plugin 和它的 clone 释放的是同一块内存。',
  },
  fix: {
    en:
      'Let members own what they hold: std::vector, std::unique_ptr, std::shared_ptr; or write ' +
      'the copy constructor.',
    zh:
      '让成员自己拥有它的内存：std::vector、std::unique_ptr、std::shared_ptr；' +
      '否则就自己写拷贝构造函数。',
  },
  never: {
    en:
      'Write no delete in a plugin: a class without a destructor of its own needs no copy ' +
      'constructor of its own.',
    zh: 'plugin 里一个 delete 都不写：不用自己写析构函数的类，也就不用自己写拷贝构造函数。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  line: 'delete[] mTable',
  expected: {
    broken: { outcome: 'died', signal: 'SIGABRT', cause: 'heapCorruption', during: 'destruct' },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
