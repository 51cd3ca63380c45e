import { ONNX_TYPES, type OnnxAttribute, type OnnxNode, type OnnxType } from '../../../onnx/model';
import type { DataType } from '../../enums';
import type { PlanConstant } from '../../engine/plan';
import type { OnnxOperation } from './operation';
import { onnxTypeOf } from './types';

/** An edge of the graph that a layer reads or writes. */
export interface Edge {
  name: string;
  type: DataType;
  rank: number;
}

/** Writes the ONNX nodes of one layer. Inner edges and constants are called after the layer. */
export class OnnxWriter {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: Record<string, PlanConstant> = {};
  private count = 0;

  constructor(private readonly layer: string) {}

  /** Adds a node with one output. @returns the name of the output */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = this.nextName(),
  ): string {
    this.nodes.push({ opType, inputs: [...inputs], outputs: [output], attributes });
    return output;
  }

  /**
   * Adds a node that writes an output of the layer.
   * @param type The type that the node computes; the output is cast where it has another.
   */
  output(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    output: Edge,
    type: DataType = output.type,
  ): void {
    if (type === output.type) this.node(opType, inputs, attributes, output.name);
    else this.cast(this.node(opType, inputs, attributes), type, output.type, output.name);
  }

  /** The edge as another type: itself where it has it already and no output is named. */
  cast(edge: string, from: DataType, to: DataType, output?: string): string {
    if (from === to && output === undefined) return edge;
    return this.node('Cast', [edge], { to: ONNX_TYPES[onnxTypeOf(to)] }, output);
  }

  constant(type: OnnxType, dims: readonly number[], data: ArrayBufferView): string {
    const name = this.nextName();
    this.constants[name] = {
      type,
      dims: [...dims],
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    };
    return name;
  }

  /** A one-dimensional constant of whole numbers. */
  int64s(values: readonly number[]): string {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A scalar constant of a type that arithmetic kernels compute. */
  scalar(value: number, type: DataType): string {
    const float = this.constant('float', [], Float32Array.of(value));
    if (type === 'kINT64') return this.constant('int64', [], BigInt64Array.of(BigInt(value)));
    if (type === 'kINT32') return this.constant('int32', [], Int32Array.of(value));
    return this.cast(float, 'kFLOAT', type);
  }

  finish(): OnnxOperation {
    return { nodes: this.nodes, constants: this.constants };
  }

  private nextName(): string {
    return `${this.layer} #${this.count++}`;
  }
}
