import { WorkbookError } from '../../errors';
import { log } from '../../runtime/logger';
import type { DataType } from '../../runtime/enums';
import type { ElementType } from '../decoded';
import { dataTypeOf } from '../native/constants';
import { quoted } from '../quoted';
import { READABLE_TYPES } from './plugin-fields';
import { parserError, Refusal, type ParserErrorCode } from './parser-error';
import type { ParserTensor } from './parser-network';
import { checkBindingName, type ParseState, type Scope } from './parse-state';

/** `nvinfer1::Dims::MAX_DIMS`. */
const MOST_DIMS = 8;

// In the words of TensorRT's parser.
const INPUT_TYPE = 'convertDtype(onnxDtype.elem_type(), &trtDtype)';
const OUTPUT_TYPE = 'convertDtype(output.type().tensor_type().elem_type(), &output_trt_dtype)';
const TOO_MANY_DIMS =
  'Assertion failed: convertOnnxDims(onnxDtype.shape().dim(), trt_dims, namedDims) && "Failed to convert ONNX dimensions to TensorRT dimensions."';
const NOT_ADDED = 'Assertion failed: *tensor && "Failed to add input to the network."';
export const INITIALIZER_NOT_IMPORTED = 'Failed to import initialzer';

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
      const what = `graph input ${quoted(name)}`;
      if (scope.values.has(name)) {
        const desc = `ONNX graph has duplicate tensor name: ${name}`;
        throw refusal('kINTERNAL_ERROR', `there are two graph inputs ${quoted(name)}`, desc);
      }
      const type = bindingType(input.type, what, INPUT_TYPE);
      if (!dims)
        log(
          'kWARNING',
          `${what} has no shape, which the parser takes as a scalar's: it is of rank 0`,
        );
      if (dims && dims.length > MOST_DIMS) {
        const reason = `${what} has ${dims.length} dimensions, and a tensor has at most ${MOST_DIMS}`;
        throw refusal('kUNSUPPORTED_GRAPH', reason, TOO_MANY_DIMS);
      }
      const add = () => state.network.addInput(name, type, dims ?? []);
      const tensor = attempt(what, add, NOT_ADDED);
      tellInt64('input', name, type);
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
    if (READABLE_TYPES.includes(constant.type)) continue;
    const reason = `initializer ${quoted(name)} is a tensor of ${constant.type}, which TensorRT's parser does not read; it reads ${READABLE_TYPES.join(', ')}`;
    state.collect(() => {
      throw refusal('kINVALID_GRAPH', reason, INITIALIZER_NOT_IMPORTED);
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
      const type = bindingType(output.type, what, OUTPUT_TYPE);
      attempt(what, () => {
        const tensor = outputTensor(name, type, state, scope, marked);
        tensor.setName(name);
        state.network.markOutput(tensor);
        marked.add(tensor);
        tellInt64('output', name, tensor.getType());
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
    const desc = 'Trying to access weights or a null tensor!';
    throw refusal('kINTERNAL_ERROR', `nothing makes graph output ${quoted(name)}`, desc);
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
    const desc =
      'Assertion failed: (output_tensor_ptr->getType() != nvinfer1::DataType::kINT32 || output_trt_dtype == nvinfer1::DataType::kINT32) && "For INT32 tensors, the output type must also be INT32."';
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
function bindingType(type: ElementType | null, what: string, assertion: string): DataType {
  if (type === 'double') {
    log('kWARNING', `${what} is of type double, which TensorRT does not have: it becomes kFLOAT`);
    return 'kFLOAT';
  }
  const known = type && dataTypeOf(type);
  if (known) return known;
  const kind =
    type === null || type === 'undefined' ? 'no tensor of a known type' : `of type ${type}`;
  const reason = `${what} is ${kind}, and there are no such tensors`;
  const desc = `Assertion failed: ${assertion} && "Failed to convert ONNX date type to TensorRT data type."`;
  throw refusal('kUNSUPPORTED_NODE', reason, desc);
}

/** In the words of TensorRT's parser. */
function tellInt64(what: 'input' | 'output', name: string, type: DataType): void {
  if (type === 'kINT64') log('kWARNING', `Make sure ${what} ${name} has Int64 binding.`);
}

/** What the network refuses is told as the parser's error. */
function attempt<Result>(what: string, act: () => Result, desc?: string): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error;
    const reason = `${what}: ${error.message}`;
    throw new Refusal(parserError('kUNSUPPORTED_NODE', reason, { desc: desc ?? reason }), error);
  }
}

function refusal(code: ParserErrorCode, reason: string, desc = reason): Refusal {
  return new Refusal(parserError(code, reason, { desc }));
}
