import { ApiUsageError, type ErrorDetails } from '../../errors';
import type { DataType } from '../../runtime/enums';
import { volume, type Dims } from '../../runtime/tensor';
import type { AttributeKind, AttributeValues, DecodedNode, DecodedTensor } from '../decoded';
import { quoted } from '../quoted';
import { ConstantLayers } from './constant-layers';
import { numbersOf } from './constants';
import type { ImportLayer, ImportTensor, NetworkCalls } from './network-calls';

/** A node that cannot be imported; code `ONNX_NODE_UNSUPPORTED`. */
export class OnnxNodeError extends ApiUsageError {
  /** Why, without the words that say which node. */
  readonly reason: string;

  constructor(place: string, reason: string, details: ErrorDetails) {
    super('ONNX_NODE_UNSUPPORTED', place + reason, details);
    this.reason = this.message.slice(place.length);
  }
}

/** What a name in the graph stands for: a tensor of the network, or a constant that becomes one where it is needed. */
export type GraphValue<Tensor> = { tensor: Tensor } | { constant: DecodedTensor };

/** Numbers of a list that has one or two for each axis: far more than a tensor has axes. */
const LONGEST_LIST = 64;

/** One ONNX node while it is imported. */
export class NodeContext<Tensor extends ImportTensor> {
  constructor(
    readonly network: NetworkCalls<Tensor>,
    readonly node: DecodedNode,
    private readonly inputs: readonly (GraphValue<Tensor> | null)[],
    /** Version of the node's operator set. */
    readonly opset: number,
    private readonly constants: ConstantLayers<Tensor> = new ConstantLayers(network),
  ) {}

  /** @throws {OnnxNodeError} `ONNX_NODE_UNSUPPORTED` */
  unsupported(reason: string, details: { expected?: unknown; actual?: unknown } = {}): never {
    const { name, opType, outputs } = this.node;
    const called = name || outputs[0] || '';
    const place = `Cannot import node ${quoted(called)} (${opType}): `;
    throw new OnnxNodeError(place, reason, { layer: called, method: opType, ...details });
  }

  get nbInputs(): number {
    return this.inputs.length;
  }

  has(index: number): boolean {
    return Boolean(this.inputs[index]);
  }

  /** An input as a tensor of the network. */
  input(index: number): Tensor {
    const value = this.inputs[index];
    if (!value) this.unsupported(`input ${index} is missing`);
    return 'tensor' in value ? value.tensor : this.constantTensor(value.constant);
  }

  allInputs(): Tensor[] {
    return this.inputs.map((_, index) => this.input(index));
  }

  /** An input that is a constant; null where it is computed or left out. */
  constant(index: number): DecodedTensor | null {
    const value = this.inputs[index];
    return value && 'constant' in value ? value.constant : null;
  }

  /** The elements of an input that is a constant; null where it is computed or left out. */
  numbers(index: number): number[] | null {
    const constant = this.constant(index);
    return constant && numbersOf(constant);
  }

  /** The elements of an input that has to be a constant; null where it is left out. */
  parameter(index: number, what: string): number[] | null {
    if (!this.has(index)) return null;
    const numbers = this.numbers(index);
    if (!numbers) return this.unsupported(`${what} is computed, not a constant`);
    return this.shortList(numbers, what);
  }

  constantTensor(constant: DecodedTensor): Tensor {
    const tensor = this.constants.tensorOf(constant);
    return tensor ?? this.unsupported(`a constant is of type ${constant.type}`);
  }

  /** A constant of one number, with as many axes (of 1) as a tensor that it is combined with. */
  scalar(value: number, like: Tensor): Tensor {
    const dims = like.getDimensions().map(() => 1);
    return this.filled(dims, value, like.getType());
  }

  filled(dims: Dims, value: number, type: DataType): Tensor {
    const count = volume(dims);
    if (type === 'kINT64') {
      const values = new BigInt64Array(count).fill(BigInt(Math.trunc(value)));
      return this.network.addConstant(dims, values).getOutput(0);
    }
    const floats = this.network.addConstant(dims, new Float32Array(count).fill(value)).getOutput(0);
    return type === 'kFLOAT' ? floats : this.network.addCast(floats, type).getOutput(0);
  }

  int64s(values: readonly number[]): Tensor {
    const numbers = BigInt64Array.from(values, (value) => BigInt(value));
    return this.network.addConstant([values.length], numbers).getOutput(0);
  }

  int(name: string, absent: number): number {
    return this.attribute(name, 'int') ?? absent;
  }

  float(name: string, absent: number): number {
    return this.attribute(name, 'float') ?? absent;
  }

  string(name: string, absent: string): string {
    return this.attribute(name, 'string') ?? absent;
  }

  /** A list of axes, pads or the like. @param most Numbers that it can have: any list that means something is shorter. */
  ints(name: string, most = LONGEST_LIST): number[] | null {
    const numbers = this.attribute(name, 'ints');
    return numbers && this.shortList(numbers, `attribute "${name}"`, most);
  }

  /** @throws {OnnxNodeError} where a list has more numbers than it can have */
  shortList(numbers: number[], what: string, most = LONGEST_LIST): number[] {
    if (numbers.length <= most) return numbers;
    return this.unsupported(`${what} has too many numbers`, {
      expected: `at most ${most}`,
      actual: numbers.length,
    });
  }

  attribute<Kind extends AttributeKind>(name: string, kind: Kind): AttributeValues[Kind] | null {
    const attribute = this.node.attributes.get(name);
    if (!attribute) return null;
    if (attribute.kind !== kind) {
      this.unsupported(`attribute "${name}" is of another kind`, {
        expected: kind,
        actual: attribute.kind,
      });
    }
    return attribute.value as AttributeValues[Kind];
  }

  /** An axis counted from the front. */
  axis(axis: number, rank: number): number {
    const counted = axis < 0 ? axis + rank : axis;
    if (!Number.isInteger(counted) || counted < 0 || counted >= Math.max(rank, 1)) {
      this.unsupported('an axis is not one of the tensor', {
        expected: `-${rank} to ${rank - 1}`,
        actual: axis,
      });
    }
    return counted;
  }

  /** Refuses a node whose further outputs somebody reads. */
  onlyFirstOutput(): void {
    if (this.node.outputs.slice(1).some((name) => name !== '')) {
      this.unsupported('only its first output is computed', { actual: this.node.outputs });
    }
  }

  /** First output of a layer. */
  out(layer: ImportLayer<Tensor>): Tensor {
    return layer.getOutput(0);
  }
}

/** Adds the layers of one node. @returns the node's outputs; a constant stays one */
export type NodeImporter = <Tensor extends ImportTensor>(
  context: NodeContext<Tensor>,
) => (Tensor | DecodedTensor)[];
