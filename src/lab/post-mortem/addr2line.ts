import { execFile } from 'node:child_process';

/** A place in the source; the innermost inlined function first. */
export interface Place {
  function: string | null;
  file: string | null;
  line: number | null;
}

const MOST_MS = 10_000;
const MOST_OUTPUT_BYTES = 2 ** 24;

/** Programs that know what is at an address of a library, the first one that is installed is asked. Every g++ comes with the first. */
const PROGRAMS: { program: string; args: (library: string) => string[] }[] = [
  { program: 'addr2line', args: (library) => ['-a', '-f', '-C', '-i', '-e', library] },
  {
    program: 'llvm-symbolizer',
    args: (library) => ['-a', '-C', '-i', '--output-style=GNU', `--obj=${library}`],
  },
];

/**
 * The functions and lines at addresses of a library.
 *
 * @returns for each address its places; none where no program is installed or it does not know the library
 */
export async function placesOf(
  library: string,
  addresses: readonly bigint[],
): Promise<Map<bigint, Place[]>> {
  for (const { program, args } of PROGRAMS) {
    const words = addresses.map((address) => `0x${address.toString(16)}`);
    const text = await output(program, [...args(library), ...words]);
    if (text !== null) return readPlaces(text);
  }
  return new Map();
}

/** What a program prints; null where it is not installed. Its own failure is an answer too: it knows nothing. */
function output(program: string, args: string[]): Promise<string | null> {
  const env = { ...process.env, DEBUGINFOD_URLS: '', LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { encoding: 'utf8', timeout: MOST_MS, maxBuffer: MOST_OUTPUT_BYTES, env },
      (error, stdout) => resolve(error?.code === 'ENOENT' ? null : stdout),
    );
  });
}

/** The address on a line of its own, then pairs of lines: a function, and its file and line. */
function readPlaces(text: string): Map<bigint, Place[]> {
  const found = new Map<bigint, Place[]>();
  let places: Place[] = [];
  let name: string | null = null;
  for (const line of text.split('\n')) {
    if (/^0x[\da-f]+$/.test(line)) {
      places = [];
      found.set(BigInt(line), places);
      name = null;
    } else if (name === null) {
      name = line;
    } else {
      const [, file, number] = /^(.*):(\d+|\?)(?: \(discriminator \d+\))?$/.exec(line) ?? [];
      const known = file !== undefined && !file.startsWith('?') && file !== '';
      places.push({
        function: name.startsWith('?') ? null : name,
        file: known ? file : null,
        line: known && Number(number) > 0 ? Number(number) : null,
      });
      name = null;
    }
  }
  return found;
}
