import { symbolise } from './backtrace';
import type { Crash, CrashReport } from '../crash';
import { causeOf } from './crash-cause';
import type { RawCrash } from './crash-file';
import type { Inspection } from '../gdb/gdb-inspection';
import { crashWords } from './crash-words';
import type { Finding } from '../finding';
import type { Limit } from '../limits';
import { signalName } from '../process/signals';

/**
 * Makes a crash readable.
 * @param lastWords What the process wrote to standard error.
 * @param findings What a sanitizer wrote before it ended the process.
 * @param limit The limit that it passed, where it was stopped.
 */
export async function describeCrash(
  { crash: raw, inspection }: { crash: RawCrash; inspection: Inspection | null },
  lastWords: string,
  limit: Limit | null,
  findings: readonly Finding[],
): Promise<CrashReport> {
  const { cause, message: said } = causeOf(raw, lastWords);
  const sanitizer = findings.find(({ tool }) => tool === 'AddressSanitizer');
  const message = cause === 'sanitizer' && sanitizer ? sanitizer.message : said;
  const crash: Omit<Crash, 'what'> = {
    signal: signalName(raw.signal),
    cause,
    ...(raw.address !== null && raw.code > 0 && usesMemory(raw)
      ? { address: `0x${raw.address.toString(16)}` }
      : {}),
    ...(raw.access !== 'unknown' ? { access: raw.access } : {}),
    ...(cause === 'limit' && limit ? { limit } : {}),
    ...(message !== undefined ? { message } : {}),
    process: raw.ownProcess,
    thread: { ...raw.thread, main: raw.thread.id === raw.process },
  };
  return {
    crash: { ...crash, what: crashWords(crash) },
    backtrace: await symbolise(raw, inspection),
  };
}

function usesMemory({ signal }: RawCrash): boolean {
  return ['SIGSEGV', 'SIGBUS'].includes(signalName(signal));
}
