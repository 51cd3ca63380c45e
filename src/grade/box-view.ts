/** What a submission sees of the workbook while it is compiled and runs, and what is made ready for it outside. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { preludeOptions } from '../cell/prelude';
import { findToolchain, PLUGINS } from '../cell/toolchain';
import type { RunRequest } from '../exercise/run/request';
import { projectRoot } from '../native-loader';
import type { SandboxOptions } from '../sandbox';

/** Programs, libraries and headers. No source of a plugin, no mistake with its cure, no lesson, no recording: answers may stand there. */
const SHOWN = [
  'package.json',
  'dist',
  'node_modules',
  'build/Release',
  'models',
  'native/include',
  'native/cuda-emulator/include',
  // It is compiled with what includes its headers.
  'native/plugins/common',
];
const PRELUDES = '.workbook/cell/preludes';
const SCRATCH = ['.workbook/cell/objects', '.workbook/cell/linked', '.workbook/build'];

export type BoxView = Required<Pick<SandboxOptions, 'readOnly' | 'scratch' | 'env'>>;

/** @param kinds Of the runs that there will be. */
export function boxView(kinds: ReadonlySet<RunRequest['kind']>): BoxView {
  const path = (name: string): string => join(projectRoot, name);
  const tools = kinds.has('build') ? buildTools() : { shown: [], env: {} };
  const precompiled = existsSync(path(PRELUDES));
  const compiler = process.env['CXX'];
  return {
    readOnly: [
      ...SHOWN.map(path),
      ...pluginHeaders(),
      ...tools.shown,
      ...(precompiled ? [path(PRELUDES)] : []),
    ].filter((each) => existsSync(each)),
    scratch: [...SCRATCH, ...(precompiled ? [] : [PRELUDES])].map(path),
    env: { ...tools.env, ...(compiler === undefined ? {} : { CXX: compiler }) },
  };
}

/**
 * What exercises about build files need: CMake and Ninja of the machine or of set-up's Python packages. The programs in the environment's own `bin` are Python, which is
 * wherever somebody installed it; those within the packages need nothing.
 */
function buildTools(): { shown: string[]; env: Record<string, string> } {
  const wheels = packagesWith(['cmake/data', 'ninja/data']);
  const ninja = join(projectRoot, '.venv', 'bin', 'ninja');
  const system = existsSync(SHARE)
    ? readdirSync(SHARE)
        .filter((name) => name.startsWith('cmake'))
        .map((name) => join(SHARE, name))
    : [];
  const path = [...wheels.map((folder) => join(folder, 'bin')), ...SYSTEM_PATH];
  return {
    shown: [join(projectRoot, 'cmake'), ninja, ...wheels, ...system],
    env: { PATH: path.join(':') },
  };
}

/** These folders of the Python environment's packages. */
function packagesWith(names: readonly string[]): string[] {
  const libraries = join(projectRoot, '.venv', 'lib');
  if (!existsSync(libraries)) return [];
  return readdirSync(libraries)
    .flatMap((python) => names.map((name) => join(libraries, python, 'site-packages', name)))
    .filter((folder) => existsSync(folder));
}

const SHARE = '/usr/share';
const SYSTEM_PATH = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Declarations only; what is in `common` is shown whole. What was precompiled is for these headers, each as old as it is. */
function pluginHeaders(): string[] {
  return readdirSync(PLUGINS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(h|cuh)$/.test(name) && !name.startsWith('common/'))
    .map((name) => join(PLUGINS, name));
}

/** The program that runs in a sandbox. */
export const NODE = realpathSync(process.execPath);
export const BOX_MAIN = join(projectRoot, 'dist', 'exercise', 'run', 'box-main.js');

/** Precompiles, where it is not done yet, the headers that these runs will want: a sandbox can read what is there, and add nothing. */
export async function makeReady(requests: readonly RunRequest[]): Promise<void> {
  const levels = new Set(
    requests.flatMap((request) =>
      (request.kind === 'plugin' || request.kind === 'program') && !request.build?.memcheck
        ? [request.build?.optimize ?? 0]
        : [],
    ),
  );
  if (levels.size === 0) return;
  const toolchain = findToolchain();
  for (const optimize of levels)
    for (const dialect of ['cuda', 'c++'] as const)
      for (const text of ['', '#include <NvInfer.h>\n'])
        await preludeOptions(toolchain, dialect, { optimize }, text);
}
