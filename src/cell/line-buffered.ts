import { compileUnit } from './compile-unit';
import type { CppUnit } from './cpp-source';
import type { BuildVariant, Toolchain } from './toolchain';

/** Standard output line by line, as in a terminal: what was printed before a crash is not lost in a buffer. */
const TEXT = `#include <cstdio>
__attribute__((constructor)) static void bufferByLine() { std::setvbuf(stdout, nullptr, _IOLBF, 0); }
`;

/** @returns an object for programs */
export async function lineBuffered(toolchain: Toolchain, variant: BuildVariant): Promise<string> {
  const unit: CppUnit = {
    name: 'line-buffered.cpp',
    dialect: 'c++',
    text: TEXT,
    folders: [],
    shown: {},
    inCell: false,
  };
  return (await compileUnit(unit, toolchain, variant)).object;
}
