import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiUsageError } from '../errors';
import { PLUGINS } from './toolchain';

/** A plugin of native/plugins. */
export interface PluginFolder {
  /** Of the folder: `addScalarPlugin`. */
  name: string;
  path: string;
  /** Files that are compiled, without their folder. */
  sources: string[];
  headers: string[];
  /** Its creators' classes, as native/plugins/pluginLibrary.cpp has them, in its order: `workbook::AddScalarPluginCreator`. */
  creators: string[];
}

/** @throws {ApiUsageError} `PLUGIN_UNKNOWN`, naming those that there are */
export function pluginFolder(name: string): PluginFolder {
  const names = pluginNames();
  if (!names.includes(name)) {
    throw new ApiUsageError(
      'PLUGIN_UNKNOWN',
      `Cannot build plugin "${name}": there is none of this name`,
      {
        expected: `one of ${names.join(', ')}`,
      },
    );
  }
  const path = join(PLUGINS, name);
  const files = readdirSync(path).sort();
  const headers = files.filter((file) => /\.(h|cuh)$/.test(file));
  return {
    name,
    path,
    sources: files.filter((file) => /\.(cpp|cu)$/.test(file)),
    headers,
    creators: creatorsIn(headers.map((file) => readFileSync(join(path, file), 'utf8')).join('\n')),
  };
}

function pluginNames(): string[] {
  return readdirSync(PLUGINS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'common')
    .map(({ name }) => name)
    .filter((name) => existsSync(join(PLUGINS, name)))
    .sort();
}

/** The creators of the workbook's own library that these headers declare. */
function creatorsIn(headers: string): string[] {
  const library = readFileSync(join(PLUGINS, 'pluginLibrary.cpp'), 'utf8');
  const listed = [...library.matchAll(/^\s*static (\w+(?:::\w+)*::(\w+)) \w+;$/gm)];
  return listed
    .filter(([, , name = '']) => new RegExp(`\\bclass ${name}\\b[^;]*\\{`).test(headers))
    .map(([, name = '']) => name);
}

/** What the registry's loadLibrary asks the library for: the plugin's creators, and a place for its logger. */
export function libraryEntry({ headers, name, creators }: PluginFolder): string {
  const objects = creators.map((creator, at) => `    static ${creator} creator${at};`);
  const pointers = creators.map((_, at) => `&creator${at}`).join(', ');
  return [
    ...headers
      .filter((header) => header.endsWith('.h'))
      .map((header) => `#include "${name}/${header}"`),
    '#include "common/pluginLogger.h"',
    '#define EXPORTED extern "C" __attribute__((visibility("default")))',
    'EXPORTED void setLoggerFinder(nvinfer1::ILoggerFinder* finder) { workbook::setPluginLoggerFinder(finder); }',
    'EXPORTED nvinfer1::IPluginCreatorInterface* const* getCreators(int32_t& nbCreators) {',
    ...objects,
    `    static nvinfer1::IPluginCreatorInterface* const creators[] = {${pointers}};`,
    `    nbCreators = ${creators.length};`,
    '    return creators;',
    '}',
    '',
  ].join('\n');
}
