import { SetUpError, setUp } from '../setup/run.mjs';

/** `npm run setup`: sets up or updates, and does nothing else. */
export async function main() {
  try {
    await setUp();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    process.exitCode = error.exitCode;
  }
}
