import { WorkbookError } from '../../errors';
import { log } from '../../runtime/logger';
import type { DataType } from '../../runtime/enums';
import type { ElementType } from '../decoded';
import { dataTypeOf } from '../native/constants';
import { quoted } from '../quoted';
import { parserError, Refusal, type ParserErrorCode } from './parser-error';
import type { ParserTensor } from './parser-network';
import { checkBindingName, type ParseState, type Scope } from './parse-state';

/** Graph inputs become inputs of the network; before IR version 4 initializers are among them too. */
export function importInputs<Tensor extends ParserTensor>(
  state: ParseState<Tensor>,
  scope: Scope<Tensor>,
): void {
  const { graph } = state.model;
  for (const input of graph.inputs) {
    state.names.forTensor(input.name);
    if (graph.initializers.has(input.name)) continue;
    state.collect(() => {
      checkBindingName(input.name, 'graph input');
      const { name, dims } = input;
      const type = bindingType(input.type, `graph input ${quoted(name)}`);
      if (!dims)
        throw refusal('kUNSUPPORTED_GRAPH', `the rank of graph input ${quoted(name)} is not known`);
      const tensor = attempt(`graph input ${quoted(name)}`, () =>
        state.network.addInput(name, type, dims),
      );
      scope.values.set(name, { tensor });
    });
  }
}

/** Initializers are constants; one that a node reads as a tensor becomes a layer there. */
export function importInitializers<Tensor extends ParserTensor>(
  state: ParseState<Tensor>,
  scope: Scope<Tensor>,
): void {
  for (const [name, constant] of state.model.graph.initializers) {
    state.names.forTensor(name);
    scope.values.set(name, { constant });
    if (constant.type !== 'string') continue;
    const reason = `initializer ${quoted(name)} is a tensor of strings, which no layer takes`;
    state.collect(() => {
      throw refusal('kUNSUPPORTED_NODE', reason);
    });
  }
}

/** Marks the graph's outputs, under its names and with its types. */
export function markOutputs<Tensor extends ParserTensor>(
  state: ParseState<Tensor>,
  scope: Scope<Tensor>,
): void {
  const marked = new Set<Tensor>();
  for (const output of state.model.graph.outputs) {
    state.collect(() => {
      const { name } = output;
      checkBindingName(name, 'graph output');
      const what = `graph output ${quoted(name)}`;
      const type = bindingType(output.type, what);
      attempt(what, () => {
        const tensor = outputTensor(name, type, state, scope, marked);
        tensor.setName(name);
        state.network.markOutput(tensor);
        marked.add(tensor);
      });
    });
  }
}

/** The tensor that is marked: one that a layer makes, of the type that the graph says. */
function outputTensor<Tensor extends ParserTensor>(
  name: string,
  type: DataType,
  { network, constants }: ParseState<Tensor>,
  { values }: Scope<Tensor>,
  marked: ReadonlySet<Tensor>,
): Tensor {
  const value = values.get(name);
  if (!value) {
    const desc = 'The output tensor was not registered.';
    throw refusal('kINVALID_GRAPH', `nothing makes graph output ${quoted(name)}`, desc);
  }
  const found = 'tensor' in value ? value.tensor : constants.tensorOf(value.constant);
  if (!found) {
    throw refusal(
      'kUNSUPPORTED_NODE',
      `graph output ${quoted(name)} is a constant of a type that is none of a tensor`,
    );
  }
  let tensor = found;
  if (tensor.isNetworkInput()) {
    if (tensor.name === name) {
      // As TensorRT's parser does it: two tensors cannot share a name.
      tensor.setName(`__${name}`);
      log(
        'kWARNING',
        `${quoted(name)} is input and output of the graph: the input is called ${quoted(tensor.name)} from now on`,
      );
    }
    tensor = network.addIdentity(tensor).getOutput(0);
  } else if (marked.has(tensor)) {
    tensor = network.addIdentity(tensor).getOutput(0);
  }
  const actual = tensor.getType();
  if (actual === type) return tensor;
  if (actual === 'kINT32') {
    const desc = 'For INT32 tensors, the output type must also be INT32.';
    throw refusal(
      'kUNSUPPORTED_NODE',
      `graph output ${quoted(name)} is declared ${type}, and the tensor is kINT32`,
      desc,
    );
  }
  log(
    'kWARNING',
    `graph output ${quoted(name)} is declared ${type}, and the tensor is ${actual}: it is cast`,
  );
  return network.addCast(tensor, type).getOutput(0);
}

/** Doubles become floats, as in TensorRT's parser. */
function bindingType(type: ElementType | null, what: string): DataType {
  if (type === 'double') {
    log('kWARNING', `${what} is of type double, which TensorRT does not have: it becomes kFLOAT`);
    return 'kFLOAT';
  }
  const known = type && dataTypeOf(type);
  if (known) return known;
  const kind =
    type === null || type === 'undefined' ? 'no tensor of a known type' : `of type ${type}`;
  const reason = `${what} is ${kind}, and there are no such tensors`;
  throw refusal(
    'kUNSUPPORTED_NODE',
    reason,
    'Failed to convert ONNX date type to TensorRT data type.',
  );
}

/** What the network refuses is told as the parser's error. */
function attempt<Result>(what: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    throw new Refusal(parserError('kUNSUPPORTED_NODE', `${what}: ${error.message}`), error);
  }
}

function refusal(code: ParserErrorCode, reason: string, desc = reason): Refusal {
  return new Refusal(parserError(code, reason, { desc }));
}
