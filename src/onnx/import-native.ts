import { ApiUsageError } from '../errors';
import type { DecodedGraph, DecodedModel, DecodedNode, DecodedTensor } from './decoded';
import { ConstantLayers } from './native/constant-layers';
import { dataTypeOf } from './native/constants';
import { MATRICES } from './native/matrices';
import { MOVEMENTS } from './native/movements';
import type { ImportLayer, ImportTensor, NetworkCalls } from './native/network-calls';
import { NodeContext, type GraphValue, type NodeImporter } from './native/node-context';
import { PADDING } from './native/padding';
import { POINTWISE } from './native/pointwise';
import { QUANTIZATION } from './native/quantization';
import { REDUCTIONS } from './native/reductions';
import { RESIZING } from './native/resizing';
import { SLICING } from './native/slicing';
import { WINDOWS } from './native/windows';
import { quoted } from './quoted';
import type { DataType } from '../runtime/enums';
import type { Dims } from '../runtime/tensor';

/** ONNX operators that become native layers, by name. */
export const NATIVE_OPERATORS: ReadonlyMap<string, NodeImporter> = new Map(
  Object.entries({
    ...POINTWISE,
    ...WINDOWS,
    ...MATRICES,
    ...REDUCTIONS,
    ...MOVEMENTS,
    ...SLICING,
    ...PADDING,
    ...RESIZING,
    ...QUANTIZATION,
  }),
);

/** What names of a graph stand for, while its nodes are imported in order. */
export type GraphValues<Tensor> = Map<string, GraphValue<Tensor>>;

/** A network into which a graph can be imported. */
export type ImportNetwork<Tensor extends ImportTensor> = NetworkCalls<Tensor> & {
  addInput(name: string, type: DataType, dims: Dims): Tensor;
};

/**
 * Adds the inputs and nodes of a graph to a network.
 *
 * @returns the graph's outputs in its order; it is the caller who marks and names them
 * @throws {ApiUsageError} `ONNX_NODE_UNSUPPORTED` with the node, its operator and the reason
 */
export function importNativeGraph<Tensor extends ImportTensor>(
  model: DecodedModel,
  network: ImportNetwork<Tensor>,
): Tensor[] {
  const { graph } = model;
  const values = graphInputs(graph, network);
  const constants = new ConstantLayers(network);
  for (const node of graph.nodes) {
    importNode(node, network, values, opsetOf(model, node), constants);
  }
  return graph.outputs.map(({ name }) => outputOf(name, network, values));
}

/** Adds the layers of one node; its outputs come into `values`. @throws {ApiUsageError} `ONNX_NODE_UNSUPPORTED` */
export function importNode<Tensor extends ImportTensor>(
  node: DecodedNode,
  network: NetworkCalls<Tensor>,
  values: GraphValues<Tensor>,
  opset: number,
  constants: ConstantLayers<Tensor> = new ConstantLayers(network),
): void {
  const inputs = node.inputs.map((name) => (name === '' ? null : (values.get(name) ?? undefined)));
  const context = new NodeContext(
    network,
    node,
    inputs.map((value) => value ?? null),
    opset,
    constants,
  );
  const missing = inputs.indexOf(undefined);
  if (missing >= 0)
    context.unsupported(`nothing makes its input ${quoted(node.inputs[missing] ?? '')}`);
  const importer = node.domain === '' ? NATIVE_OPERATORS.get(node.opType) : undefined;
  if (!importer)
    return context.unsupported('no native layer does this', { actual: node.domain || 'ai.onnx' });
  importer(context).forEach((output, index) => {
    const name = node.outputs[index];
    if (name) values.set(name, valueOf(output, name));
  });
}

/** A constant has the name that the graph has for it. */
function valueOf<Tensor extends ImportTensor>(
  output: Tensor | DecodedTensor,
  name: string,
): GraphValue<Tensor> {
  return 'getType' in output ? { tensor: output } : { constant: { ...output, name } };
}

/** Initialisers are constants, inputs tensors; before IR version 4 an initialiser is among the inputs too. */
function graphInputs<Tensor extends ImportTensor>(
  graph: DecodedGraph,
  network: ImportNetwork<Tensor>,
): GraphValues<Tensor> {
  const values: GraphValues<Tensor> = new Map();
  for (const [name, constant] of graph.initializers) values.set(name, { constant });
  for (const { name, type, dims } of graph.inputs) {
    if (values.has(name)) continue;
    const dataType = type && dataTypeOf(type);
    if (!dataType || !dims) {
      throw new ApiUsageError(
        'ONNX_INPUT_UNSUPPORTED',
        `Cannot import graph input "${name}": ${dims ? 'there are no such tensors' : 'its rank is not known'}`,
        { tensor: name, actual: type ?? 'no tensor' },
      );
    }
    values.set(name, { tensor: network.addInput(name, dataType, dims) });
  }
  return values;
}

/** A tensor that a layer makes: a constant or an input of the graph goes through an identity layer. */
function outputOf<Tensor extends ImportTensor>(
  name: string,
  network: NetworkCalls<Tensor>,
  values: GraphValues<Tensor>,
): Tensor {
  const value = values.get(name);
  const isInput = value && 'tensor' in value && value.tensor.name === name;
  if (value && 'tensor' in value && !isInput) return value.tensor;
  const node: DecodedNode = {
    name,
    domain: '',
    opType: 'Identity',
    inputs: [name],
    outputs: [name],
    attributes: new Map(),
    exact: new Map(),
    references: new Map(),
  };
  const context = new NodeContext(network, node, [value ?? null], 21);
  if (!value) return context.unsupported('nothing makes this output of the graph');
  return isInput ? context.out(network.addIdentity(context.input(0))) : context.input(0);
}

function opsetOf(model: DecodedModel, node: DecodedNode): number {
  return model.opsets.get(node.domain) ?? 1;
}

export type { ImportLayer, ImportTensor, NetworkCalls };
