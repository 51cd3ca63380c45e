import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { CxxCompiler } from '../cuda/compiler';
import { projectRoot } from '../native-loader';

/** The compilers of this machine. */
export interface BuildTools {
  compiler: CxxCompiler;
  /** Path of nvcc, where the library is built for a GPU. */
  nvcc: string | null;
}

export interface CompileStep {
  source: string;
  object: string;
  command: string[];
  /** The files that the object was made from, once the command has run. */
  dependencies(run: { stdout: string }): string[];
}

const HEADERS = join(projectRoot, 'native', 'include');
const EMULATOR_HEADERS = join(projectRoot, 'native', 'cuda-emulator', 'include');
const LIBRARIES = join(projectRoot, 'build', 'Release');
const CUDA_DRIVER = join(projectRoot, 'dist', 'cuda', 'compile.js');

/** For which GPUs nvcc compiles: real code for each, and PTX of the last for what comes later. */
const ARCHITECTURES = ['75', '80', '86', '89', '90'];

/** V2 plugins are deprecated, not wrong. */
const CXX_OPTIONS = ['-std=c++17', '-O2', '-g1', '-fPIC', '-Wno-deprecated-declarations'];

/**
 * The commands that make a library of sources. Objects are named after their command, so that the same source with other options is
 * another object.
 */
export function commandsFor(
  { sources, output, options }: { sources: string[]; output: string; options: string[] },
  tools: BuildTools,
  folder: string,
): { compile: CompileStep[]; link: string[] } {
  const compile = sources.map((source) => compileStep(source, options, tools, folder));
  const objects = compile.map(({ object }) => object);
  const libraries = [`-L${LIBRARIES}`, '-l:libnvinfer.so.10'];
  const linkOptions = options.filter((option) => /^-(fsanitize|l|L|Wl,)/.test(option));
  if (tools.nvcc) {
    return { compile, link: [tools.nvcc, '-shared', '-o', output, ...objects, ...linkOptions, ...libraries] };
  }
  const sanitized = options.some((option) => option.startsWith('-fsanitize'));
  return {
    compile,
    link: [
      ...tools.compiler.command,
      '-shared',
      '-o',
      output,
      ...objects,
      ...libraries,
      '-l:libworkbook_cudart.so',
      ...linkOptions,
      `-Wl,-rpath,${LIBRARIES}`,
      // What is missing is an error now; with a sanitizer its runtime comes from elsewhere.
      ...(sanitized ? [] : ['-Wl,-z,defs']),
    ],
  };
}

function compileStep(source: string, options: string[], tools: BuildTools, folder: string): CompileStep {
  const command = compileCommand(source, options, tools);
  const key = createHash('sha256').update(JSON.stringify(command)).digest('hex').slice(0, 16);
  const object = join(folder, `${basename(source)}.${key}.o`);
  const list = `${object}.d`;
  return {
    source,
    object,
    command: [...command, '-MD', '-MF', list, '-o', object],
    dependencies: () => [source, ...(existsSync(list) ? makeDependencies(readFileSync(list, 'utf8')) : [])],
  };
}

function compileCommand(source: string, options: string[], { compiler, nvcc }: BuildTools): string[] {
  const compileOptions = options.filter((option) => !/^-(l|L|Wl,)/.test(option));
  if (nvcc) {
    const code = ARCHITECTURES.flatMap((sm) => ['-gencode', `arch=compute_${sm},code=sm_${sm}`]);
    const newest = ARCHITECTURES[ARCHITECTURES.length - 1];
    const ptx = ['-gencode', `arch=compute_${newest},code=compute_${newest}`];
    const host = ['-std=c++17', '-O2', '-Xcompiler', '-fPIC', '-ccbin', compiler.command[0] ?? 'g++'];
    return [nvcc, ...host, ...code, ...ptx, '-x', 'cu', ...compileOptions, `-I${HEADERS}`, '-c', source];
  }
  if (source.endsWith('.cu')) {
    return [process.execPath, CUDA_DRIVER, ...compileOptions, `-I${HEADERS}`, '-Wno-deprecated-declarations', source];
  }
  const gnu = compiler.family === 'gcc' ? ['-fno-gnu-unique'] : [];
  const include = [`-I${HEADERS}`, `-I${EMULATOR_HEADERS}`];
  return [...compiler.command, ...CXX_OPTIONS, ...gnu, ...compileOptions, ...include, '-c', source];
}

/** The files of a make rule: `target: a b \` and so on; a blank in a name is written `\ `. */
function makeDependencies(rule: string): string[] {
  const list = rule.slice(rule.indexOf(':') + 1).replace(/\\\n/g, ' ');
  return [...list.matchAll(/(?:\\ |\S)+/g)].map(([name]) => name.replaceAll('\\ ', ' '));
}
