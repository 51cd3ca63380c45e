import type { Bug } from './bug';

export const bug: Bug = {
  number: 7,
  name: '07-registered-twice',
  title: 'Registered twice',
  symptom: 'The library does not load: its plugins exist already.',
  message: {
    text:
      'IPluginRegistry::loadLibrary: Error Code 4: API Usage Error (Cannot register the library ' +
      'as plugin creator of Scale exists already.)',
    from:
      'TensorRT 10.6.0, loadLibrary() of this library on a CPU, 2026-11-22; ' +
      'laugh12321/TensorRT-YOLO issue 100',
  },
  shown:
    'loadLibrary throws LIBRARY_NOT_LOADED with these words. TensorRT 10.6 unloads the ' +
    'refused library and keeps what the macro registered: the next getCreator() for it is a ' +
    'segmentation fault; this host takes the registration back.',
  cause:
    'REGISTER_TENSORRT_PLUGIN registers while the library is opened, and then loadLibrary() ' +
    'registers what getCreators() returns: the same name, version and namespace again. ' +
    'Loading one library in two ways does it too.',
  fix: 'Register in one way: getCreators() for loadLibrary(), or the macro for dlopen().',
  never: 'One library, one way in; and load each library in one place of the program.',
  sides: { kind: 'plugin', extension: 'cpp' },
  expected: {
    broken: {
      outcome: 'threw',
      code: 'LIBRARY_NOT_LOADED',
      message: /Cannot register the library as plugin creator of Scale exists already\./,
    },
    cured: { outcome: 'returned', result: [2, 4, 6, 8, 10, 12, 14, 16] },
  },
  reproduce: (_workbook, { library, host }, require) =>
    (require(host) as typeof import('./host')).runScale(library, { dynamic: true }),
};
