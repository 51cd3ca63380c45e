import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BuildCache } from '../../build/build-cache';
import { commandsFor } from '../../build/commands';
import { compileObject } from '../../build/compile-object';
import { pluginFlags } from '../../build/flags';
import { buildPluginLibrary } from '../../build/plugin-library';
import { diagnose, runCommand } from '../../build/run-command';
import { findCompiler } from '../../cuda/compiler';
import { pluginLibrary, projectRoot } from '../../native-loader';
import type { Bug, Side } from './bug';
import type { Place } from './expectation';

/** The folder of the bugs' sources. */
export const BROKEN = join(projectRoot, 'native', 'broken');

const BUILT = join(projectRoot, '.workbook', 'broken');
const KERNEL = join(BROKEN, 'common', 'scaleKernel.cu');
/** For debuggers: every line and every variable is there. */
const OPTIONS = ['-O0', '-g'];

/** What a side consists of once it is built. Paths are absolute. */
export interface BuiltSide {
  library: string;
  /** A host program: JavaScript to require, or an executable; empty where the sides are plugins. */
  program: string;
  others: Record<string, string>;
}

/** The file that differs between the sides. */
export function sourceOf(bug: Bug, side: Side): string {
  const { sides } = bug;
  const extension = {
    plugin: sides.kind === 'plugin' ? sides.extension : '',
    host: 'cjs',
    program: 'cpp',
    recipe: 'sh',
  }[sides.kind];
  return join(BROKEN, bug.name, `${side}.${extension}`);
}

/** The line that the backtrace of the broken side has; null where nothing dies or hangs in a plugin. */
export function placeOf(bug: Bug): Place | null {
  const { line, sides } = bug;
  if (line === undefined) return null;
  const source =
    sides.kind === 'program' ? join(BROKEN, bug.name, sides.plugin) : sourceOf(bug, 'broken');
  const before = readFileSync(source, 'utf8').split(line)[0] ?? '';
  return { file: join(bug.name, basename(source)), line: before.split('\n').length };
}

let building: Promise<unknown> = Promise.resolve();

/**
 * Builds a side, after what is being built: sides share objects. What has not changed is not built again.
 * @throws {BuildError} in the compiler's words
 */
export function buildSide(bug: Bug, side: Side): Promise<BuiltSide> {
  const built = building.then(() => makeSide(bug, side));
  building = built.catch(() => undefined);
  return built;
}

async function makeSide(bug: Bug, side: Side): Promise<BuiltSide> {
  const folder = join(BROKEN, bug.name);
  const own = sourceOf(bug, side);
  const others: Record<string, string> = {};
  for (const name of bug.others ?? []) {
    others[name] = await buildLibrary([join(folder, `${name}.cpp`), KERNEL], libraryOf(bug, name));
  }
  const { sides } = bug;
  switch (sides.kind) {
    case 'plugin': {
      const kernels = (sides.kernels ?? []).map((name) => join(BROKEN, 'common', name));
      const sources = [own, KERNEL, ...kernels];
      const library = await buildLibrary(sources, libraryOf(bug, side), sides.check);
      return { library, program: '', others };
    }
    case 'host': {
      const library = sides.plugin
        ? await buildLibrary([join(folder, sides.plugin), KERNEL], libraryOf(bug, 'plugin'))
        : pluginLibrary;
      return { library, program: own, others };
    }
    case 'program': {
      const sources = [join(folder, sides.plugin), KERNEL];
      const library = await buildLibrary(sources, libraryOf(bug, 'plugin'));
      return { library, program: await buildProgram(own, join(BUILT, bug.name, side)), others };
    }
    case 'recipe':
      return { library: await runRecipe(bug, side), program: '', others };
  }
}

const libraryOf = (bug: Bug, name: string): string => join(BUILT, bug.name, name, 'libscale.so');

async function buildLibrary(sources: string[], output: string, check = false): Promise<string> {
  await buildPluginLibrary({ sources, output, options: OPTIONS, check });
  return output;
}

/** A C++ host program: it links what a plugin library links. */
async function buildProgram(source: string, output: string): Promise<string> {
  const flags = pluginFlags();
  const command = [
    ...findCompiler(process.env['CXX']).command,
    ...[...flags.cxxFlags, ...OPTIONS],
    ...flags.includeDirs.map((folder) => `-I${folder}`),
    ...['-o', output, source],
    ...flags.libraryDirs.map((folder) => `-L${folder}`),
    ...flags.libraries.map((name) => `-l${name}`),
    ...['-ldl', ...flags.ldFlags],
  ];
  return make(output, command, [source]);
}

/** A shell script that is a build of its own; KERNEL is the object of the kernel that every Scale launches. */
async function runRecipe(bug: Bug, side: Side): Promise<string> {
  const flags = pluginFlags();
  const compiler = findCompiler(process.env['CXX']);
  const output = libraryOf(bug, side);
  const folder = join(BROKEN, bug.name);
  const cache = new BuildCache(join(projectRoot, '.workbook', 'build'));
  const wanted = { sources: [KERNEL], output, options: OPTIONS };
  const [kernel] = commandsFor(wanted, { compiler, flags }, cache.folder).compile;
  if (kernel) await compileObject(kernel, cache);
  const cxxFlags = [...flags.cxxFlags, ...OPTIONS, ...flags.includeDirs.map((dir) => `-I${dir}`)];
  const settings = {
    CXX: compiler.command.join(' '),
    CXXFLAGS: cxxFlags.join(' '),
    KERNEL: kernel?.object ?? '',
    LIBRARY_DIR: flags.libraryDirs.join(':'),
    OUTPUT: output,
  };
  const command = [
    'env',
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    ...['sh', sourceOf(bug, side)],
  ];
  const inputs = [folder, join(BROKEN, 'common')].flatMap((each) =>
    readdirSync(each).map((name) => join(each, name)),
  );
  return make(output, command, [...inputs, settings.KERNEL]);
}

async function make(output: string, command: string[], inputs: string[]): Promise<string> {
  const cache = new BuildCache(join(projectRoot, '.workbook', 'build'));
  if (cache.isFresh(output, command)) return output;
  mkdirSync(join(output, '..'), { recursive: true });
  cache.forget(output);
  const run = await runCommand(command);
  if (run.exitCode !== 0) throw diagnose(output, run);
  cache.remember(output, command, inputs);
  return output;
}
