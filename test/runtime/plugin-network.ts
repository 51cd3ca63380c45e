/** Networks of plugins for the runtime tests: defined, built, run, and everything ended again. */
import type { PluginField } from '../../src/native';
import { probeLibrary } from '../../src/native-loader';
import type { BuilderConfig } from '../../src/runtime/build/builder-config';
import { createBuilder } from '../../src/runtime/builder';
import type { ExecutionContext, HostValues } from '../../src/runtime/context/context';
import { DeviceBuffer, type Stream } from '../../src/runtime/context/device';
import type { PluginLayer, Tensor } from '../../src/runtime/network/layer';
import type { NetworkDefinition, NetworkOptions } from '../../src/runtime/network/network';
import { chars, field, float32, int32 } from '../../src/runtime/plugin/plugin-field';
import type { PluginRegistry } from '../../src/runtime/plugin/plugin-registry';
import { byteSize, type Dims } from '../../src/runtime/tensor';
import { registryWithPlugins } from './add-scalar-engine';

let probeLoaded = false;

/** The registry with the workbook's plugins and Probe in it. */
export function registryWithProbe(): PluginRegistry {
  const registry = registryWithPlugins();
  if (!probeLoaded) registry.loadLibrary(probeLibrary);
  probeLoaded = true;
  return registry;
}

/** What a Probe does; every option is a field of it (test/fixtures/probe/ProbeOptions.h). */
export interface ProbeOptions {
  outputs?: number;
  accept?: string;
  shape?: 'same' | 'double' | 'values' | 'size';
  workspace?: number;
  tactics?: number[];
  timing_id?: string;
  alias?: number;
  fail?: string;
}

export function probeFields(options: ProbeOptions): PluginField[] {
  return Object.entries(options).map(([name, value]: [string, number | string | number[]]) =>
    typeof value === 'string'
      ? field(name, chars(value), 'kCHAR')
      : field(name, int32(...[value].flat()), 'kINT32'),
  );
}

export const scalarField = (value: number): PluginField[] => [
  field('scalar', float32(value), 'kFLOAT32'),
];

/** A network being defined, with what makes its layers. */
export interface Definition {
  network: NetworkDefinition;
  config: BuilderConfig;
  /** Adds a plugin layer: version "1" is V2, "2" V3. */
  layer: (
    name: string,
    plugin: string,
    inputs: readonly Tensor[],
    fields?: PluginField[],
    more?: { version?: '1' | '2'; shapeInputs?: readonly Tensor[] },
  ) => PluginLayer;
  /** Adds a profile: least, tuned and most extents, and values of shape tensors, by input. */
  profile: (
    shapes: Record<string, readonly [Dims, Dims, Dims]>,
    values?: Record<string, readonly [number[], number[], number[]]>,
  ) => void;
}

/** @returns the engine file's bytes; network, builder and plugins are ended, also where the build fails */
export async function build(
  define: (definition: Definition) => void,
  options: NetworkOptions = {},
): Promise<Uint8Array> {
  const registry = registryWithProbe();
  const builder = createBuilder();
  const network = builder.createNetwork(options);
  const config = builder.createBuilderConfig();
  const made: { destroy(): void }[] = [];
  const definition: Definition = {
    network,
    config,
    layer(name, plugin, inputs, fields = [], { version = '2', shapeInputs = [] } = {}) {
      const object = registry.getCreator(plugin, version).createPlugin(name, fields);
      made.push(object);
      const layer =
        object.generation === 'V3'
          ? network.addPluginV3(inputs, shapeInputs, object)
          : network.addPluginV2(inputs, object);
      return layer.setName(name);
    },
    profile(shapes, values = {}) {
      const profile = builder.createOptimizationProfile();
      for (const [input, [min, opt, max]] of Object.entries(shapes))
        profile
          .setDimensions(input, 'kMIN', min)
          .setDimensions(input, 'kOPT', opt)
          .setDimensions(input, 'kMAX', max);
      for (const [input, [min, opt, max]] of Object.entries(values))
        profile
          .setShapeValues(input, 'kMIN', min)
          .setShapeValues(input, 'kOPT', opt)
          .setShapeValues(input, 'kMAX', max);
      config.addOptimizationProfile(profile);
    },
  };
  try {
    define(definition);
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
    for (const object of made) object.destroy();
  }
}

/** An input of a run: what it holds, and its extents where they are not the network's own. */
export interface Given {
  data: ArrayBufferView;
  dims?: Dims;
}

/**
 * One enqueue with memory of its own. @param values Of shape tensors.
 * @returns the bytes of every output by name, as long as its extents say afterwards
 */
export async function runOnce(
  context: ExecutionContext,
  stream: Stream,
  inputs: Record<string, Given>,
  values: Record<string, HostValues> = {},
): Promise<Record<string, Uint8Array>> {
  const engine = context.getEngine();
  const buffers = new Map<string, DeviceBuffer>();
  for (const [name, { data, dims }] of Object.entries(inputs)) {
    buffers.set(name, DeviceBuffer.from(data));
    if (dims) context.setInputShape(name, dims);
  }
  for (const [name, list] of Object.entries(values)) context.setTensorAddress(name, list);
  context.inferShapes();
  const outputs = engine.ioTensors().filter(({ mode }) => mode === 'kOUTPUT');
  const sizeOf = (name: string) => {
    const type = engine.getTensorDataType(name);
    return byteSize({ type, format: 'kLINEAR', dims: context.getTensorShape(name) });
  };
  for (const { name } of outputs) buffers.set(name, new DeviceBuffer(sizeOf(name)));
  try {
    for (const [name, buffer] of buffers) context.setTensorAddress(name, buffer);
    await context.enqueueV3(stream);
    stream.synchronize();
    return Object.fromEntries(
      outputs.map(({ name }) => [name, (buffers.get(name) as DeviceBuffer).toUint8Array()]),
    );
  } finally {
    for (const buffer of buffers.values()) buffer.free();
  }
}

/** The names of an engine's layers in order. */
export const layerNames = (context: ExecutionContext): string[] =>
  context.getEngine().plan.layers.map(({ name }) => name);

export const floatsOf = (bytes: Uint8Array | undefined): number[] => [
  ...new Float32Array((bytes ?? new Uint8Array()).slice().buffer),
];
