/** Of what compilers, linkers and build tools print: the lines that say what is wrong. */
import { spawnSync } from 'node:child_process';

/** A line that names something wrong. */
const WRONG =
  /\berror\b|undefined (?:reference|symbol)|multiple definition|cannot find|not found|No such file|recompile with -fPIC|relocation R_|\bCMake Error|: \*\*\* |Permission denied|Syntax error|command not found/i;
/** Said behind what was wrong, or so long that nobody reads it. */
const NOISE =
  /^(?:collect2: error|ninja: build stopped|ninja: Entering|gmake|FAILED:|make: \*\*\* \[.*\] Error \d+$|compilation terminated|Call Stack|-- Configuring incomplete|See also|\[\d+\/\d+\] )/;
/** What follows a compiler's error: the source and the caret; what follows cmake's: its words. */
const BELOW = /^\s+(?:\d+ )?\||^ {2,}\S/;
/** Where in an object a linker found it: `:(.text._ZN4Some+0x1a): `. */
const SECTION = /:\(\.\w[^)]*\): /;
const MOST_LINES = 12;
const MOST_LAST_LINES = 6;
const MOST_COLUMNS = 320;

/**
 * @param said Everything that was printed.
 * @param shorten Makes paths as a reader knows them.
 * @returns the first lines about something wrong, with the source below them; where none is, the last lines
 */
export function relevantLines(said: string, shorten: (text: string) => string): string[] {
  const lines = demangled(
    said.split('\n').map((line) => shorten(line.trimEnd()).replace(SECTION, ': ')),
    (_, plain) => plain,
  )
    .map((line) => line.slice(0, MOST_COLUMNS))
    .filter((line) => line !== '');
  const found = new Set<string>();
  let inside = false;
  for (const line of lines) {
    if (NOISE.test(line)) inside = false;
    else if (WRONG.test(line)) inside = true;
    else inside &&= BELOW.test(line);
    if (inside) found.add(line);
  }
  return found.size > 0 ? [...found].slice(0, MOST_LINES) : lines.slice(-MOST_LAST_LINES);
}

const MANGLED = /\b_Z\w+/g;

/**
 * Names of the linker in words of C++, where c++filt is there to tell: it comes with the linker.
 *
 * @param write How a name and its meaning are written; default: `_Z3sumPKf, that is sum(float const*)`.
 */
export function demangled(
  lines: readonly string[],
  write = (name: string, plain: string): string => `${name}, that is ${plain}`,
): string[] {
  const names = [...new Set(lines.flatMap((line) => line.match(MANGLED) ?? []))];
  if (names.length === 0) return [...lines];
  const { stdout, status } = spawnSync('c++filt', names, { encoding: 'utf8', timeout: 2000 });
  const meanings = status === 0 ? stdout.split('\n') : [];
  const known = new Map(names.map((name, at) => [name, meanings[at] ?? name]));
  return lines.map((line) =>
    line.replace(MANGLED, (name) => {
      const plain = known.get(name) ?? name;
      return plain === name ? name : write(name, plain);
    }),
  );
}
