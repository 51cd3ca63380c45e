/** Device code checked at every access: memcheck and racecheck find nothing (native/cuda-emulator/README.md). */
import { testInstrumented } from './instrumented';

testInstrumented(
  'plugins under memcheck and racecheck',
  { check: true, options: ['-O3'] },
  () => ({ WORKBOOK_CUDA_CHECK: 'memcheck,racecheck' }),
  /^(invalid (read|write)|misaligned|race in ).*$/m,
);
