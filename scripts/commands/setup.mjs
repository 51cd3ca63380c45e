import { setUpForCommand } from '../setup/run.mjs';

/** `npm run setup`: sets up or updates, and does nothing else. */
export async function main() {
  await setUpForCommand();
}
