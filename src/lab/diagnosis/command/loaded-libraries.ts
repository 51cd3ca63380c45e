import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { kindOf } from '../../post-mortem/library-kind';
import { buildFolder } from '../../../native-loader';
import { libraryFacts, type LibraryFacts } from '../library/library-facts';

/** More text than a script has is not looked through. */
const MOST_TEXT = 2 ** 20;

/** What the dynamic linker writes down in a folder when it is asked to (LD_DEBUG of glibc). */
export function linkerEnvironment(folder: string): NodeJS.ProcessEnv {
  return { LD_DEBUG: 'files', LD_DEBUG_OUTPUT: join(folder, 'linker') };
}

/** Names of the libraries that the command's processes initialised. */
function initialised(folder: string): Set<string> {
  const names = new Set<string>();
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'latin1');
    for (const [, path] of text.matchAll(/calling init: (\S+)/g))
      if (path) names.add(basename(path));
    for (const [, path] of text.matchAll(/file=(\/\S+)/g)) if (path) names.add(basename(path));
  }
  return names;
}

/** Every path of a library that the words of a command name, and the texts of the files among them. */
function namedLibraries(command: readonly string[], cwd: string): string[] {
  const words = command.flatMap((word) => word.split(/[=,:]/));
  const files = words.map((word) => absolute(word, cwd)).filter(isText);
  const inFiles = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const found = [...text.matchAll(/['"`]([^'"`\n]*\.so[\d.]*)['"`]/g)].map(
      (match) => match[1] ?? '',
    );
    return found.flatMap((path) => [absolute(path, cwd), absolute(path, dirname(file))]);
  });
  return [
    ...new Set([
      ...words.filter((word) => /\.so[\d.]*$/.test(word)).map((word) => absolute(word, cwd)),
      ...inFiles,
    ]),
  ];
}

const absolute = (path: string, folder: string): string =>
  isAbsolute(path) ? path : resolve(folder, path);

function isText(path: string): boolean {
  try {
    const { size } = statSync(path);
    return /\.(c?js|mjs|ts|py|json|sh)$/.test(path) && size <= MOST_TEXT;
  } catch {
    return false; // a word that is no file
  }
}

/** The plugin libraries of a command: those that it names, and those that its processes loaded by that name. */
export async function librariesOf(
  command: readonly string[],
  cwd: string,
  folder: string,
): Promise<LibraryFacts[]> {
  const loaded = initialised(folder);
  const paths = namedLibraries(command, cwd).filter(
    (path) =>
      kindOf(path) === 'plugin' &&
      dirname(path) !== buildFolder &&
      (loaded.has(basename(path)) || command.some((word) => word.includes(basename(path)))),
  );
  const facts = await Promise.all(paths.map(libraryFacts));
  return facts.filter(({ kind }) => kind !== 'missing');
}
