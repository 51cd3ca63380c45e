import { ApiUsageError } from '../../errors';
import type { DataType } from '../enums';
import type { TypeFlags } from '../build/formats';
import type { Layer, Tensor } from './layer';
import type { NetworkDefinition } from './network';
import type { SymbolicShapes } from './symbolic-shapes';

const METHOD = 'buildSerializedNetwork';

/**
 * What is wrong with a network before anything is cloned. Layers nobody asked yet are asked for their types and shapes, in order
 * (recordings/dims-after-build.jsonl, phase build). @throws {ApiUsageError} `NETWORK_INVALID`, in the words of TensorRT 10.6
 */
export function checkNetwork(network: NetworkDefinition, flags: TypeFlags): void {
  const made = network.layers.flatMap((layer) => layer.outputs);
  for (const output of made) network.typeOf(output);
  if (network.outputs.length === 0) refuse('Network must have at least one output.');
  for (const output of made) network.symbolOf(output);
  checkInt8Bindings(network, flags);
  for (const output of network.outputs) {
    const from = output.producer?.kind === 'native' ? output.producer.operation.type : null;
    if (network.typeOf(output) === 'kUINT8' && from !== 'kIDENTITY' && from !== 'kCAST') {
      refuse(
        `Network-level output tensor ${output.name} has datatype UInt8 but is not produced by an IIdentityLayer or ICastLayer.`,
        output,
      );
    }
  }
}

/**
 * What TensorRT refuses once the shapes are inferred: weakly typed INT8 without scales.
 * @throws {ApiUsageError} `NETWORK_INVALID` @see recordings/int8-plugin.jsonl, type-kINT8.jsonl, type-kFP8-fp16int8.jsonl
 */
export function checkTypes(
  network: NetworkDefinition,
  layers: readonly Layer[],
  shapes: SymbolicShapes,
  flags: TypeFlags,
): void {
  if (flags.stronglyTyped || !flags.int8) return;
  const types = new Set<DataType>(
    [...network.inputs, ...layers.flatMap(({ outputs }) => outputs)].map((tensor) =>
      shapes.typeOf(tensor),
    ),
  );
  if (types.has('kFP8')) refuse('Assertion !hasFP8 failed. ');
  if (types.has('kINT4')) refuse('Assertion !hasInt4 failed. ');
  const floating = (['kFLOAT', 'kHALF', 'kBF16'] as const).some((type) => types.has(type));
  if (floating && !isQuantized(layers)) {
    refuse(
      'Calibration failure occurred with no scaling factors detected. This could be due to no int8 calibrator or insufficient custom scales for network layers. Please see int8 sample to setup calibration correctly.',
    );
  }
}

/** A network input or output of kINT8 needs scales. @throws {ApiUsageError} `NETWORK_INVALID` */
function checkInt8Bindings(network: NetworkDefinition, flags: TypeFlags): void {
  if (flags.stronglyTyped) return;
  const found = [...network.inputs, ...network.outputs].find(
    (tensor) => network.typeOf(tensor) === 'kINT8',
  );
  if (found && !isQuantized(network.layers)) {
    refuse(
      `${found.name}: input/output with DataType Int8 in network without Q/DQ layers must have dynamic range set when no calibrator is used.`,
      found,
    );
  }
}

/** Whether scales are said by quantize and dequantize layers. */
function isQuantized(layers: readonly Layer[]): boolean {
  return layers.some(
    (layer) =>
      layer.kind === 'native' && ['kQUANTIZE', 'kDEQUANTIZE'].includes(layer.operation.type),
  );
}

/** The layers that some network output needs. The others are not in the engine (recordings/dead-layer.jsonl). */
export function liveLayers(network: NetworkDefinition): Set<Layer> {
  const live = new Set<Layer>();
  const visit = (tensor: Tensor): void => {
    const layer = tensor.producer;
    if (!layer || live.has(layer)) return;
    live.add(layer);
    for (const input of [...layer.inputs, ...layer.shapeInputs]) visit(input);
  };
  network.outputs.forEach(visit);
  return live;
}

/**
 * Live layers without the native ones that only compute extents: their values are in the shapes already.
 * @param layers In order: each after those whose outputs it reads.
 */
export function computedLayers(layers: readonly Layer[], outputs: readonly Tensor[]): Layer[] {
  const read = new Set(outputs);
  const computed = new Set<Layer>();
  for (const layer of [...layers].reverse()) {
    if (layer.kind === 'native' && !layer.outputs.some((output) => read.has(output))) continue;
    computed.add(layer);
    for (const input of layer.inputs) read.add(input);
  }
  return layers.filter((layer) => computed.has(layer));
}

function refuse(state: string, tensor?: Tensor): never {
  throw new ApiUsageError('NETWORK_INVALID', `Cannot build the engine: ${state}`, {
    method: METHOD,
    ...(tensor ? { tensor: tensor.name } : {}),
  });
}
