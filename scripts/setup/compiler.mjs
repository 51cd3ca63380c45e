import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { capture } from './command.mjs';

/** Needs the language, its library and the linker: any of them can be missing by itself. */
const sample = `
#include <filesystem>
#include <optional>
#include <string_view>
std::optional<int> answer(std::string_view text) { if (text.empty()) return std::nullopt; return 42; }
extern "C" bool exists(char const* path) { return std::filesystem::exists(path) && answer(path).has_value(); }
`;

/**
 * Looks for a C++17 compiler that compiles and links: $CXX, g++, c++, clang++.
 *
 * @returns {Promise<{ compiler?: { file: string, version: string }, seen: string[] }>} `seen`: those that did not do.
 */
export async function findCompiler() {
  const seen = [];
  const names = [process.env.CXX, 'g++', 'c++', 'clang++'].filter(Boolean);
  for (const file of new Set(names.map(which))) {
    const version = file && (await capture(file, ['--version']));
    if (!version) continue;
    const first = version.split('\n')[0].trim();
    const out = path.join(os.tmpdir(), `workbook-compiler-${process.pid}.so`);
    const works = await capture(
      file,
      ['-std=c++17', '-fPIC', '-shared', '-x', 'c++', '-', '-o', out],
      { input: sample },
    );
    fs.rmSync(out, { force: true });
    if (works !== undefined) return { compiler: { file, version: first }, seen };
    seen.push(`${file} (${first})`);
  }
  return { seen };
}

/** The file that a command name stands for in PATH. */
export function which(name) {
  const places = name.includes('/') ? [''] : (process.env.PATH ?? '').split(':');
  for (const place of places) {
    const file = path.resolve(place, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      if (fs.statSync(file).isFile()) return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}
