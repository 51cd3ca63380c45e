/** One of ONNX's own node tests: a model, inputs, and the outputs that belong to them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { DecodedModel, DecodedTensor } from '../../src/onnx/decoded';
import { importNativeGraph } from '../../src/onnx/import-native';
import { decodeModel, decodeTensor } from '../../src/onnx/model';
import { dataTypeOf } from '../../src/onnx/native/constants';
import type { Tensor } from '../../src/runtime/network/layer';
import type { HostTensor } from '../../src/runtime/engine/native-tensor';
import type { NetworkDefinition } from '../../src/runtime/network/network';
import { numbersOf } from '../runtime/network/operations/native-network';
import { runNetwork } from './engine-run';

/** ONNX's own tolerances for node tests. */
const RELATIVE = 1e-3;
const ABSOLUTE = 1e-7;

export function readCase(folder: string): DecodedModel {
  return decodeModel(readFileSync(join(folder, 'model.onnx')), { folder });
}

/** Imports the model, builds an engine of it, computes every data set and compares. */
export async function runCase(
  folder: string,
  model: DecodedModel,
  extents: 'known' | 'unknown',
): Promise<void> {
  fixParameters(folder, model);
  if (extents === 'unknown') forgetExtents(model);
  const sets = readdirSync(folder).filter((name) => name.startsWith('test_data_set_'));
  const read = (set: string, kind: string, index: number) =>
    hostTensorOf(decodeTensor(readFileSync(join(folder, set, `${kind}_${index}.pb`))));
  const { inputs, initializers } = model.graph;
  const feeds = () =>
    sets.map(
      (set) =>
        new Map(
          inputs.flatMap(({ name }, index) =>
            initializers.has(name) ? [] : [[name, read(set, 'input', index)] as const],
          ),
        ),
    );
  const results = await runNetwork((network) => importedOutputs(model, network), feeds);
  results.forEach((outputs, set) => {
    outputs.forEach((result, index) => {
      assertSame(result, read(sets[set] ?? '', 'output', index));
    });
  });
}

/** TensorRT makes a kUINT8 output of the network in an identity layer or a cast only. */
function importedOutputs(model: DecodedModel, network: NetworkDefinition): Tensor[] {
  return importNativeGraph(model, network).map((tensor) =>
    tensor.getType() === 'kUINT8' ? network.addIdentity(tensor).getOutput(0) : tensor,
  );
}

/** Inputs that TensorRT has to know while it builds; the tests leave them open. */
const PARAMETERS: Record<string, readonly number[]> = {
  Squeeze: [1],
  Unsqueeze: [1],
  Split: [1],
  Slice: [3, 4],
  Resize: [1, 2],
  Upsample: [1],
  Dropout: [1, 2],
  Pad: [3],
};

/** Makes constants of them, with the values of the first data set. */
function fixParameters(folder: string, { graph }: DecodedModel): void {
  const names = graph.nodes.flatMap(({ opType, inputs, attributes }) => {
    let indexes = PARAMETERS[opType] ?? [];
    if (opType.startsWith('Reduce')) indexes = [1];
    if (attributes.has('keep_aspect_ratio_policy')) indexes = [1, 2, 3];
    return indexes.flatMap((index) => inputs[index] ?? []);
  });
  graph.inputs.forEach(({ name }, index) => {
    if (!names.includes(name)) return;
    const bytes = readFileSync(join(folder, 'test_data_set_0', `input_${index}.pb`));
    graph.initializers.set(name, decodeTensor(bytes));
  });
}

/** But for kernels of convolutions, and whole numbers in one row, which may decide shapes. */
function forgetExtents({ graph }: DecodedModel): void {
  const kernels = graph.nodes
    .filter(({ opType }) => opType.startsWith('Conv'))
    .map(({ inputs }) => inputs[1]);
  graph.inputs = graph.inputs.map((input) => {
    const decides = ['int32', 'int64'].includes(input.type ?? '') && (input.dims?.length ?? 0) <= 1;
    return decides || kernels.includes(input.name)
      ? input
      : { ...input, dims: input.dims?.map(() => -1) ?? null };
  });
}

function hostTensorOf({ type, dims, data }: DecodedTensor): HostTensor {
  const dataType = dataTypeOf(type);
  if (!dataType) throw new Error(`there are no tensors of type ${type}`);
  return { type: dataType, dims, bytes: data };
}

function assertSame(actual: HostTensor, expected: HostTensor): void {
  assert.is(actual.type, expected.type);
  assert.equal(actual.dims, expected.dims);
  const [computed, wanted] = [numbersOf(actual), numbersOf(expected)];
  wanted.forEach((value, i) => {
    const result = computed[i] as number;
    if (Object.is(result, value) || result === value) return;
    const distance = Math.abs(result - value);
    const near = distance <= ABSOLUTE + RELATIVE * Math.abs(value);
    assert.ok(near && actual.type !== 'kINT64', `element ${i}: ${result}, expected ${value}`);
  });
}
