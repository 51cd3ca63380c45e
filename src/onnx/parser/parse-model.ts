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
 * Fills the network, in the order in which TensorRT's parser does: inputs, initializers, nodes, outputs. Nodes are checked to the
 * end, so that all of unknown operators are told about; they are imported as long as nothing was refused. What is wrong comes into `state.errors`.
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
    if (errors.length > 0) continue;
    state.collect(() => importGraphNode(node, index, scope, state));
    // As in TensorRT's parser: what cannot be imported ends the parse, what no importer takes does not.
    if (hasErrors(state)) break;
  }
  if (errors.length === 0) markOutputs(state, scope);
}

function hasErrors({ errors }: { errors: readonly unknown[] }): boolean {
  return errors.length > 0;
}

function tellOpset(version: number | undefined): void {
  if (version === undefined || (version >= OLDEST_OPSET && version <= NEWEST_OPSET)) return;
  if (version < OLDEST_OPSET) {
    log(
      'kWARNING',
      `TensorRT supports ONNX graphs generated with at least opset ${OLDEST_OPSET}. Models using older opsets are not guaranteed to work.`,
    );
    return;
  }
  log(
    'kWARNING',
    `the model's operators are of ONNX opset ${version}; this parser knows ${OLDEST_OPSET} to ${NEWEST_OPSET}, so that some may mean something else`,
  );
}
