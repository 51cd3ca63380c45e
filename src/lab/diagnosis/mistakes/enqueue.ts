import type { Mistake } from '../mistake';

export const MISTAKES: Record<string, Mistake> = {
  'workspace-is-null': {
    bug: '17-workspace-is-null',
    title: { en: 'workspace is nullptr', zh: 'workspace 是空指针' },
    why: {
      en: 'getWorkspaceSize() returned 0, and enqueue() used the workspace: often the method has another signature than the base class’s and overrides nothing.',
      zh: 'getWorkspaceSize() 返回 0，而 enqueue() 使用了工作区：常见原因是该方法签名与基类不同，没有覆盖。',
    },
    try: [
      {
        en: 'Write override behind getWorkspaceSize(): V3 takes DynamicPluginTensorDesc const*, V2 PluginTensorDesc const*.',
        zh: '给 getWorkspaceSize() 写上 override：V3 的参数是 DynamicPluginTensorDesc const*，V2 的是 PluginTensorDesc const*。',
      },
      {
        en: 'Return the bytes that enqueue() uses for the largest shape.',
        zh: '返回 enqueue() 在最大形状下所需的字节数。',
      },
    ],
  },
  'synchronise-while-capturing': {
    bug: '20-synchronise-while-capturing',
    title: { en: 'enqueue() does what a capture forbids', zh: 'enqueue() 做了捕获时禁止的事' },
    why: {
      en: 'While a CUDA graph is captured nothing may wait, allocate, copy from pageable memory or use the default stream (errors 900, 901, 906).',
      zh: '捕获 CUDA 图时不能等待、分配、从可分页内存复制或使用默认流（错误 900、901、906）。',
    },
    try: [
      {
        en: 'Put all work on the stream that enqueue() was given, and return without waiting.',
        zh: '所有工作都放到 enqueue() 给定的流上，不等待就返回。',
      },
      {
        en: 'Allocate in initialize() or attachToContext(), or ask for a workspace.',
        zh: '在 initialize() 或 attachToContext() 中分配，或申请工作区。',
      },
    ],
  },
  'input-not-set': {
    bug: '22-factor-not-set',
    title: { en: 'An input is not set', zh: '有输入没有设置' },
    why: {
      en: 'Every input with an extent of -1 needs a shape, and every tensor an address, also one whose values the plugin never reads.',
      zh: '每个含 -1 的输入都要设置形状，每个 tensor 都要有地址，即使 plugin 从不读取它的值。',
    },
    try: [
      {
        en: 'Call setInputShape() and setTensorAddress() for every tensor: walk over getNbIOTensors().',
        zh: '对每个 tensor 调用 setInputShape() 和 setTensorAddress()：遍历 getNbIOTensors()。',
      },
      { en: 'inferShapes() names what is missing.', zh: 'inferShapes() 会列出缺少的。' },
    ],
  },
  'outside-profile': {
    title: { en: 'A shape is outside of the profile', zh: '形状超出 profile' },
    why: {
      en: 'An engine runs shapes between min and max of its optimization profile.',
      zh: '引擎只能运行 profile 的 min 与 max 之间的形状。',
    },
    try: [{ en: 'Widen the profile, or give another shape.', zh: '放宽 profile，或换一个形状。' }],
  },
  'empty-tensor': {
    bug: '27-empty-tensor',
    title: { en: 'An empty tensor', zh: '空 tensor' },
    why: {
      en: 'A tensor without elements may have a null pointer, and a grid of 0 blocks cannot be launched; neither is an error.',
      zh: '没有元素的 tensor 指针可以为空，0 个线程块也不能启动；二者都不是错误。',
    },
    try: [
      {
        en: 'Count the elements first: with none, return 0 at once.',
        zh: '先数元素：没有就立即返回 0。',
      },
    ],
  },
  'launch-never-ran': {
    bug: '26-launch-that-never-ran',
    title: { en: 'A launch that never ran', zh: '从未运行的内核' },
    why: {
      en: 'enqueue() said 0 and wrote nothing: a launch that the device refuses (more than 1024 threads a block, an empty grid) fails silently until somebody asks.',
      zh: 'enqueue() 返回 0 却什么也没写：设备拒绝的启动（每块超过 1024 个线程、空网格）不查询就不会报错。',
    },
    try: [
      {
        en: 'Return cudaGetLastError() after every launch.',
        zh: '每次启动之后返回 cudaGetLastError()。',
      },
      {
        en: 'Use blocks of a fixed size (256) and as many as needed.',
        zh: '用固定大小（256）的线程块，数量按需。',
      },
    ],
  },
  'enqueue-failed': {
    bug: '19-no-implementation',
    title: { en: 'enqueue() reports failure', zh: 'enqueue() 报告失败' },
    why: {
      en: 'Anything but 0 from enqueue() or onShapeChange() ends the inference.',
      zh: 'enqueue() 或 onShapeChange() 返回非 0 就会终止推理。',
    },
    try: [
      {
        en: 'Return 0 for success, cudaGetLastError() after launches.',
        zh: '成功返回 0，启动之后返回 cudaGetLastError()。',
      },
      {
        en: 'Compare the shapes of the call below with what the plugin expects.',
        zh: '把下面调用的形状与 plugin 的预期对照。',
      },
    ],
  },
  'throw-in-noexcept': {
    bug: '28-throw-in-noexcept',
    title: { en: 'An exception leaves a noexcept method', zh: '异常逃出 noexcept 方法' },
    why: {
      en: 'Every method of a plugin is noexcept: an exception that leaves one ends the process in std::terminate, whatever the caller catches.',
      zh: 'plugin 的方法都是 noexcept：异常一旦逃出，std::terminate 就结束进程，调用方无法捕获。',
    },
    try: [
      {
        en: 'Catch inside of the method; answer non-zero, nullptr or a default.',
        zh: '在方法内捕获；返回非零、nullptr 或默认值。',
      },
      {
        en: 'std::map::at, std::vector::at, std::stoi and new throw: check first, or use find().',
        zh: 'std::map::at、std::vector::at、std::stoi、new 都会抛异常：先检查，或用 find()。',
      },
    ],
  },
  'depends-on-earlier-runs': {
    title: { en: 'The result depends on earlier runs', zh: '结果取决于之前的运行' },
    why: {
      en: 'The same input gave another output: state is kept between calls, memory is read that nobody wrote, or kernels race.',
      zh: '同样的输入给出不同的输出：调用之间保留了状态、读取了没人写过的内存，或内核之间有竞争。',
    },
    try: [
      {
        en: 'Initialise what kernels read (workspace, shared memory); give state to the plugin object, not to globals.',
        zh: '初始化内核读取的内容（工作区、共享内存）；状态放在 plugin 对象里，不要放全局变量。',
      },
      {
        en: 'Build with --check and run with WORKBOOK_CUDA_CHECK=memcheck,racecheck; on a GPU compute-sanitizer --tool initcheck.',
        zh: '用 --check 编译并以 WORKBOOK_CUDA_CHECK=memcheck,racecheck 运行；GPU 上用 compute-sanitizer --tool initcheck。',
      },
    ],
  },
  'contexts-share-state': {
    title: { en: 'Two contexts disturb each other', zh: '两个上下文互相干扰' },
    why: {
      en: 'Contexts run at the same time; what they share through statics or shared pointers is overwritten.',
      zh: '多个上下文会同时运行；通过静态变量或共享指针共用的内容会被覆盖。',
    },
    try: [
      {
        en: 'Keep state in members, and give each clone (attachToContext) its own.',
        zh: '状态放在成员里，每个克隆（attachToContext）各有一份。',
      },
    ],
  },
  'crash-in-enqueue': {
    title: { en: 'The process dies at run time', zh: '运行时进程崩溃' },
    why: {
      en: 'The method below did not survive the shapes, pointers or state it was called with.',
      zh: '下面的方法没有撑住被调用时的形状、指针或状态。',
    },
    try: [
      {
        en: 'Look at the line below and at the arguments of the call.',
        zh: '看下面的行和调用的参数。',
      },
    ],
  },
};
