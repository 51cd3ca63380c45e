/** Where the extents of an output come from: a tensor of a network, a tensor of an engine's plan, or the record of a call. */
import { ApiUsageError } from '../errors';
import type { ExprNode } from '../native';
import { extentName, valueName } from '../runtime/network/shapes';
import type { TraceRecord, TraceValue } from '../trace/record';

/** An extent; null where a record only says that there was an expression. */
export type Extent = ExprNode | null;

/** A tensor that tells its extents as expressions; a layer's output also where it comes from. */
export interface TensorOfNetwork {
  readonly name: string;
  readonly outputIndex: number;
  getExpressions(): readonly ExprNode[];
  readonly producer: {
    readonly name: string;
    readonly inputs: readonly TensorOfNetwork[];
    readonly shapeInputs: readonly TensorOfNetwork[];
  } | null;
}

/** A tensor with its extents as data, as an engine's plan has it. */
export interface TensorOfPlan {
  readonly name: string;
  readonly shape: readonly ExprNode[];
}

export type ExpressionSource = TensorOfNetwork | TensorOfPlan | TraceRecord;

/** What the plugin calls an extent that it was given. */
export interface GivenExtent {
  /** `inputs[0].d[2]`, or `shapeInputs[0].d[1]` for a value of a shape input. */
  label: string;
  /** Position among the layer's inputs, shape inputs behind the others. */
  input: number;
  axis: number;
  /** The extent as an expression of the network's inputs, and the names it may also go by. */
  expr: ExprNode | null;
  names: readonly string[];
  /** The tensor's name. */
  tensor: string;
}

export interface ExpressionSubject {
  title: string;
  /** The dims of each output that was asked for. */
  outputs: { label: string; extents: Extent[] }[];
  given: GivenExtent[];
}

/** @throws {ApiUsageError} `RECORD_WITHOUT_DIMS` for a record of another method, or of a call that gave none */
export function expressionSubject(source: ExpressionSource): ExpressionSubject {
  if ('method' in source) return ofRecord(source);
  if ('shape' in source)
    return {
      title: source.name,
      outputs: [{ label: source.name, extents: [...source.shape] }],
      given: [],
    };
  const { producer, name } = source;
  const given =
    producer === null
      ? []
      : [
          ...producer.inputs.flatMap((input, index) => extentsGiven(input, index)),
          ...producer.shapeInputs.flatMap((input, index) =>
            valuesGiven(input, index, producer.inputs.length),
          ),
        ];
  return {
    title: name,
    outputs: [{ label: name, extents: [...source.getExpressions()] }],
    given,
  };
}

function extentsGiven(tensor: TensorOfNetwork, input: number): GivenExtent[] {
  return tensor.getExpressions().map((expr, axis) => ({
    label: `inputs[${input}].d[${axis}]`,
    input,
    axis,
    expr,
    names: [extentName(tensor.name, axis)],
    tensor: tensor.name,
  }));
}

/** Values of a shape input: one an element, its extent is a constant of the network. */
function valuesGiven(tensor: TensorOfNetwork, index: number, before: number): GivenExtent[] {
  const [count] = tensor.getExpressions();
  const length = count === undefined ? 1 : 'constant' in count ? count.constant : 0;
  return Array.from({ length }, (_, axis) => ({
    label: `shapeInputs[${index}].d[${axis}]`,
    input: before + index,
    axis,
    expr: null,
    names: [valueName(tensor.name, axis)],
    tensor: tensor.name,
  }));
}

function ofRecord(record: TraceRecord): ExpressionSubject {
  const { method, result, args, unfinished } = record;
  const title = `${record.class ?? record.object} ${method}`;
  const isList = Array.isArray(result) && unfinished !== true;
  if (isList && method === 'getOutputDimensions')
    return {
      title,
      outputs: [{ label: `output ${Number(args['outputIndex'])}`, extents: extentsOf(result) }],
      given: [],
    };
  if (isList && method === 'getOutputShapes')
    return {
      title,
      outputs: result.map((dims, index) => ({
        label: `output ${index}`,
        extents: extentsOf(dims),
      })),
      given: [],
    };
  throw new ApiUsageError(
    'RECORD_WITHOUT_DIMS',
    `Cannot draw the dims of a call of ${method}: it gave none`,
    {
      method: 'expressionTree',
      expected: 'a call of getOutputShapes or getOutputDimensions that returned dims',
      actual: method,
    },
  );
}

function extentsOf(dims: TraceValue): Extent[] {
  if (!Array.isArray(dims)) return [];
  return dims.map((extent) => (typeof extent === 'number' ? { constant: extent } : null));
}
