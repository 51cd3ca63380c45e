import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../native-loader';
import type { SandboxOptions } from './options';

/** Programs and headers of the workbook; no solution, no check, no lesson, nothing that a learner or grader wrote. */
const SHOWN = [
  'package.json',
  'dist',
  'node_modules',
  'build/Release',
  'models',
  'native/include',
  'native/cuda-emulator/include',
  'native/plugins',
];
/** Headers that were precompiled outside: inside they are taken as they are. */
const PRELUDES = '.workbook/cell/preludes';
const SCRATCH = ['.workbook/cell/objects', '.workbook/cell/linked'];

/** What a sandbox must show so that this package runs in it, and compiles plugins. */
export function workbookView(): Required<Pick<SandboxOptions, 'readOnly' | 'scratch'>> {
  const path = (name: string): string => join(projectRoot, name);
  const precompiled = existsSync(path(PRELUDES));
  return {
    readOnly: [...SHOWN, PRELUDES].map(path).filter((each) => existsSync(each)),
    scratch: [...SCRATCH, ...(precompiled ? [] : [PRELUDES])].map(path),
  };
}
