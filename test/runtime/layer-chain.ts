/** Prepared plugin layers on plain native objects, as a context holds them. */
import * as assert from 'uvu/assert';
import type {
  NativeDeviceBuffer,
  NativeInvocation,
  NativePluginV2,
  NativePluginV3,
  PluginField,
  PluginTensorDesc,
} from '../../src/native';
import { native } from '../../src/native-loader';
import { field, float32 } from '../../src/runtime/plugin/plugin-field';
import { registryWithPlugins } from './add-scalar-engine';

export const COUNT = 4;
export const DESC: PluginTensorDesc = { dims: [COUNT], type: 'kFLOAT', format: 'kLINEAR' };

export interface Layer {
  plugin: NativePluginV2 | NativePluginV3;
  invocation: NativeInvocation;
}

/** y = x + scalar as version "1" (V2) or "2" (V3), prepared for these buffers. */
export function addScalarLayer(
  version: '1' | '2',
  scalar: number,
  x: NativeDeviceBuffer,
  y: NativeDeviceBuffer,
): Layer {
  registryWithPlugins();
  const fields: PluginField[] = [field('scalar', float32(scalar), 'kFLOAT32')];
  return layerOf('AddScalar', version, fields, x, y);
}

export function layerOf(
  name: string,
  version: string,
  fields: PluginField[],
  x: NativeDeviceBuffer,
  y: NativeDeviceBuffer,
): Layer {
  const creator = native().pluginRegistry.getCreator(name, version, '');
  assert.ok(creator, `${name} ${version} is not registered`);
  const plugin = creator.createPlugin('layer', fields, 'kRUNTIME');
  assert.ok(plugin);
  const invocation = new (native().Invocation)([DESC], [DESC]);
  invocation.setInputAddress(0, x);
  invocation.setOutputAddress(0, y);
  if (plugin.generation === 'V2') {
    const range = { desc: DESC, min: DESC.dims, opt: [], max: DESC.dims };
    plugin.configurePlugin([range], [range]);
    plugin.initialize();
    return { plugin, invocation };
  }
  assert.is(plugin.getCapabilityInterface('kRUNTIME')?.onShapeChange([DESC], [DESC]), 0);
  return { plugin, invocation };
}

/** The code of what `run` throws, and its message. */
export function thrown(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof Error);
    return { code: String(Reflect.get(error, 'code')), message: error.message };
  }
  return { code: 'nothing was thrown', message: '' };
}

/** The floats in a buffer. */
export function floatsOf(buffer: NativeDeviceBuffer): number[] {
  const floats = new Float32Array(Math.floor(buffer.byteLength / 4));
  buffer.copyTo(floats);
  return [...floats];
}
