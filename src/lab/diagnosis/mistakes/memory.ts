import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'out-of-bounds': {
    bug: '18-kernel-out-of-bounds',
    title: { en: 'A kernel leaves its memory', zh: '内核越界访问' },
    why: {
      en: 'The last block has more threads than there are elements, an index is computed wrong, or memory was taken too small.',
      zh: '最后一个线程块的线程多于元素，索引算错，或内存申请得太小。',
    },
    try: [
      {
        en: 'if (i < count) in the kernel; count in int64_t.',
        zh: '在内核里写 if (i < count)，count 用 int64_t。',
      },
      {
        en: 'Compile with --check: memcheck names kernel, thread and line (on a GPU: compute-sanitizer).',
        zh: '用 --check 编译：memcheck 会指出内核、线程和行（GPU 上用 compute-sanitizer）。',
      },
    ],
  },
  'host-memory-in-kernel': {
    bug: '31-host-memory-read-by-a-kernel',
    title: { en: 'A kernel uses memory of the host', zh: '内核使用了主机内存' },
    why: {
      en: 'A member, a std::vector or a local array lies in host memory; a kernel can use what cudaMalloc, inputs, outputs and workspace gave.',
      zh: '成员、std::vector、局部数组都在主机内存里；内核只能用 cudaMalloc、输入、输出、工作区给的内存。',
    },
    try: [
      {
        en: 'Copy it to the device once, in attachToContext() or initialize(), and pass that address.',
        zh: '在 attachToContext() 或 initialize() 中复制到设备一次，传设备地址。',
      },
      { en: 'Pass small values to the kernel as parameters.', zh: '小的值直接作为内核参数传递。' },
    ],
  },
  'device-memory-on-host': {
    bug: '30-device-memory-read-by-the-host',
    title: { en: 'Host code uses device memory', zh: '主机代码使用了设备内存' },
    why: {
      en: 'inputs, outputs and workspace of enqueue() are addresses in device memory; a dereference in host code is a segmentation fault.',
      zh: 'enqueue() 的输入、输出、工作区是设备内存地址，主机代码解引用就是段错误。',
    },
    try: [
      {
        en: 'Compute in a kernel; copy what the host must see with cudaMemcpyAsync.',
        zh: '在内核里计算；主机要看的用 cudaMemcpyAsync 复制出来。',
      },
      {
        en: 'In an IPluginV3, ask for small values as a shape input (host memory).',
        zh: 'IPluginV3 可把小的值作为形状输入（主机内存）。',
      },
    ],
  },
  'type-too-wide': {
    bug: '25-int64-output-labelled-int32',
    title: { en: 'Wider values than the output’s type', zh: '写入的值比输出类型宽' },
    why: {
      en: 'The output’s memory is as large as its declared type says; the kernel writes elements of twice that size.',
      zh: '输出内存按声明的类型分配，而内核写入的元素是它的两倍宽。',
    },
    try: [
      {
        en: 'Say kINT64 in getOutputDataTypes(), or write int32_t.',
        zh: '在 getOutputDataTypes() 里声明 kINT64，或改写 int32_t。',
      },
    ],
  },
  'wrote-past-its-memory': {
    bug: '18-kernel-out-of-bounds',
    title: { en: 'The plugin writes past the end of its memory', zh: 'plugin 写出了内存末尾' },
    why: {
      en: 'Bytes behind an output or the workspace changed. The wrong element type, extents of another tensor or a getWorkspaceSize() that is too small are the usual reasons.',
      zh: '输出或工作区之后的字节被改写。常见原因：元素类型不对、用了别的 tensor 的尺寸、getWorkspaceSize() 太小。',
    },
    try: [
      {
        en: 'Compare the number of bytes that enqueue() writes with dims × size of the type; getWorkspaceSize() must hold for the largest shape.',
        zh: '核对 enqueue() 写的字节数与 尺寸 × 类型大小；getWorkspaceSize() 要满足最大形状。',
      },
      {
        en: 'Compile with --check: memcheck names the line.',
        zh: '用 --check 编译：memcheck 会指出行。',
      },
    ],
  },
  'use-after-free': {
    bug: '15-field-of-freed-memory',
    title: { en: 'Memory is used after it was freed', zh: '使用已释放的内存' },
    why: {
      en: 'Somebody still holds the address of memory that was freed: a pointer in a field, a clone that shares it, a buffer of another call.',
      zh: '有人仍持有已释放内存的地址：字段里的指针、共享它的克隆、别的调用的缓冲区。',
    },
    try: [
      {
        en: 'Let members own what they hold (std::vector, std::shared_ptr); the places of use and free are below.',
        zh: '让成员拥有其内容（std::vector、std::shared_ptr）；使用和释放的位置见下。',
      },
    ],
  },
  race: {
    title: { en: 'Threads of a block race', zh: '线程块内有竞争' },
    why: {
      en: 'A thread reads shared memory that another writes, and no __syncthreads() is between.',
      zh: '一个线程读取另一个线程正在写的共享内存，中间没有 __syncthreads()。',
    },
    try: [
      {
        en: '__syncthreads() between writing and reading, reached by all threads of the block.',
        zh: '写与读之间加 __syncthreads()，且所有线程都要到达。',
      },
    ],
  },
  misaligned: {
    title: { en: 'A misaligned access', zh: '未对齐的访问' },
    why: {
      en: 'A vector type (float4, half2) needs an address that is a multiple of its size.',
      zh: '向量类型（float4、half2）要求地址是其大小的整数倍。',
    },
    try: [
      {
        en: 'Check that pointer and count are multiples, or use the scalar way for the rest.',
        zh: '检查指针与数量是否为整数倍，其余部分用标量处理。',
      },
    ],
  },
  'device-fault': {
    bug: '18-kernel-out-of-bounds',
    title: { en: 'A kernel fails on the device', zh: '内核在设备上出错' },
    why: {
      en: 'The launch went well and the kernel met memory that is not there; the error shows at the next call that waits.',
      zh: '启动成功，但内核访问了不存在的内存；错误在之后等待的调用处才出现。',
    },
    try: [
      {
        en: 'Compile with --check: memcheck names kernel, thread and line.',
        zh: '用 --check 编译：memcheck 会指出内核、线程和行。',
      },
      {
        en: 'Check bounds, null pointers (workspace, empty tensors) and host pointers.',
        zh: '检查边界、空指针（工作区、空 tensor）和主机指针。',
      },
    ],
  },
  'heap-overflow': {
    title: { en: 'Host memory is overrun', zh: '主机内存越界' },
    why: {
      en: 'Host code of the plugin reads or writes outside of an array or object.',
      zh: 'plugin 的主机代码读写了数组或对象之外的内存。',
    },
    try: [
      {
        en: 'The line is below; compare the index with the size of the array.',
        zh: '行号见下；核对索引与数组大小。',
      },
    ],
  },
  'stack-overflow': {
    title: { en: 'The stack is used up', zh: '栈用尽' },
    why: {
      en: 'A function calls itself without end, or has very large local arrays.',
      zh: '函数无限递归，或局部数组过大。',
    },
    try: [
      { en: 'Look at the function that repeats in the backtrace.', zh: '看回溯里重复出现的函数。' },
    ],
  },
  'heap-destroyed': {
    bug: '09-double-free',
    title: { en: 'The heap is destroyed', zh: '堆被破坏' },
    why: {
      en: 'Something was freed twice, or written past its end, earlier than here.',
      zh: '此前有内存被释放两次，或写出末尾。',
    },
    try: [
      {
        en: 'Build with --sanitize address: it names the first wrong access.',
        zh: '用 --sanitize address 编译：它会指出第一次错误访问。',
      },
    ],
  },
  'out-of-memory': {
    title: { en: 'More memory than the limit', zh: '内存超过限制' },
    why: {
      en: 'The process took more memory than it was allowed: an allocation in a loop, or a size computed from an extent of -1.',
      zh: '进程占用的内存超过限制：循环里分配，或由 -1 算出的大小。',
    },
    try: [
      {
        en: 'Look at the call below; check every size before an allocation.',
        zh: '看下面的调用；分配前检查大小。',
      },
    ],
  },
};
