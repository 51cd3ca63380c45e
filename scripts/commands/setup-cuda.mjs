import { SetUpError, setUp } from '../setup/run.mjs';
import { cudaStep } from '../setup/steps/cuda.mjs';

/** `npm run setup:cuda`: what `npm run setup` does, and nvcc, so that plugins can be compiled for a GPU. */
export async function main() {
  try {
    await setUp({ also: [cudaStep] });
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.exitCode = error.exitCode;
  }
}
