import type { Bug } from './bug';

export const bug: Bug = {
  number: 6,
  name: '06-no-get-creators',
  title: 'A static plugin library given to --dynamicPlugins',
  symptom:
    'trtexec --dynamicPlugins, or IPluginRegistry::loadLibrary, refuses a library that ' +
    '--staticPlugins loads without a word.',
  message: {
    text:
      'IPluginRegistry::loadLibrary: Error Code 3: API Usage Error (SymbolAddress for ' +
      'getCreators could not be loaded, check function name against library symbol); ' +
      'libscale.so does not contain getCreators or getPluginCreators function.',
    from:
      'the first by TensorRT 10.6.0, loadLibrary() of this library on a CPU, 2026-11-22; the ' +
      'second in NVIDIA/TensorRT issue 4121',
  },
  shown:
    'loadLibrary throws LIBRARY_NOT_LOADED with the second text. TensorRT 10.6 unloads the ' +
    'refused library and keeps what it registered, so that the next getCreator() for it is a ' +
    'segmentation fault; this host takes the registration back.',
  cause:
    'The library registers itself while it is loaded (REGISTER_TENSORRT_PLUGIN) and does not ' +
    'export getCreators() and setLoggerFinder(), by which loadLibrary() asks for creators.',
  fix: 'Export both with C linkage; or load the library with --staticPlugins (plain dlopen).',
  never: 'Decide for one way in and write it into the README of the library.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'LIBRARY_NOT_LOADED',
      message: /does not contain getCreators or getPluginCreators function\./,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { dynamic: true }),
};
