import { WorkbookError } from '../../errors';
import { addLogger, log } from '../../runtime/logger';
import type { DecodedNode } from '../decoded';
import { importNode } from '../import-native';
import { OnnxNodeError, type GraphValue } from '../native/node-context';
import { quoted } from '../quoted';
import { importerOf } from './dispatch';
import { FunctionCall } from './function-call';
import {
  INPUT_NOT_REGISTERED,
  otherOutputCount,
  parserError,
  Refusal,
  type ErrorPlace,
  type ParserErrorCode,
} from './parser-error';
import type { ParserTensor } from './parser-network';
import { nodeName, placeOf, type ParseState, type Scope } from './parse-state';
import { PluginImport } from './plugin-import';

/** Adds the layers of one node, with their names; what it makes comes into the scope. @throws {Refusal} */
export function importGraphNode<Tensor extends ParserTensor>(
  node: DecodedNode,
  index: number,
  scope: Scope<Tensor>,
  state: ParseState<Tensor>,
): void {
  const place = placeOf(node, index, scope);
  const refuse = (code: ParserErrorCode, reason: string, desc = reason, cause?: unknown) =>
    new Refusal(parserError(code, reason, { place, desc }), cause);
  const again = node.outputs.find((name) => name !== '' && scope.values.has(name));
  if (again !== undefined) {
    const desc = `ONNX graph has duplicate tensor name: ${again}`;
    const reason = `node ${index} makes tensor ${quoted(again)}, which is there already`;
    // TensorRT's parser throws it past the node.
    throw new Refusal(parserError('kINTERNAL_ERROR', reason, { desc }));
  }
  const inputs = node.inputs.map((name) => {
    if (name === '') return null;
    const reason = `nothing makes its input ${quoted(name)}`;
    return scope.values.get(name) ?? thrown(refuse('kINVALID_GRAPH', reason, INPUT_NOT_REGISTERED));
  });
  const { error, heard } = hearing(() => {
    importWith(node, index, inputs, scope, state, place);
    finish(node, scope, state, place);
  });
  if (error === null) return;
  if (error instanceof Refusal) throw error;
  if (error instanceof OnnxNodeError) throw refuse('kUNSUPPORTED_NODE', error.reason);
  const said = error instanceof Error ? error.message : 'it ended without saying why';
  const logged = heard.filter((message) => !said.includes(message));
  const reason = [said, ...logged.map((message) => `\n  logged: ${message}`)].join('');
  const desc = `Invalid Node - ${nodeName(node)}\n${[said, ...logged].join('\n')}`;
  throw refuse(isStated(error) ? 'kINVALID_NODE' : 'kINTERNAL_ERROR', reason, desc, error);
}

/** Runs a step. @returns what it threw, and what the library and plugins logged as errors meanwhile */
function hearing(step: () => void): { error: unknown; heard: string[] } {
  const heard: string[] = [];
  const remove = addLogger((severity, message) => {
    if (severity === 'kERROR' || severity === 'kINTERNAL_ERROR') heard.push(message);
  });
  try {
    step();
    return { error: null, heard };
  } catch (error) {
    return { error, heard };
  } finally {
    remove();
  }
}

/** Whether an error says what is wrong with the model or a plugin, here or in the native library. */
function isStated(error: unknown): boolean {
  return (
    error instanceof WorkbookError ||
    (error instanceof Error &&
      'code' in error &&
      /^[A-Z_]+$/.test(String(error.code)) &&
      !String(error.code).startsWith('ERR_'))
  );
}

function importWith<Tensor extends ParserTensor>(
  node: DecodedNode,
  index: number,
  inputs: readonly (GraphValue<Tensor> | null)[],
  scope: Scope<Tensor>,
  state: ParseState<Tensor>,
  place: ErrorPlace,
): void {
  const importer = importerOf(node, place, state);
  const set = (name: string | undefined, value: GraphValue<Tensor>) => {
    if (name) scope.values.set(name, value);
  };
  switch (importer.kind) {
    case 'plugin': {
      const outputs = new PluginImport(state, node, importer.creator, inputs, place).run();
      outputs.forEach((tensor, output) => set(node.outputs[output], { tensor }));
      return;
    }
    case 'function': {
      const call = new FunctionCall(node, importer.function, inputs, scope, index);
      state.expand(importer.function.nodes.length, place);
      for (const { node: inner, index: at } of call.nodes()) {
        importGraphNode(inner, at, call.scope, state);
      }
      call.outputs(place).forEach((value, output) => set(node.outputs[output], value));
      return;
    }
    case 'native': {
      const before = state.network.layers.length;
      // The operator's name decides, not its domain.
      const own = { ...node, domain: '' };
      importNode(own, state.network, scope.values, opsetOf(scope, place), state.constants);
      state.nameLayers(state.network.layers.slice(before), nodeName(node));
    }
  }
}

/** Names the tensors and asks for their extents, so that what is wrong with a layer is told with its node. */
function finish<Tensor extends ParserTensor>(
  node: DecodedNode,
  scope: Scope<Tensor>,
  state: ParseState<Tensor>,
  place: ErrorPlace,
): void {
  const made: Tensor[] = [];
  for (const name of node.outputs) {
    if (name === '') continue;
    const value = scope.values.get(name);
    if (!value) {
      const reason = `the operator does not make its output ${quoted(name)} here`;
      const named = node.outputs.filter((output) => output !== '');
      const count = named.filter((output) => scope.values.has(output)).length;
      const desc = otherOutputCount(count, named.length);
      throw new Refusal(parserError('kINVALID_GRAPH', reason, { place, desc }));
    }
    if (!('tensor' in value)) continue;
    made.push(value.tensor);
    value.tensor.getDimensions();
    state.nameTensor(value.tensor, name);
    if (value.tensor.getType() !== 'kUINT8' || state.graphOutputs.has(name)) continue;
    const desc = 'TensorRT does not support UINT8 types for intermediate tensors!';
    const reason = `its output ${quoted(name)} is kUINT8, which TensorRT has for inputs and outputs of the network only`;
    throw new Refusal(parserError('kUNSUPPORTED_NODE', reason, { place, desc }));
  }
  const name = nodeName(node);
  if (!state.layerOutputs.has(name)) state.layerOutputs.set(name, made);
  else {
    log(
      'kWARNING',
      `A node named ${name} already exists, the output tensors of this new instance will not be queryable.`,
    );
  }
}

/** The version of ONNX's own operators. @throws {Refusal} where the model does not say it */
function opsetOf({ opsets }: Scope<unknown>, place: ErrorPlace): number {
  const version = opsets.get('');
  if (version !== undefined) return version;
  const reason =
    'the model does not import ONNX\'s operators (opset_import of the domain ""): what the operator means depends on the version';
  throw new Refusal(parserError('kINVALID_GRAPH', reason, { place }));
}

function thrown(error: Error): never {
  throw error;
}
