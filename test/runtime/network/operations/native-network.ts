/** A network of native layers only, as the real one asks operations and hands them to ONNX Runtime. */
import * as assert from 'uvu/assert';
import type { ExprNode, Exprs, NativeExprBuilder } from '../../../../src/native';
import { native } from '../../../../src/native-loader';
import type { DataType, DimensionOperation } from '../../../../src/runtime/enums';
import { NativeSegment } from '../../../../src/runtime/engine/native-segment';
import type { HostTensor } from '../../../../src/runtime/engine/native-tensor';
import { NativeLayers } from '../../../../src/runtime/network/operations/native-layers';
import type {
  Operation,
  SymbolicTensor,
} from '../../../../src/runtime/network/operations/operation';
import type { Plan, PlanLayerTensor, PlanNativeLayer } from '../../../../src/runtime/engine/plan';
import { inputExprs, wildcardDims } from '../../../../src/runtime/network/shapes';
import { volume, type Dims } from '../../../../src/runtime/tensor';
import { halfBits, halfValue } from '../../../plugins/numbers';

export class TestTensor implements SymbolicTensor {
  constructor(
    readonly name: string,
    readonly type: DataType,
    readonly shape: Exprs,
    readonly values: Exprs | null,
  ) {}

  getType(): DataType {
    return this.type;
  }

  getDimensions(): Dims {
    return wildcardDims(this.shape);
  }
}

export class TestLayer {
  constructor(
    readonly name: string,
    readonly outputs: TestTensor[],
  ) {}

  getOutput(index: number): TestTensor {
    const output = this.outputs[index];
    if (!output) throw new Error(`Cannot get output ${index} of "${this.name}"`);
    return output;
  }
}

export class NativeNetwork extends NativeLayers<TestTensor, TestLayer> {
  private readonly builder: NativeExprBuilder = new (native().ExprBuilder)();
  private readonly layers: PlanNativeLayer[] = [];
  private readonly constants: Plan['constants'] = {};
  private readonly dims: { name: string; dims: Dims }[] = [];

  /** @param dims -1 where unknown */
  addInput(name: string, type: DataType, dims: Dims): TestTensor {
    this.dims.push({ name, dims });
    const shape = inputExprs(name, dims, this.builder);
    // Whole numbers in one row may decide shapes: their elements are unknowns.
    const decides = ['kINT32', 'kINT64'].includes(type) && dims.length <= 1 && !dims.includes(-1);
    const values = Array.from({ length: decides ? volume(dims) : 0 }, (_, i) =>
      this.builder.variable(`${name}{${i}}`),
    );
    return new TestTensor(name, type, shape, decides ? values : null);
  }

  protected addOperation(operation: Operation, inputs: readonly TestTensor[]): TestLayer {
    const name = `layer ${this.layers.length} ${operation.type}`;
    const types = operation.outputTypes(
      name,
      inputs.map(({ type }) => type),
    );
    assert.is(types.length, operation.nbOutputs);
    const outputs = operation
      .outputs(name, inputs, this.builder)
      .map(
        ({ shape, values }, index) =>
          new TestTensor(`${name} output ${index}`, types[index] as DataType, shape, values),
      );
    const edges = (tensors: readonly TestTensor[]) =>
      tensors.map((tensor) => ({
        name: tensor.name,
        type: tensor.type,
        rank: tensor.shape.length,
      }));
    const { nodes, constants } = operation.toOnnx(name, edges(inputs), edges(outputs));
    Object.assign(this.constants, constants);
    this.layers.push({
      kind: 'native',
      name,
      profile: 0,
      inputs: inputs.map(planTensor),
      outputs: outputs.map(planTensor),
      timeMs: null,
      layerType: operation.type,
      attributes: { ...operation.attributes },
      nodes,
      constants: Object.keys(constants),
    });
    this.dims.push(...outputs.map(({ name, shape }) => ({ name, dims: wildcardDims(shape) })));
    return new TestLayer(name, outputs);
  }

  /** Computes tensors of layers, and checks their types and symbolic shapes against what came. */
  async run(
    outputs: readonly TestTensor[],
    feeds: ReadonlyMap<string, HostTensor>,
  ): Promise<HostTensor[]> {
    const names = outputs.map(({ name }) => name);
    const segment = new NativeSegment(this.layers, this.constants, this.dims, names);
    try {
      const results = await segment.run(feeds);
      return outputs.map((tensor) => {
        const result = results.get(tensor.name);
        if (!result) throw new Error(`no output "${tensor.name}"`);
        assert.is(result.type, tensor.type);
        const variables = variablesOf(feeds);
        const expected = tensor.shape.map((expr) => evaluate(expr.toJSON(), variables));
        assert.equal(result.dims, expected, `${tensor.name}: ${tensor.shape.join()}`);
        checkValues(tensor, result, variables);
        return result;
      });
    } finally {
      await segment.dispose();
    }
  }
}

/** Elements that are followed as expressions are what ONNX Runtime computed. */
function checkValues(
  tensor: TestTensor,
  result: HostTensor,
  variables: ReadonlyMap<string, number>,
): void {
  if (!tensor.values) return;
  const expected = tensor.values.map((expr) => evaluate(expr.toJSON(), variables));
  assert.equal(numbersOf(result), expected, `values of ${tensor.name}: ${tensor.values.join()}`);
}

/** What an expression comes to; the values of shape tensors may be negative. */
function evaluate(expr: ExprNode, variables: ReadonlyMap<string, number>): number {
  if ('constant' in expr) return expr.constant;
  if ('variable' in expr) return variables.get(expr.variable) ?? NaN;
  if ('sizeTensor' in expr) throw new Error('native layers have no size tensors');
  const [a, b] = [evaluate(expr.first, variables), evaluate(expr.second, variables)];
  const results: Record<DimensionOperation, number> = {
    kSUM: a + b,
    kPROD: a * b,
    kMAX: Math.max(a, b),
    kMIN: Math.min(a, b),
    kSUB: a - b,
    kEQUAL: a === b ? 1 : 0,
    kLESS: a < b ? 1 : 0,
    kFLOOR_DIV: Math.floor(a / b),
    kCEIL_DIV: Math.ceil(a / b),
  };
  return results[expr.operation] + 0; // no -0
}

function planTensor({ name, type }: TestTensor): PlanLayerTensor {
  return { tensor: name, type, format: 'kLINEAR' };
}

function variablesOf(feeds: ReadonlyMap<string, HostTensor>): Map<string, number> {
  const variables = new Map<string, number>();
  for (const [name, tensor] of feeds) {
    tensor.dims.forEach((extent, axis) => variables.set(`${name}[${axis}]`, extent));
    if (tensor.type !== 'kINT64' && tensor.type !== 'kINT32') continue;
    numbersOf(tensor).forEach((value, i) => variables.set(`${name}{${i}}`, value));
  }
  return variables;
}

/** A tensor in host memory from numbers. */
export function hostTensor(type: DataType, dims: Dims, numbers: readonly number[]): HostTensor {
  assert.is(numbers.length, volume(dims), 'as many numbers as elements');
  const make = (): ArrayBufferView => {
    switch (type) {
      case 'kFLOAT':
        return Float32Array.from(numbers);
      case 'kINT8':
        return Int8Array.from(numbers);
      case 'kINT32':
        return Int32Array.from(numbers);
      case 'kINT64':
        return BigInt64Array.from(numbers, BigInt);
      case 'kBF16':
        // Whole numbers below 256 and their halves and quarters are exact.
        return Uint16Array.from(
          new Uint32Array(Float32Array.from(numbers).buffer),
          (bits) => bits >>> 16,
        );
      case 'kHALF':
        return Uint16Array.from(numbers, halfBits);
      default:
        return Uint8Array.from(numbers);
    }
  };
  const view = make();
  return { type, dims, bytes: new Uint8Array(view.buffer, view.byteOffset, view.byteLength) };
}

/** The elements as numbers. */
export function numbersOf({ type, bytes }: HostTensor): number[] {
  const buffer = bytes.slice().buffer;
  switch (type) {
    case 'kFLOAT':
      return [...new Float32Array(buffer)];
    case 'kINT8':
      return [...new Int8Array(buffer)];
    case 'kINT32':
      return [...new Int32Array(buffer)];
    case 'kINT64':
      return Array.from(new BigInt64Array(buffer), Number);
    case 'kBF16':
      return [
        ...new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
      ];
    case 'kHALF':
      return Array.from(new Uint16Array(buffer), halfValue);
    default:
      return [...new Uint8Array(buffer)];
  }
}
