import { log } from '../../runtime/logger';
import type { ParserTensor } from './parser-network';
import { importInitializers, importInputs, markOutputs } from './bindings';
import { importGraphNode } from './node-import';
import { nodeOrder } from './node-order';
import type { ParseState, Scope } from './parse-state';
import { StaticCheck } from './static-check';

/** What this parser was written for. */
const OLDEST_OPSET = 7;
const NEWEST_OPSET = 21;

/**
 * Fills the network, in the order in which TensorRT's parser does: inputs, initializers, nodes, outputs. Every node is checked, so that all
 * refused ones are told about; nodes are imported as long as nothing was refused. What is wrong comes into `state.errors`.
 */
export function parseModel<Tensor extends ParserTensor>(state: ParseState<Tensor>): void {
  const { model, errors } = state;
  const { graph, opsets } = model;
  tellOpset(opsets.get(''));
  const scope: Scope<Tensor> = { values: new Map(), opsets, functions: [], caller: null };
  // Names of outputs are kept for them.
  for (const { name } of graph.outputs) state.names.forTensor(name);
  importInputs(state, scope);
  importInitializers(state, scope);
  const order = state.collect(() => nodeOrder(graph.nodes)) ?? [];
  const made = new Set([
    ...graph.inputs.map(({ name }) => name),
    ...graph.initializers.keys(),
    ...graph.nodes.flatMap(({ outputs }) => outputs),
  ]);
  const checks = new StaticCheck(state, made);
  for (const index of order) {
    const node = graph.nodes[index];
    if (!node || state.hopeless) continue;
    checks.check(node, index, scope);
    if (errors.length === 0) state.collect(() => importGraphNode(node, index, scope, state));
  }
  if (errors.length === 0) markOutputs(state, scope);
}

function tellOpset(version: number | undefined): void {
  if (version === undefined || (version >= OLDEST_OPSET && version <= NEWEST_OPSET)) return;
  log(
    'kWARNING',
    `the model's operators are of ONNX opset ${version}; this parser knows ${OLDEST_OPSET} to ${NEWEST_OPSET}, so that some may mean something else`,
  );
}
