import { setUpForCommand } from '../setup/run.mjs';
import { cudaStep } from '../setup/steps/cuda.mjs';

/** `npm run setup:cuda`: what `npm run setup` does, and nvcc, so that plugins can be compiled for a GPU. */
export async function main() {
  await setUpForCommand({ also: [cudaStep] });
}
