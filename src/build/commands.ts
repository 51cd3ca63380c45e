import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CxxCompiler } from '../cuda/compiler';
import type { PluginFlags } from './flags';

export interface CompileStep {
  source: string;
  object: string;
  command: string[];
  /** The files that the object was made from, once the command has run. */
  dependencies(): string[];
}

/** Instruments device code for memcheck and racecheck; the emulator's driver alone understands it. */
export const CHECK_OPTION = '--check';

/** What nvcc alone understands; g++ can do without. */
export const NVCC_OPTION = /^--(expt-|extended-lambda|use_fast_math)/;

const LINK_OPTION = /^-(l|L|Wl,)/;

/**
 * The commands that make a library of sources. Objects are named after their command, so that the same source with other options is
 * another object.
 *
 * @param folder where the objects go
 */
export function commandsFor(
  { sources, output, options }: { sources: string[]; output: string; options: string[] },
  { compiler, flags }: { compiler: CxxCompiler; flags: PluginFlags },
  folder: string,
): { compile: CompileStep[]; link: string[] } {
  const compileOptions = options.filter((option) => !LINK_OPTION.test(option));
  const compile = sources.map((source) => {
    if (!source.endsWith('.cu')) {
      return compileStep(source, cxxCommand(compileOptions, compiler, flags), folder, []);
    }
    const driver = flags.cudaCompiler.filter((word) => word.endsWith('.js')).flatMap(scriptsBeside);
    return compileStep(source, cudaCommand(compileOptions, flags), folder, driver);
  });
  const sanitize = options.filter((option) => option.startsWith('-fsanitize'));
  const link = [
    ...compiler.command,
    '-shared',
    '-o',
    output,
    ...compile.map(({ object }) => object),
    ...flags.libraryDirs.map((folder) => `-L${folder}`),
    ...flags.libraries.map((name) => `-l${name}`),
    ...sanitize,
    ...options.filter((option) => LINK_OPTION.test(option)),
    ...flags.ldFlags,
    // What is missing is an error now; with a sanitizer its runtime comes from elsewhere.
    ...(sanitize.length > 0 ? [] : ['-Wl,-z,defs']),
  ];
  return { compile, link };
}

function cxxCommand(options: string[], compiler: CxxCompiler, flags: PluginFlags): string[] {
  const include = flags.includeDirs.map((folder) => `-I${folder}`);
  const own = options.filter((option) => !NVCC_OPTION.test(option) && option !== CHECK_OPTION);
  return [...compiler.command, '-O2', '-g1', ...flags.cxxFlags, ...own, ...include];
}

function cudaCommand(options: string[], { tool, cudaCompiler, cudaFlags }: PluginFlags): string[] {
  if (tool === 'emulator') {
    const own = options.filter((option) => !NVCC_OPTION.test(option));
    return [...cudaCompiler, ...own, ...cudaFlags];
  }
  const standard = cudaFlags.filter((flag) => flag.startsWith('-std='));
  const single = ['-O2', ...standard, ...options.map(forNvcc)].filter(isLastOfItsKind);
  return [...cudaCompiler, ...single, ...cudaFlags.filter((flag) => !standard.includes(flag))];
}

/** nvcc takes what it knows, and hands the rest to the C++ compiler when told so. */
function forNvcc(option: string): string {
  const known = /^-(I|D|U|O|isystem|include|std=)/.test(option) || NVCC_OPTION.test(option);
  return known ? option : `-Xcompiler=${option}`;
}

/** g++ obeys the last -O and -std; nvcc warns of a second one. */
function isLastOfItsKind(option: string, index: number, all: string[]): boolean {
  const kind = /^-(O|std=)/.exec(option)?.[0];
  return kind === undefined || !all.slice(index + 1).some((later) => later.startsWith(kind));
}

function compileStep(
  source: string,
  compiler: string[],
  folder: string,
  compilerFiles: string[],
): CompileStep {
  const command = [...compiler, '-c', source];
  const key = createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16);
  const object = join(folder, `${basename(source)}.${key}.o`);
  const list = `${object}.d`;
  const headers = () => (existsSync(list) ? makeDependencies(readFileSync(list, 'utf8')) : []);
  return {
    source,
    object,
    command: [...command, '-MD', '-MF', list, '-o', object],
    dependencies: () => [source, ...headers(), ...compilerFiles],
  };
}

/** The parts of a compiler that is a script. */
function scriptsBeside(script: string): string[] {
  const folder = dirname(script);
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return names.map((name) => join(folder, name));
}

/** The files of a make rule: `target: a b \` and so on; a blank in a name is written `\ `. */
function makeDependencies(rule: string): string[] {
  const list = rule.slice(rule.search(/:\s/) + 1).replace(/\\\n/g, ' ');
  return [...list.matchAll(/(?:\\ |\S)+/g)].map(([name]) => name.replaceAll('\\ ', ' '));
}
