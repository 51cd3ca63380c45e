import { examine } from '../doctor/checks.mjs';
import { bold, dim, green, mark, red } from '../setup/screen.mjs';

/** `npm run doctor [-- --json]`: whether everything is in order, and if not what to do. Changes nothing. */
export async function main(args) {
  const findings = await examine();
  const wrong = findings.filter(({ ok }) => !ok);
  if (wrong.length > 0) process.exitCode = 1;
  if (args.includes('--json')) {
    console.log(JSON.stringify({ ok: wrong.length === 0, findings }, null, 2));
    return;
  }
  for (const { name, ok, detail, cure } of findings) {
    console.log(
      `${ok ? mark.done : mark.failed} ${name.padEnd(24)} ${ok ? dim(detail) : red(detail)}`,
    );
    if (!ok && cure) console.log(`  ${' '.repeat(24)} ${bold(cure)}`);
  }
  console.log(
    wrong.length === 0
      ? green('\nEverything is in order.')
      : red(`\n${wrong.length} of ${findings.length} need attention.`),
  );
}
