/** What to add to a compiler's message when a source asks for something that the emulator does not have. */

const HINTS: [RegExp, string][] = [
  [
    /fatal error: ['"‘]?cub\/|\/cub\/[\w/]+\.cuh:\d+:\d+: (?:fatal )?error/,
    'CUB works on a GPU only: it has no host back end. Write the reduction or scan with warp shuffles, or compile with nvcc',
  ],
  [
    /fatal error: ['"‘]?thrust\//,
    'Thrust is not part of the emulator: install NVIDIA’s headers (pip install nvidia-cuda-cccl) and pass their folder with -I',
  ],
  [
    /fatal error: ['"‘]?(?:mma|cuda_fp8|cuda_fp4|curand\w*|cufft|cusparse|cusolver\w*|nccl|cutlass\/\S+|cute\/\S+|nvrtc|cuda\/\S+)(?:\.h|\.hpp|:|')/,
    'The emulator does not have this CUDA library or feature; it needs nvcc and a GPU',
  ],
];

/** @returns A line to print below the diagnostics, or an empty string. */
export function hintFor(diagnostics: string): string {
  const hint = HINTS.find(([pattern]) => pattern.test(diagnostics));
  return hint ? `CUDA emulator: ${hint[1]}\n` : '';
}
