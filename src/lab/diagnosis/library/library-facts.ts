import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { kindOf } from '../../post-mortem/library-kind';
import { isElf, readElf, type ElfSymbols } from './elf-symbols';
import { notOverriding, type NotOverriding } from './not-overriding';

/** What can be known of a plugin library without loading it. */
export interface LibraryFacts {
  path: string;
  /** What the file is. */
  kind:
    | 'shared'
    | 'missing'
    | 'archive'
    | 'object'
    | 'program'
    | 'otherMachine'
    | 'cutOff'
    | 'other';
  /** `getCreators`, `getPluginCreators`, `setLoggerFinder`: what loadLibrary() looks for and finds. */
  entryPoints: string[];
  /** The same names with C++ linkage, or hidden: there, and not to be found. */
  unreachableEntryPoints: string[];
  /** REGISTER_TENSORRT_PLUGIN, or the registry by hand. */
  usesRegistry: boolean;
  needed: string[];
  /** Symbols that nothing it needs defines. */
  undefinedSymbols: string[];
  /** Libraries that it needs and that are not there. */
  missingLibraries: string[];
  /** Variables that it and a library it needs both define: the dynamic linker makes one of two. */
  sharedState: { symbol: string; library: string }[];
  notOverriding: NotOverriding[];
  build: { debug: boolean; sanitizer: boolean; checked: boolean };
}

const ENTRY_POINTS = ['getCreators', 'getPluginCreators', 'setLoggerFinder'];
const EM_X86_64 = 62;
const ET_KINDS: Record<number, LibraryFacts['kind']> = { 1: 'object', 2: 'program', 3: 'shared' };
const MOST_BYTES = 2 ** 30;

/** Reads a library. A file that is none is a fact, too. */
export async function libraryFacts(path: string): Promise<LibraryFacts> {
  const bytes = contentOf(resolve(path));
  const elf = bytes ? readElf(bytes) : null;
  const kind = kindOfFile(bytes, elf);
  const links = kind === 'shared' ? await linksOf(resolve(path)) : NO_LINKS;
  const symbols = elf?.symbols ?? [];
  const exported = new Set(
    symbols.filter(({ dynamic, defined }) => dynamic && defined).map(({ name }) => name),
  );
  const uses = (pattern: RegExp): boolean => symbols.some(({ name }) => pattern.test(name));
  return {
    path,
    kind,
    entryPoints: ENTRY_POINTS.filter((name) => exported.has(name)),
    unreachableEntryPoints: ENTRY_POINTS.filter(
      (name) =>
        !exported.has(name) &&
        symbols.some(
          (each) =>
            each.defined &&
            (each.name === name || new RegExp(`^_Z(L?)${name.length}${name}`).test(each.name)),
        ),
    ),
    usesRegistry: symbols.some(({ name, defined }) => name === 'getPluginRegistry' && !defined),
    needed: elf?.needed ?? [],
    undefinedSymbols: links.undefinedSymbols,
    missingLibraries: links.missing,
    sharedState: sharedState(symbols, links.libraries),
    notOverriding: notOverriding(symbols),
    build: {
      debug: elf?.sections.includes('.debug_info') ?? false,
      sanitizer: uses(/^__asan_init/),
      checked: uses(/^__tsan_(read|write|func)/),
    },
  };
}

function contentOf(path: string): Buffer | null {
  try {
    const { size } = statSync(path);
    return size > MOST_BYTES ? Buffer.alloc(0) : readFileSync(path);
  } catch {
    return null; // it is not there, or is not to be read, which is a fact
  }
}

function kindOfFile(bytes: Buffer | null, elf: ElfSymbols | null): LibraryFacts['kind'] {
  if (!bytes) return 'missing';
  if (bytes.toString('latin1', 0, 8) === '!<arch>\n') return 'archive';
  if (!isElf(bytes)) return 'other';
  if (!elf) return bytes[4] === 2 && bytes[5] === 1 ? 'cutOff' : 'otherMachine';
  if (elf.machine !== EM_X86_64) return 'otherMachine';
  return ET_KINDS[elf.type] ?? 'other';
}

interface Links {
  undefinedSymbols: string[];
  missing: string[];
  libraries: string[];
}
const NO_LINKS: Links = { undefinedSymbols: [], missing: [], libraries: [] };

/** What the dynamic linker would find, in a process of its own; nothing of the library runs. */
async function linksOf(path: string): Promise<Links> {
  let output: string;
  try {
    const { stdout, stderr } = await promisify(execFile)('ldd', ['-r', path], { timeout: 20_000 });
    output = `${stdout}\n${stderr}`;
  } catch (error) {
    // Where ldd is not installed nothing is known; where it fails, what it said still counts.
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    output = `${stdout}\n${stderr}`;
  }
  const all = (pattern: RegExp): string[] => [
    ...new Set([...output.matchAll(pattern)].map((match) => match[1] ?? '')),
  ];
  return {
    undefinedSymbols: all(/undefined symbol: ([^\s,]+)/g).filter(
      (name) => !/^__[at]san_/.test(name),
    ),
    missing: all(/^\s*(\S+) => not found/gm),
    libraries: all(/=> (\/\S+)/g).filter((library) => kindOf(library) === 'plugin'),
  };
}

function sharedState(
  symbols: ElfSymbols['symbols'],
  libraries: readonly string[],
): LibraryFacts['sharedState'] {
  const strong = (each: ElfSymbols['symbols'][number]): boolean =>
    each.dynamic && each.defined && each.data && !each.weak && !/^_ZT/.test(each.name);
  const own = new Set(symbols.filter(strong).map(({ name }) => name));
  return libraries.flatMap((library) => {
    const bytes = contentOf(library);
    const theirs = (bytes ? readElf(bytes) : null)?.symbols.filter(strong) ?? [];
    return theirs
      .filter(({ name }) => own.has(name))
      .map(({ name }) => ({ symbol: name, library }));
  });
}
