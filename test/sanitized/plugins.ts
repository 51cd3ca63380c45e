/**
 * Plugins under AddressSanitizer and UndefinedBehaviorSanitizer. Part of `npm run test:native`, not of `npm test`: not every compiler has
 * the sanitizers. Their runtime has to be in the process before Node.
 */
import { execFileSync } from 'node:child_process';
import { findCompiler } from '../../src/cuda/compiler';
import { testInstrumented } from '../plugins/instrumented';

const RUNTIME = { gcc: 'libasan.so', clang: 'libclang_rt.asan-x86_64.so' };

testInstrumented(
  'plugins under ASan and UBSan',
  { sanitize: 'address,undefined', options: ['-fno-sanitize-recover=undefined'] },
  () => {
    const { command, family } = findCompiler(process.env['CXX']);
    const [program = 'g++', ...args] = command;
    const ask = [...args, `-print-file-name=${RUNTIME[family]}`];
    const runtime = execFileSync(program, ask, { encoding: 'utf8' }).trim();
    // Faults in kernels are the emulator's to handle, and Node leaves its own memory to the kernel.
    return {
      LD_PRELOAD: runtime,
      ASAN_OPTIONS: 'detect_leaks=0:allow_user_segv_handler=1:handle_segv=0',
    };
  },
  /ERROR: AddressSanitizer|runtime error:/,
);
