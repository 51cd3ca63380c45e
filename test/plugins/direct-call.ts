/** Calls plugins method by method, without the host: what a test gives is what the plugin sees. */
import * as assert from 'uvu/assert';
import type {
  DynamicPluginTensorDesc,
  NativePluginCreator,
  NativePluginV2,
  NativePluginV3,
  NativePluginV3Build,
  NativePluginV3Runtime,
  PluginField,
  PluginTensorDesc,
  TensorRTPhase,
} from '../../src/native';
import { native, pluginLibrary } from '../../src/native-loader';
import { DeviceBuffer, Stream } from '../../src/runtime/context/device';
import type { DataType, TensorFormat } from '../../src/runtime/enums';
import { collectErrors } from '../../src/runtime/logger';

let loaded = false;

/** The creator of the workbook's plugin library. */
export function creatorOf(name: string, version: '1' | '2'): NativePluginCreator {
  const { pluginRegistry } = native();
  // checked.test.ts runs the same tests on a library whose device code is checked.
  if (!loaded) pluginRegistry.loadLibrary(process.env['WORKBOOK_PLUGIN_LIBRARY'] ?? pluginLibrary);
  loaded = true;
  const creator = pluginRegistry.getCreator(name, version, '');
  if (!creator) throw new Error(`${name} version ${version} is not registered`);
  return creator;
}

/** A version "1" plugin; destroy it. */
export function createV2(name: string, fields: PluginField[]): NativePluginV2 {
  const plugin = creatorOf(name, '1').createPlugin('layer', fields);
  if (plugin?.generation !== 'V2') throw new Error(`${name} version 1 is no V2 plugin`);
  return plugin;
}

/** A version "2" plugin; destroy it. */
export function createV3(
  name: string,
  fields: PluginField[],
  phase: TensorRTPhase = 'kBUILD',
): NativePluginV3 {
  const plugin = creatorOf(name, '2').createPlugin('layer', fields, phase);
  if (plugin?.generation !== 'V3') throw new Error(`${name} version 2 is no V3 plugin`);
  return plugin;
}

export function buildOf(plugin: NativePluginV3): NativePluginV3Build {
  const build = plugin.getCapabilityInterface('kBUILD');
  if (!build) throw new Error('the plugin has no kBUILD interface');
  return build;
}

export function runtimeOf(plugin: NativePluginV3): NativePluginV3Runtime {
  const runtime = plugin.getCapabilityInterface('kRUNTIME');
  if (!runtime) throw new Error('the plugin has no kRUNTIME interface');
  return runtime;
}

/** The creator returns null for these fields, and what it logs holds `says`. */
export function refusesFields(
  name: string,
  version: '1' | '2',
  fields: PluginField[],
  ...says: string[]
): void {
  const creator = creatorOf(name, version);
  const { result, errors } = collectErrors(() => creator.createPlugin('layer', fields, 'kBUILD'));
  assert.is(result, null);
  assertSaid(errors, [`Cannot create ${name}: `, ...says]);
}

/** Exactly one message, which holds each of these. */
export function assertSaid(errors: string[], says: string[]): void {
  assert.is(errors.length, 1, errors.join('\n'));
  for (const part of says) {
    assert.ok(errors[0]?.includes(part), `"${part}" is not in: ${errors[0]}`);
  }
}

export const desc = (
  dims: number[],
  type: DataType = 'kFLOAT',
  format: TensorFormat = 'kLINEAR',
  scale?: number,
): PluginTensorDesc => ({ dims, type, format, ...(scale === undefined ? {} : { scale }) });

/** The same descriptor as the builder passes it to V3. */
export const dynamic = (one: PluginTensorDesc): DynamicPluginTensorDesc => ({
  desc: one,
  min: one.dims,
  opt: one.dims,
  max: one.dims,
});

export interface InputTensor {
  desc: PluginTensorDesc;
  data: ArrayBufferView;
}
export interface OutputTensor {
  desc: PluginTensorDesc;
  /** Of its elements, with padding. */
  byteLength: number;
}

/** What lies around every output, and in it before. */
const GUARD_BYTES = 256;
const GUARD = 0xa5;

/**
 * One enqueue on a stream of its own, with inputs copied to the device and outputs between guards. An empty tensor is passed as a null
 * pointer, as TensorRT does. The inputs are checked to be unchanged afterwards. What the plugin leaves unwritten is 0xA5.
 *
 * @returns what enqueue returned, what was logged, and the outputs' bytes
 */
export function enqueue(
  plugin: NativePluginV2 | NativePluginV3Runtime,
  inputs: InputTensor[],
  outputs: OutputTensor[],
  workspaceBytes = 0,
): { code: number; errors: string[]; outputs: Uint8Array[] } {
  const stream = new Stream();
  const sources = inputs.map(({ data }) => DeviceBuffer.from(data));
  const filled = (byteLength: number) => {
    const buffer = new DeviceBuffer(byteLength);
    if (byteLength > 0) buffer.native.fill(GUARD);
    return buffer;
  };
  const targets = outputs.map(({ byteLength }) => filled(byteLength + 2 * GUARD_BYTES));
  const workspace = filled(workspaceBytes);
  try {
    const invocation = new (native().Invocation)(
      inputs.map((input) => input.desc),
      outputs.map((output) => output.desc),
    );
    sources.forEach((source, i) =>
      invocation.setInputAddress(i, source.byteLength > 0 ? source.native : null),
    );
    targets.forEach((target, i) => {
      if (outputs[i]?.byteLength === 0) invocation.setOutputAddress(i, null);
      else invocation.setOutputAddress(i, target.native, GUARD_BYTES);
    });
    if (workspaceBytes > 0) invocation.setWorkspace(workspace.native);
    const { result: code, errors } = collectErrors(() => plugin.enqueue(invocation, stream.native));
    stream.synchronize();
    inputs.forEach(({ data }, i) =>
      assert.ok(sameBytes(sources[i]?.toUint8Array(), bytesOf(data)), `input ${i} was written to`),
    );
    const written = targets.map((target, i) => {
      const bytes = target.toUint8Array();
      const end = bytes.length - GUARD_BYTES;
      const untouched = (part: Uint8Array) => part.every((byte) => byte === GUARD);
      assert.ok(
        untouched(bytes.subarray(0, GUARD_BYTES)) && untouched(bytes.subarray(end)),
        `output ${i} was written outside its memory`,
      );
      return bytes.slice(GUARD_BYTES, end);
    });
    return { code, errors, outputs: written };
  } finally {
    for (const buffer of [...sources, ...targets, workspace]) buffer.free();
    stream.destroy();
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);
const sameBytes = (a: Uint8Array | undefined, b: Uint8Array) =>
  a !== undefined && Buffer.compare(a, b) === 0;

/** The enqueue fails, says why, and leaves the outputs alone. */
export function refusesToRun(
  plugin: NativePluginV2 | NativePluginV3Runtime,
  inputs: InputTensor[],
  outputs: OutputTensor[],
  ...says: string[]
): void {
  const { code, errors, outputs: bytes } = enqueue(plugin, inputs, outputs);
  assert.is(code, 1);
  assertSaid(errors, ['Cannot run ', ...says]);
  assert.ok(bytes.every((one) => one.every((byte) => byte === GUARD)));
}

/** The expressions of one shape, printed: `[n, 3, 2 * h]`. */
export function shapeText(shape: { toString(): string }[] | undefined): string {
  return `[${(shape ?? []).map((one) => one.toString()).join(', ')}]`;
}
