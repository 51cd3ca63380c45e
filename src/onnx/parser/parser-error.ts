import { WorkbookError, type ErrorDetails } from '../../errors';
import { quoted } from '../quoted';

/** `nvonnxparser::ErrorCode` by name; the position is the parser's number (NvOnnxParser.h 10.16). */
export const PARSER_ERROR_CODES = [
  'kSUCCESS',
  'kINTERNAL_ERROR',
  'kMEM_ALLOC_FAILED',
  'kMODEL_DESERIALIZE_FAILED',
  'kINVALID_VALUE',
  'kINVALID_GRAPH',
  'kINVALID_NODE',
  'kUNSUPPORTED_GRAPH',
  'kUNSUPPORTED_NODE',
  'kUNSUPPORTED_NODE_ATTR',
  'kUNSUPPORTED_NODE_INPUT',
  'kUNSUPPORTED_NODE_DATATYPE',
  'kUNSUPPORTED_NODE_DYNAMIC',
  'kUNSUPPORTED_NODE_SHAPE',
  'kREFIT_FAILED',
] as const;
export type ParserErrorCode = (typeof PARSER_ERROR_CODES)[number];

/** `nvonnxparser::IParserError`. */
export interface ParserError {
  code: ParserErrorCode;
  /** In the words of TensorRT's parser where they are known, else as `reason`. */
  desc: string;
  /** Ours: what is wrong, and what to do about it. */
  reason: string;
  /** The node's position in the file, counted from 0; -1 where it is not about a node. */
  node: number;
  nodeName: string;
  nodeOperator: string;
  /** The calls of functions that the node is in, outermost first, each `node name (function)`. */
  localFunctionStack: readonly string[];
}

/** What TensorRT's parser says of an input that nothing makes. */
export const INPUT_NOT_REGISTERED =
  'Assertion failed: (ctx->tensors().count(inputName)): Node input was not registered.';

/** What it says where a node does not name as many outputs as are made. */
export function otherOutputCount(made: number, named: number): string {
  return `Assertion failed: nonEmptyOutputs == static_cast<int32_t>(outputs.size()): Node has more output tensors than TRT expected, expected output size is ${made}, actual output size is ${named}.`;
}

/** Which node an error is about. */
export interface ErrorPlace {
  node: number;
  nodeName: string;
  nodeOperator: string;
  localFunctionStack: readonly string[];
}

const NO_NODE: ErrorPlace = { node: -1, nodeName: '', nodeOperator: '', localFunctionStack: [] };

export function parserError(
  code: ParserErrorCode,
  reason: string,
  { desc = reason, place = NO_NODE }: { desc?: string; place?: ErrorPlace } = {},
): ParserError {
  return { code, desc: shortened(desc), reason: shortened(reason), ...place };
}

/** Names and lists of a hostile file have any length. */
function shortened(text: string): string {
  return text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
}

/** Thrown inside the parser where a node or the graph is refused; the parser collects what it carries. */
export class Refusal extends Error {
  constructor(
    readonly error: ParserError,
    /** What a plugin or the network threw. */
    override readonly cause?: unknown,
  ) {
    super(error.reason);
  }
}

/**
 * A model that cannot be parsed. `code` is `ONNX_INVALID` for what is no ONNX file or a damaged one, `ONNX_FILE_UNREADABLE`,
 * `NETWORK_NOT_EMPTY`, and `ONNX_PARSE_FAILED` for a model that says something that is refused.
 */
export class OnnxParserError extends WorkbookError {
  override readonly name = 'OnnxParserError';
  /** Everything that was refused, in the order in which it was met. */
  readonly errors: readonly ParserError[];

  constructor(
    code: string,
    model: string,
    errors: readonly ParserError[],
    { cause, ...details }: ErrorDetails & { cause?: unknown } = {},
  ) {
    super(code, `Cannot parse ${model}: ${summary(errors)}`, details);
    this.errors = errors;
    if (cause !== undefined) this.cause = cause;
  }
}

/** Most errors whose text is in the message; all of them are in `errors`. */
const MOST_SHOWN = 20;

function summary(errors: readonly ParserError[]): string {
  const lines = errors.slice(0, MOST_SHOWN).map(sentence);
  if (lines.length === 1) return lines[0] ?? '';
  const more = errors.length - lines.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  return [`${errors.length} problems`, ...lines, ...rest].join('\n  ');
}

/** `node 3 "resize" (DynamicTRTResize): …` */
function sentence({
  node,
  nodeName,
  nodeOperator,
  localFunctionStack,
  reason,
}: ParserError): string {
  if (node < 0) return reason;
  const within = localFunctionStack.map((name) => ` in function ${quoted(name)}`).reverse();
  const operator = nodeOperator.length > 120 ? quoted(nodeOperator) : nodeOperator;
  const name = nodeName === '' ? '' : ` ${quoted(nodeName)}`;
  return `node ${node}${name} (${operator})${within.join('')}: ${reason}`;
}
