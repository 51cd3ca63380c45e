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
/** For exercises about build files. */
const SHOWN_FOR_BUILDS = ['cmake', '.venv/bin/cmake', '.venv/bin/ninja'];
const PRELUDES = '.workbook/cell/preludes';
const SCRATCH = ['.workbook/cell/objects', '.workbook/cell/linked', '.workbook/build'];

export type BoxView = Required<Pick<SandboxOptions, 'readOnly' | 'scratch' | 'env'>>;

/** @param kinds Of the runs that there will be. */
export function boxView(kinds: ReadonlySet<RunRequest['kind']>): BoxView {
  const path = (name: string): string => join(projectRoot, name);
  const shown = [...SHOWN, ...(kinds.has('build') ? SHOWN_FOR_BUILDS : [])].map(path);
  const precompiled = existsSync(path(PRELUDES));
  const compiler = process.env['CXX'];
  return {
    readOnly: [...shown, ...pluginHeaders(), ...(precompiled ? [path(PRELUDES)] : [])].filter(
      (each) => existsSync(each),
    ),
    scratch: [...SCRATCH, ...(precompiled ? [] : [PRELUDES])].map(path),
    env: compiler === undefined ? {} : { CXX: compiler },
  };
}

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
