import { compileUnit } from './compile-unit';
import { fromCaller } from './cpp-error';
import { unitOf, type CppSource, type CppUnit } from './cpp-source';
import { link } from './link';
import { libraryEntry, pluginFolder, type PluginFolder } from './plugin-folder';
import { replacedPlugin } from './replaced-plugin';
import { allOf, commonObjects, commonSources, compileFiles } from './shared-parts';
import { CELL } from './shown-path';
import { findToolchain, type BuildVariant, type Toolchain } from './toolchain';

/** A plugin's text, its file, or a plugin of native/plugins with regions of its sources replaced. */
export type PluginSource =
  | CppSource
  | {
      /** The folder's name: `addScalarPlugin`. */
      plugin: string;
      /** By the anchor of a region (`// ANCHOR: name` to `// ANCHOR_END: name`), or `file#anchor` where several files have it: the text in its place. */
      replace?: Readonly<Record<string, string>>;
    };

/** How the library is compiled; for `check` and `sanitize` give runInChild the options `checks` and `sanitize`. */
export type BuildPluginOptions = BuildVariant;

/**
 * Compiles a plugin library. The same text is not compiled again, and of a plugin of native/plugins only what was replaced.
 *
 * A text or file brings its own registration, which decides how it is loaded, as with TensorRT: `REGISTER_TENSORRT_PLUGIN(Creator)` registers while the registry's
 * `openLibrary` opens it, an exported `getCreators` is called by `loadLibrary`. For a plugin of native/plugins `getCreators` is made
 * for its creators, those of both generations. They have the names and versions that the workbook's own library (`pluginLibrary`) registers, so a process that has
 * loaded that one refuses this one: load it in a process of its own, by `runInChild`.
 *
 * @returns the library's path, for `getPluginRegistry().loadLibrary(path)`, or `openLibrary(path)` where it has the macro
 * @throws {CppError} `CPP_COMPILE_FAILED` with the compiler's errors at the cell's lines
 * @throws {ApiUsageError} `CPP_SOURCE_INVALID`, `PLUGIN_UNKNOWN` or `ANCHOR_UNKNOWN`
 * @throws {CompilerNotFoundError} `COMPILER_NOT_FOUND`
 * @example
 * ```ts
 * const library = await buildPlugin({
 *   plugin: 'addScalarPlugin',
 *   replace: { 'output-shapes': String.raw`…` },
 * });
 * const report = await runInChild(({ getPluginRegistry }, path) => {
 *   getPluginRegistry().loadLibrary(path);
 *   return getPluginRegistry().getAllCreators().length;
 * }, library);
 * ```
 */
export async function buildPlugin(
  source: PluginSource,
  options: BuildPluginOptions = {},
): Promise<string> {
  // The running cell is asked for before anything is waited for: afterwards it may be another.
  const request =
    typeof source === 'object' && 'plugin' in source
      ? ofFolder(pluginFolder(source.plugin), source.replace ?? {})
      : ofUnit(unitOf(source));
  try {
    return await makeLibrary(request, options);
  } catch (error) {
    throw fromCaller(error, buildPlugin);
  }
}

/** What a library is made of. */
interface LibraryRequest {
  name: string;
  units: CppUnit[];
  /** The unit that errors of the linker are about. */
  main: CppUnit;
  /** Where changed headers are. */
  includeFolder: string | null;
  allCommon: boolean;
}

function ofUnit(unit: CppUnit): LibraryRequest {
  return { name: CELL, units: [unit], main: unit, includeFolder: null, allCommon: false };
}

function ofFolder(plugin: PluginFolder, replace: Readonly<Record<string, string>>): LibraryRequest {
  const { units, main, includeFolder } = replacedPlugin(plugin, replace);
  const entry: CppUnit = {
    name: 'entry.cpp',
    dialect: 'c++',
    text: libraryEntry(plugin),
    folders: [],
    shown: {},
    inCell: main.inCell,
  };
  return { name: plugin.name, units: [...units, entry], main, includeFolder, allCommon: true };
}

async function makeLibrary(request: LibraryRequest, variant: BuildVariant): Promise<string> {
  const { name, units, main, includeFolder, allCommon } = request;
  const toolchain = withIncludeFolder(findToolchain(), includeFolder);
  const parts = await Promise.allSettled([
    ...units.map(async (unit) => [(await compileUnit(unit, toolchain, variant)).object]),
    allCommon
      ? compileFiles(commonSources(), toolchain, variant)
      : commonObjects(main.text, toolchain, variant),
  ]);
  const objects = allOf(parts).flat();
  return link({ kind: 'library', name: `lib${name}.so`, objects, unit: main }, toolchain, variant);
}

function withIncludeFolder(toolchain: Toolchain, folder: string | null): Toolchain {
  if (folder === null) return toolchain;
  const { flags } = toolchain;
  return { ...toolchain, flags: { ...flags, includeDirs: [folder, ...flags.includeDirs] } };
}
