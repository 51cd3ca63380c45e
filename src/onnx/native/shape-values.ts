import type { ElementWiseOperation } from '../../runtime/network/operations/elementwise';
import type { ImportTensor } from './network-calls';
import type { NodeContext } from './node-context';

/** A list of whole numbers: known, or a one-dimensional kINT64 tensor. */
export type ShapeValues<Tensor> = number[] | Tensor;

/** Arithmetic on shapes: with numbers where they are known, otherwise with layers, as TensorRT's parser does it. */
export class ShapeCalculator<Tensor extends ImportTensor> {
  constructor(private readonly context: NodeContext<Tensor>) {}

  /** The extents of a tensor. */
  of(tensor: Tensor): ShapeValues<Tensor> {
    const dims = tensor.getDimensions();
    return dims.includes(-1) ? this.context.network.addShape(tensor).getOutput(0) : dims;
  }

  /** An input that holds whole numbers, of any integer type; a scalar counts as one number. */
  input(index: number): ShapeValues<Tensor> {
    const { network } = this.context;
    const numbers = this.context.numbers(index);
    if (numbers) {
      const most = Math.max(64, this.context.node.outputs.length);
      this.context.shortList(numbers, `input ${index}`, most);
      return numbers.map((value) => Math.max(-(2 ** 40), Math.min(2 ** 40, value)));
    }
    let tensor = this.context.input(index);
    if (tensor.getDimensions().length === 0) {
      tensor = network.addShuffle(tensor, { reshapeDimensions: [1] }).getOutput(0);
    }
    return tensor.getType() === 'kINT64' ? tensor : network.addCast(tensor, 'kINT64').getOutput(0);
  }

  tensor(values: ShapeValues<Tensor>): Tensor {
    return Array.isArray(values) ? this.context.int64s(values) : values;
  }

  length(values: ShapeValues<Tensor>): number {
    return Array.isArray(values) ? values.length : (values.getDimensions()[0] ?? 0);
  }

  pick(values: ShapeValues<Tensor>, indices: readonly number[]): ShapeValues<Tensor> {
    if (Array.isArray(values)) return indices.map((index) => values[index] ?? 0);
    const { network } = this.context;
    return network.addGather(values, this.context.int64s(indices), 0).getOutput(0);
  }

  concatenate(parts: readonly ShapeValues<Tensor>[]): ShapeValues<Tensor> {
    const filled = parts.filter((part) => !Array.isArray(part) || part.length > 0);
    if (filled.every((part) => Array.isArray(part))) return filled.flat();
    const tensors = filled.map((part) => this.tensor(part));
    return this.context.network.addConcatenation(tensors, { axis: 0 }).getOutput(0);
  }

  sum(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return this.combine(a, b, 'kSUM', (x, y) => x + y);
  }

  difference(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return this.combine(a, b, 'kSUB', (x, y) => x - y);
  }

  product(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return this.combine(a, b, 'kPROD', (x, y) => x * y);
  }

  floorDivision(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return this.combine(a, b, 'kFLOOR_DIV', (x, y) => Math.floor(x / y));
  }

  max(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return this.combine(a, b, 'kMAX', Math.max);
  }

  min(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return this.combine(a, b, 'kMIN', Math.min);
  }

  /** 1 where the first is less, else 0. */
  less(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    const result = this.combine(a, b, 'kLESS', (x, y) => (x < y ? 1 : 0));
    return this.asNumbers(result);
  }

  /** 1 where they are equal, else 0. */
  equal(a: ShapeValues<Tensor>, b: ShapeValues<Tensor>): ShapeValues<Tensor> {
    const result = this.combine(a, b, 'kEQUAL', (x, y) => (x === y ? 1 : 0));
    return this.asNumbers(result);
  }

  /** The product of all. */
  volume(values: ShapeValues<Tensor>): ShapeValues<Tensor> {
    if (Array.isArray(values)) return [values.reduce((product, value) => product * value, 1)];
    return this.context.network.addReduce(values, 'kPROD', 1, true).getOutput(0);
  }

  private asNumbers(values: ShapeValues<Tensor>): ShapeValues<Tensor> {
    return Array.isArray(values)
      ? values
      : this.context.network.addCast(values, 'kINT64').getOutput(0);
  }

  /** One number goes with all. */
  private combine(
    a: ShapeValues<Tensor>,
    b: ShapeValues<Tensor>,
    operation: ElementWiseOperation,
    compute: (x: number, y: number) => number,
  ): ShapeValues<Tensor> {
    if (Array.isArray(a) && Array.isArray(b)) {
      const count = a.length === 1 ? b.length : a.length;
      return Array.from({ length: count }, (_, i) =>
        compute(a[a.length === 1 ? 0 : i] ?? 0, b[b.length === 1 ? 0 : i] ?? 0),
      );
    }
    const { network } = this.context;
    return network.addElementWise(this.tensor(a), this.tensor(b), operation).getOutput(0);
  }
}
