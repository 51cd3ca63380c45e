import type { Bug } from './bug';

export const bug: Bug = {
  number: 30,
  name: '30-device-memory-read-by-the-host',
  title: 'Device memory read by the host',
  symptom: 'Segmentation fault in enqueue().',
  message: {
    text: 'Segmentation fault',
    from: 'CUDA: memory of cudaMalloc has no page that the host could read',
  },
  shown:
    'SIGSEGV; the trace ends in enqueue(), the backtrace has the line with y[i]. Device ' +
    'memory of the emulator is closed to the host, as a device’s is.',
  cause: 'inputs[0] is an address in device memory; a loop in enqueue() runs on the host.',
  fix:
    'Compute in a kernel; copy what the host must see with cudaMemcpyAsync into memory of its ' +
    'own.',
  never: 'Give device pointers a name or type that says so, and dereference none outside a kernel.',
  sides: { kind: 'plugin', extension: 'cpp' },
  line: 'y[i] = mScale * x[i]',
  expected: {
    broken: { outcome: 'died', signal: 'SIGSEGV', during: 'enqueue' },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library),
};
