/** The host programs of the bugs, in steps: each as short as a right program is. */
import {
  createBuilder,
  createRuntime,
  DeviceBuffer,
  field,
  float32,
  getPluginRegistry,
  Stream,
  PluginError,
  type CudaEngine,
  type Dims,
  type ExecutionContext,
  type NativePluginV2,
  type NativePluginV3,
  type NetworkDefinition,
  type PluginField,
  type Tensor,
} from '../../index';
import { join } from 'node:path';
import { projectRoot } from '../../native-loader';
import { encodeModel } from '../../onnx/model';
import { createParser } from '../../onnx/parser';
import { OnnxParserError } from '../../onnx/parser/parser-error';

/** What the programs put in: two rows of four. */
export const X: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8];
/** What a right Scale makes of it. */
export const SCALED: readonly number[] = X.map((x) => 2 * x);

/** What differs between the host programs. */
export interface ScaleOptions {
  /** Of the plugin: "1" is an IPluginV2, "2" an IPluginV3. */
  version?: '1' | '2';
  /** Beside `scale`. */
  fields?: PluginField[];
  /** Extents of x; -1 where the profile has them. */
  dims?: Dims;
  /** Of x. */
  profile?: readonly [min: Dims, opt: Dims, max: Dims];
  /** Whether the library comes in by `loadLibrary` (trtexec's --dynamicPlugins) and not by dlopen (--staticPlugins). */
  dynamic?: boolean;
}

/** Loads a library. */
export function load(library: string, dynamic = false): void {
  if (dynamic) getPluginRegistry().loadLibrary(library);
  else getPluginRegistry().openLibrary(library);
}

/** Makes a Scale by 2, as a network's author does. */
export function createScale({ version = '2', fields = [] }: ScaleOptions = {}):
  | NativePluginV2
  | NativePluginV3 {
  const scale = field('scale', float32(2), 'kFLOAT32');
  return getPluginRegistry()
    .getCreator('Scale', version)
    .createPlugin('scale', [scale, ...fields]);
}

/** Adds a Scale by 2 to a network. The network keeps a clone. */
export function addScale(network: NetworkDefinition, x: Tensor, options?: ScaleOptions): Tensor {
  const plugin = createScale(options);
  const layer =
    plugin.generation === 'V3'
      ? network.addPluginV3([x], [], plugin)
      : network.addPluginV2([x], plugin);
  plugin.destroy();
  return layer.setName('scale').getOutput(0);
}

/** Builds x [-1,4] -> Scale -> y. */
export async function buildScale(options: ScaleOptions = {}): Promise<Uint8Array> {
  const {
    dims = [-1, 4],
    profile = [
      [1, 4],
      [2, 4],
      [4, 4],
    ],
  } = options;
  const builder = createBuilder();
  const network = builder.createNetwork();
  const config = builder.createBuilderConfig();
  const ranges = builder.createOptimizationProfile();
  (['kMIN', 'kOPT', 'kMAX'] as const).forEach((select, i) => {
    ranges.setDimensions('x', select, profile[i] ?? []);
  });
  config.addOptimizationProfile(ranges);
  const y = addScale(network, network.addInput('x', 'kFLOAT', dims), options);
  network.markOutput(y.setName('y'));
  const engine = await builder.buildSerializedNetwork(network, config);
  network.destroy();
  builder.destroy();
  return engine;
}

/** Runs an engine of one input and one output once, and ends it. @returns the bytes of y */
export async function runEngine(
  engine: CudaEngine,
  dims: Dims = [2, 4],
  x: readonly number[] = X,
): Promise<Uint8Array> {
  const context = engine.createExecutionContext();
  context.setInputShape('x', dims);
  context.inferShapes();
  const wide = engine.getTensorDataType('y') === 'kINT64' ? 8 : 4;
  const output = new DeviceBuffer(wide * x.length);
  context.setTensorAddress('x', DeviceBuffer.from(float32(...x)));
  context.setTensorAddress('y', output);
  const stream = new Stream();
  await context.enqueueV3(stream);
  stream.synchronize();
  const bytes = output.toUint8Array();
  context.destroy();
  engine.destroy();
  return bytes;
}

export const floats = (bytes: Uint8Array): number[] => [
  ...new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4),
];

/** The whole way: load, create, build, deserialise, run. @returns y, which ought to be SCALED */
export async function runScale(library: string, options: ScaleOptions = {}): Promise<number[]> {
  load(library, options.dynamic);
  const engine = await buildScale(options);
  return floats(await runEngine(createRuntime().deserializeCudaEngine(engine)));
}

/** Runs x [8] -> Scale -> y, captured into a CUDA graph and launched from it. */
export async function runCaptured(library: string): Promise<number[]> {
  load(library);
  const engine = createRuntime().deserializeCudaEngine(await buildScale());
  const context = engine.createExecutionContext();
  const output = new DeviceBuffer(4 * X.length);
  context.setInputShape('x', [2, 4]);
  context.setTensorAddress('x', DeviceBuffer.from(float32(...X)));
  context.setTensorAddress('y', output);
  const stream = new Stream();
  // What is done once is done before the capture, as NVIDIA's guide has it.
  await context.enqueueV3(stream);
  stream.synchronize();
  output.copyFrom(new Float32Array(X.length));
  stream.beginCapture();
  await context.enqueueV3(stream);
  stream.endCapture().instantiate().launch(stream);
  stream.synchronize();
  return [...output.toFloat32Array()];
}

/** Builds a network of fixed shapes that ends in `y`, and runs it on X. */
export async function buildAndRun(network: NetworkDefinition, y: Tensor): Promise<number[]> {
  const builder = createBuilder();
  network.markOutput(y.setName('y'));
  const bytes = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  return floats(await runEngine(createRuntime().deserializeCudaEngine(bytes), [X.length]));
}

/** Runs a model of one node, x [8] -> Scale -> y, whose attribute `scale` is 2. */
export async function runParsed(library: string): Promise<number[]> {
  load(library);
  const model = encodeModel({
    nodes: [
      {
        opType: 'Scale',
        inputs: ['x'],
        outputs: ['y'],
        attributes: { scale: { float: 2 }, plugin_version: '2' },
      },
    ],
    inputs: [{ name: 'x', type: 'float', dims: [X.length] }],
    outputs: [{ name: 'y', type: 'float', dims: [X.length] }],
  });
  const builder = createBuilder();
  const network = builder.createNetwork();
  createParser(network).parse(model);
  const bytes = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
  return floats(await runEngine(createRuntime().deserializeCudaEngine(bytes), [X.length]));
}

/** Parses and builds an SRCNN of models/ for 8 x 8 pixels that become 16 x 16. */
async function buildSrcnn(file: string, factor: Dims): Promise<Uint8Array> {
  const builder = createBuilder();
  const network = builder.createNetwork();
  createParser(network).parseFromFile(join(projectRoot, 'models', file));
  const profile = builder.createOptimizationProfile();
  for (const select of ['kMIN', 'kOPT', 'kMAX'] as const) {
    profile.setDimensions('input', select, [1, 3, 8, 8]).setDimensions('factor', select, factor);
  }
  const config = builder.createBuilderConfig();
  config.addOptimizationProfile(profile);
  return builder.buildSerializedNetwork(network, config);
}

/** Builds SRCNN of the wrong export, and of the right one. @returns whether the wrong one was refused, and the output of the right one */
export async function runSrcnn(library: string): Promise<{ refused: boolean; output: Dims }> {
  load(library);
  const refused = await buildSrcnn('srcnn-dynamic-trt-resize-1d-factor.onnx', [4]).then(
    () => false,
    (error: unknown) => error instanceof PluginError || error instanceof OnnxParserError,
  );
  const bytes = await buildSrcnn('srcnn-dynamic-trt-resize.onnx', [1, 1, 16, 16]);
  const context = createRuntime().deserializeCudaEngine(bytes).createExecutionContext();
  context.setInputShape('input', [1, 3, 8, 8]);
  context.setInputShape('factor', [1, 1, 16, 16]);
  return { refused, output: context.getTensorShape('output') };
}

/** A context of `input` [1,3,-1,-1], `factor` [1,1,-1,-1] -> DynamicTRTResize -> `output`, and memory for it. */
export interface ResizeRun {
  context: ExecutionContext;
  /** 0.5 wherever a pixel can be. Both buffers are as large as the profile allows for an image. */
  input: DeviceBuffer;
  /** Zeros: only the shape of factor counts. */
  factor: DeviceBuffer;
  /** Runs the engine. @returns the least and the largest value of the 8 x 8 output */
  enqueue: () => Promise<[number, number]>;
}

/** Readies what the host programs with two inputs run; the plugin library holds DynamicTRTResize. */
export async function prepareResize(library: string): Promise<ResizeRun> {
  load(library, true);
  const builder = createBuilder();
  const network = builder.createNetwork();
  const inputs = [
    network.addInput('input', 'kFLOAT', [1, 3, -1, -1]),
    network.addInput('factor', 'kFLOAT', [1, 1, -1, -1]),
  ];
  const align = field('align_corners', Int32Array.of(0), 'kINT32');
  const plugin = getPluginRegistry().getCreator('DynamicTRTResize', '1').createPlugin('r', [align]);
  network.markOutput(network.addPluginV2(inputs, plugin).getOutput(0).setName('output'));
  plugin.destroy();
  const profile = builder.createOptimizationProfile();
  for (const [name, channels] of [
    ['input', 3],
    ['factor', 1],
  ] as const) {
    profile.setDimensions(name, 'kMIN', [1, channels, 4, 4]);
    profile.setDimensions(name, 'kOPT', [1, channels, 8, 8]);
    profile.setDimensions(name, 'kMAX', [1, channels, 16, 16]);
  }
  const config = builder.createBuilderConfig();
  config.addOptimizationProfile(profile);
  const bytes = await builder.buildSerializedNetwork(network, config);
  const context = createRuntime().deserializeCudaEngine(bytes).createExecutionContext();
  const output = new DeviceBuffer(4 * 3 * 8 * 8);
  context.setTensorAddress('output', output);
  return {
    context,
    input: DeviceBuffer.from(new Float32Array(3 * 16 * 16).fill(0.5)),
    factor: DeviceBuffer.from(new Float32Array(3 * 16 * 16)),
    enqueue: async () => {
      const stream = new Stream();
      await context.enqueueV3(stream);
      stream.synchronize();
      const values = output.toFloat32Array();
      return [Math.min(...values), Math.max(...values)];
    },
  };
}
