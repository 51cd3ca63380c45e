/** What the tests of the binding share: the addon itself, untyped calls, descriptors. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type {
  DynamicPluginTensorDesc,
  NativeBinding,
  NativePluginCreator,
  NativePluginV2,
  NativePluginV3,
  PluginField,
  PluginTensorDesc,
} from '../../../src/native';

const build = join(process.cwd(), 'build', 'Release');
// The addon directly: the loader around it is not under test.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const binding = require(join(build, 'workbook.node')) as NativeBinding;
export const probeLibrary = join(build, 'libworkbook_probe.so');

export const desc: PluginTensorDesc = { dims: [2, 3], type: 'kFLOAT', format: 'kLINEAR' };
export const dynamicDesc: DynamicPluginTensorDesc = { desc, min: [1, 3], opt: [2, 3], max: [4, 3] };

export const text = (name: string, value: string): PluginField => ({
  name,
  type: 'kCHAR',
  length: Buffer.byteLength(value),
  data: Buffer.from(value),
});

/** Calls a method, or a function or constructor by its name, with whatever arguments. */
export function call(target: object, method: string, ...args: unknown[]): unknown {
  const member: unknown = Reflect.get(target, method);
  assert.type(member, 'function', method);
  return Reflect.apply(member as (...args: unknown[]) => unknown, target, args);
}

/** The `code` of what `run` throws. */
export function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof Error);
    const code: unknown = Reflect.get(error, 'code');
    assert.type(code, 'string', `no code: ${error.message}`);
    return code as string;
  }
  return 'nothing was thrown';
}

export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

/** A creator that must be registered. */
export function creatorOf(name: string, version: string): NativePluginCreator {
  const creator = binding.pluginRegistry.getCreator(name, version, '');
  assert.ok(creator, `${name} ${version} is not registered`);
  return creator;
}

export function newV3(name: string, fields: PluginField[] = []): NativePluginV3 {
  const plugin = creatorOf(name, '2').createPlugin('p', fields, 'kBUILD');
  assert.ok(plugin?.generation === 'V3');
  return plugin;
}

export function newV2(name: string, fields: PluginField[] = []): NativePluginV2 {
  const plugin = creatorOf(name, '1').createPlugin('p', fields);
  assert.ok(plugin?.generation === 'V2');
  return plugin;
}

export function present<T>(value: T | null): T {
  assert.ok(value !== null, 'null');
  return value;
}

/** Compiles a fixture into a shared library that takes TensorRT's symbols from the loaded stand-in. */
export function compileLibrary(name: string, output: string): void {
  const source = join('test', 'native', 'binding', 'fixtures', `${name}.cpp`);
  const include = ['native/include', 'native/cuda-emulator/include'].map((path) => `-I${path}`);
  const flags = ['-std=c++17', '-shared', '-fPIC', '-Wno-deprecated-declarations'];
  const compiler = [process.env.CXX, 'c++', 'g++', 'clang++'].find(
    (command) => command && spawnSync(command, ['--version']).status === 0,
  );
  assert.ok(compiler, 'no C++ compiler: set CXX, or install g++ or clang++');
  const run = spawnSync(compiler, [...flags, ...include, source, '-o', output], {
    encoding: 'utf8',
  });
  assert.is(run.status, 0, run.stderr);
}
