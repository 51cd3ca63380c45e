import { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeModel } from '../src/onnx/model';
import { createBuilder } from '../src/runtime/builder';
import { DeviceBuffer, Stream } from '../src/runtime/context/device';
import { createRuntime } from '../src/runtime/engine/engine';
import { compare, type Comparison } from './measure';

const [CHANNELS, MAPS, EXTENT] = [3, 64, 256];
const IN = [1, CHANNELS, EXTENT, EXTENT];
const OUT = [1, MAPS, EXTENT, EXTENT];
const volume = (dims: number[]) => dims.reduce((product, extent) => product * extent);
const floats = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i));

/** A convolution as an engine's only layer against the same in ONNX Runtime alone: what copying to the host and back adds. */
export async function nativeLayer(): Promise<Comparison> {
  const [x, weights] = [floats(volume(IN)), floats(MAPS * CHANNELS * 9)];
  const engine = await convolutionEngine(weights);
  const context = engine.createExecutionContext();
  const stream = new Stream();
  const [input, output] = [DeviceBuffer.from(x), new DeviceBuffer(4 * volume(OUT))];
  context.setTensorAddress('x', input);
  context.setTensorAddress('y', output);
  const session = await InferenceSession.create(
    encodeModel({
      nodes: [
        { opType: 'Conv', inputs: ['x', 'w'], outputs: ['y'], attributes: { pads: [1, 1, 1, 1] } },
      ],
      inputs: [{ name: 'x', type: 'float', dims: IN }],
      outputs: [{ name: 'y', type: 'float', dims: OUT }],
      constants: [{ name: 'w', type: 'float', dims: [MAPS, CHANNELS, 3, 3], data: weights }],
    }),
    { logSeverityLevel: 3 },
  );
  const feeds = { x: new Tensor('float32', x, IN) };
  const fetches = { y: new Tensor('float32', new Float32Array(volume(OUT)), OUT) };
  const enqueue = async () => {
    await context.enqueueV3(stream);
    stream.synchronize();
  };
  try {
    await enqueue();
    await session.run(feeds, fetches);
    const ours = output.toFloat32Array();
    if (ours.some((value, i) => value !== fetches.y.data[i])) throw new Error('the two differ');
    return await compare(
      `convolution ${CHANNELS} -> ${MAPS} of ${EXTENT}x${EXTENT}`,
      { what: 'a context with this native layer', run: enqueue },
      { what: 'ONNX Runtime alone', run: () => session.run(feeds, fetches) },
      { ratio: 0.5 },
    );
  } finally {
    await session.release();
    stream.destroy();
    context.destroy();
    engine.destroy();
    input.free();
    output.free();
  }
}

async function convolutionEngine(weights: Float32Array) {
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    const layer = network.addConvolutionNd(
      network.addInput('x', 'kFLOAT', IN),
      MAPS,
      [3, 3],
      weights,
      null,
      { padding: [1, 1] },
    );
    network.markOutput(layer.getOutput(0).setName('y'));
    const bytes = await builder.buildSerializedNetwork(network, builder.createBuilderConfig());
    return createRuntime().deserializeCudaEngine(bytes);
  } finally {
    network.destroy();
    builder.destroy();
  }
}
