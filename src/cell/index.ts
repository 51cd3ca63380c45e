/** C++ of notebook cells, compiled and run. */
export { buildPlugin, type BuildPluginOptions, type PluginSource } from './build-plugin';
export { CppError, type CppDiagnostic } from './cpp-error';
export type { CppProgram } from './cpp-program';
export type { CppSource } from './cpp-source';
export { runCpp, type RunCppOptions } from './run-cpp';
