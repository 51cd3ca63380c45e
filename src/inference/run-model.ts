import { ApiUsageError } from '../errors';
import { createParser } from '../onnx/parser';
import type { OptimizationProfile } from '../runtime/build/optimization-profile';
import { createBuilder, type Builder } from '../runtime/builder';
import type { OutputAllocator } from '../runtime/context/context';
import { DeviceBuffer, Stream } from '../runtime/context/device';
import { createRuntime, type CudaEngine } from '../runtime/engine/engine';
import type { DataType } from '../runtime/enums';
import type { NetworkDefinition } from '../runtime/network/network';
import { byteSize, printDims, type Dims } from '../runtime/tensor';
import { elementsOf, type Elements } from './elements';

/** What an input of a model is given. */
export interface ModelInput {
  dims: Dims;
  /** The elements, linear, in the input's own type. Absent where only the extents matter: the memory is not initialised then. */
  values?: Elements;
}

/** What an output of a model holds. */
export class ModelOutput {
  /** @internal Outputs come from runModel. */
  constructor(
    readonly name: string,
    readonly type: DataType,
    readonly dims: Dims,
    /** The elements, linear; of types that JavaScript has no array for, their bits. */
    readonly values: Elements,
  ) {}

  /** @throws {ApiUsageError} `OUTPUT_TYPE_UNSUPPORTED` where the output is not kFLOAT */
  toFloat32Array(): Float32Array {
    if (this.values instanceof Float32Array) return this.values;
    throw new ApiUsageError('OUTPUT_TYPE_UNSUPPORTED', `Cannot read "${this.name}" as float32`, {
      tensor: this.name,
      expected: 'kFLOAT',
      actual: this.type,
    });
  }
}

export interface RunModelOptions {
  /** Tensors between layers that are outputs too: a name for each, and the node whose first output it is. */
  also?: Readonly<Record<string, string>>;
}

/**
 * Runs an ONNX model once, from the file to the outputs: parse, build for exactly these extents, deserialise, enqueue. Everything it
 * made is destroyed afterwards. Plugin libraries have to be loaded before.
 *
 * @throws {OnnxParserError} where the model is refused
 * @throws {ApiUsageError} `INPUT_MISSING`, `INPUT_UNKNOWN`, `NODE_UNKNOWN`, `INPUT_SIZE_MISMATCH`; and what building and running throw
 * @example
 * ```ts
 * const { output } = await runModel(modelPath('srcnn-native-resize.onnx'), {
 *   input: { dims: [1, 3, 256, 256], values: imageToTensor(photo) },
 *   factor: { dims: [1, 1, 512, 512] },
 * });
 * ```
 */
export async function runModel(
  path: string,
  inputs: Readonly<Record<string, ModelInput>>,
  options: RunModelOptions = {},
): Promise<Record<string, ModelOutput>> {
  const engineFile = await buildFor(path, inputs, options.also ?? {});
  const runtime = createRuntime();
  try {
    const engine = runtime.deserializeCudaEngine(engineFile);
    try {
      return await runOnce(engine, inputs);
    } finally {
      engine.destroy();
    }
  } finally {
    runtime.destroy();
  }
}

async function buildFor(
  path: string,
  inputs: Readonly<Record<string, ModelInput>>,
  also: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    const parser = createParser(network);
    parser.parseFromFile(path);
    for (const [name, node] of Object.entries(also)) {
      const tensor = parser.getLayerOutputTensor(node, 0);
      if (!tensor) throw unknown('NODE_UNKNOWN', `node "${node}"`, network.layers);
      network.markOutput(tensor.setName(name));
    }
    const config = builder.createBuilderConfig();
    config.addOptimizationProfile(profileOf(builder, network, inputs));
    return await builder.buildSerializedNetwork(network, config);
  } finally {
    network.destroy();
    builder.destroy();
  }
}

/** A profile of one shape: the smallest and the largest are the ones given. */
function profileOf(
  builder: Builder,
  network: NetworkDefinition,
  inputs: Readonly<Record<string, ModelInput>>,
): OptimizationProfile {
  const profile = builder.createOptimizationProfile();
  for (const name of Object.keys(inputs)) {
    if (!network.inputs.some((tensor) => tensor.name === name))
      throw unknown('INPUT_UNKNOWN', `input "${name}"`, network.inputs);
  }
  for (const tensor of network.inputs) {
    const given = inputs[tensor.name];
    if (!given) {
      throw new ApiUsageError('INPUT_MISSING', `Cannot run the model: input "${tensor.name}"`, {
        tensor: tensor.name,
        expected: `its dims, which fit [${tensor.getDimensions().join(',')}]`,
        actual: 'nothing is given',
      });
    }
    for (const select of ['kMIN', 'kOPT', 'kMAX'] as const) {
      if (network.isShapeTensor(tensor))
        profile.setShapeValues(tensor.name, select, numbersOf(tensor.name, given));
      else profile.setDimensions(tensor.name, select, given.dims);
    }
  }
  return profile;
}

async function runOnce(
  engine: CudaEngine,
  inputs: Readonly<Record<string, ModelInput>>,
): Promise<Record<string, ModelOutput>> {
  const context = engine.createExecutionContext();
  const stream = new Stream();
  const memory = new Map<string, DeviceBuffer>();
  try {
    for (const [name, given] of Object.entries(inputs)) {
      if (engine.isShapeInferenceIO(name)) {
        context.setTensorAddress(name, numbersOf(name, given));
        continue;
      }
      context.setInputShape(name, given.dims);
      memory.set(name, deviceMemory(name, engine.getTensorDataType(name), given));
    }
    for (const [name, buffer] of memory) context.setTensorAddress(name, buffer);
    const outputs = namesOf(engine).filter((name) => engine.getTensorIOMode(name) === 'kOUTPUT');
    // Allocated when the extents are known: those of some plugins depend on data.
    for (const name of outputs) context.setOutputAllocator(name, allocatorInto(memory));
    await context.enqueueV3(stream);
    stream.synchronize();
    return Object.fromEntries(
      outputs.map((name) => {
        const [type, dims] = [engine.getTensorDataType(name), context.getTensorShape(name)];
        const bytes = new Uint8Array(byteSize({ type, format: 'kLINEAR', dims }));
        if (bytes.length > 0) memory.get(name)?.copyTo(bytes);
        return [name, new ModelOutput(name, type, dims, elementsOf(bytes, type))];
      }),
    );
  } finally {
    stream.destroy();
    context.destroy();
    for (const buffer of memory.values()) buffer.free();
  }
}

function allocatorInto(memory: Map<string, DeviceBuffer>): OutputAllocator {
  return {
    reallocateOutput(name, current, byteLength) {
      if (current && current.byteLength >= byteLength) return current;
      current?.free();
      const buffer = new DeviceBuffer(byteLength);
      memory.set(name, buffer);
      return buffer;
    },
    notifyShape: () => undefined,
  };
}

function deviceMemory(name: string, type: DataType, { dims, values }: ModelInput): DeviceBuffer {
  const bytes = byteSize({ type, format: 'kLINEAR', dims });
  if (!values) return new DeviceBuffer(bytes);
  if (values.byteLength === bytes) return DeviceBuffer.from(values);
  throw new ApiUsageError('INPUT_SIZE_MISMATCH', `Cannot run the model: input "${name}"`, {
    tensor: name,
    expected: `${bytes} bytes: ${printDims(dims)} of ${type}`,
    actual: `${values.byteLength} bytes`,
  });
}

/** Values of a shape tensor. */
function numbersOf(name: string, { values }: ModelInput): number[] {
  if (values) return Array.from<number | bigint, number>(values, Number);
  throw new ApiUsageError('INPUT_MISSING', `Cannot run the model: input "${name}"`, {
    tensor: name,
    expected: 'values: it is a shape tensor, whose values decide extents',
    actual: 'extents only',
  });
}

function namesOf(engine: CudaEngine): string[] {
  return Array.from({ length: engine.getNbIOTensors() }, (_, i) => engine.getIOTensorName(i));
}

function unknown(
  code: string,
  what: string,
  known: readonly { readonly name: string }[],
): ApiUsageError {
  return new ApiUsageError(code, `Cannot run the model: there is no ${what}`, {
    expected: known.map(({ name }) => name).join(', '),
  });
}
