import { printed, type Bug } from './bug';

export const bug: Bug = {
  number: 30,
  name: '30-device-memory-read-by-the-host',
  title: { en: 'Device memory read by the host', zh: '主机读显存' },
  symptom: { en: 'Segmentation fault in enqueue().', zh: 'enqueue() 里段错误。' },
  message: {
    text: printed('Segmentation fault'),
    from: {
      en: 'CUDA: memory of cudaMalloc has no page that the host could read',
      zh: 'CUDA：cudaMalloc 给的内存，没有主机能读的页',
    },
  },
  shown: {
    en:
      'SIGSEGV; the trace ends in enqueue(), the backtrace has the line with y[i]. Device ' +
      'memory of the emulator is closed to the host, as a device’s is.',
    zh:
      'SIGSEGV；调用记录断在 enqueue()，调用栈里有 y[i] 那一行。和真正的设备一样，' +
      '模拟器的显存不对主机开放。',
  },
  cause: {
    en: 'inputs[0] is an address in device memory; a loop in enqueue() runs on the host.',
    zh: 'inputs[0] 是显存里的地址，而 enqueue() 里的循环跑在主机上。',
  },
  fix: {
    en:
      'Compute in a kernel; copy what the host must see with cudaMemcpyAsync into memory of its ' +
      'own.',
    zh: '放到 kernel 里算；主机非看不可的，用 cudaMemcpyAsync 拷到主机自己的内存里。',
  },
  never: {
    en: 'Give device pointers a name or type that says so, and dereference none outside a kernel.',
    zh: '显存指针要从名字或类型上就看得出来，出了 kernel 一个也不解引用。',
  },
  sides: { kind: 'plugin', extension: 'cpp' },
  line: 'y[i] = mScale * x[i]',
  expected: {
    broken: { outcome: 'died', signal: 'SIGSEGV', during: 'enqueue' },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
