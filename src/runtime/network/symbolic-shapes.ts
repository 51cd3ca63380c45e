import type { ExprNode, Exprs, NativeExprBuilder } from '../../native';
import { ApiUsageError, PluginError } from '../../errors';
import type { DataType } from '../enums';
import type { Layer, PluginLayer, Tensor } from './layer';
import type { LayerPlugin } from '../plugin/layer-plugin';
import type { SymbolicOutput, SymbolicTensor } from './operations/operation';
import { extentName, isDataDependent, wildcardDims } from './shapes';
import { printDims } from '../tensor';

/** Who is asked: the network's own plugin objects while layers are added, the builder's clones while the engine is built. */
export interface ShapeSource {
  /** The shape of a network input, and its values where they are known as expressions. */
  input(tensor: Tensor): SymbolicOutput;
  inputType(tensor: Tensor): DataType;
  pluginOf(layer: PluginLayer): LayerPlugin;
}

/** A longer extent of a plugin's output is an unknown of its own to the layers behind it: it would grow from plugin to plugin. */
const MOST_NODES = 100;

/**
 * Types and symbolic shapes of a network's tensors. Nothing is asked before somebody wants to know it, and every layer is asked once.
 * @see recordings/chain-v3-v2.jsonl and branch.jsonl, phases addLayers and outputDimensions, for what is asked when
 */
export class SymbolicShapes {
  private readonly types = new Map<Layer, DataType[]>();
  /** What layers said of their outputs, or that they failed: neither is asked again. */
  private readonly outputs = new Map<Layer, SymbolicOutput[] | Error>();
  private readonly extents = new Map<Tensor, readonly ExprNode[]>();

  constructor(
    private readonly source: ShapeSource,
    private readonly builder: NativeExprBuilder,
  ) {}

  /** The type of a tensor. A plugin is asked for the types of all its outputs. */
  typeOf(tensor: Tensor): DataType {
    if (!tensor.producer) return this.source.inputType(tensor);
    return this.typesOf(tensor.producer)[tensor.outputIndex] as DataType;
  }

  /** The shape of a tensor, and its values where they are known. A plugin is asked for its types first. */
  symbolOf(tensor: Tensor): SymbolicTensor {
    const { name } = tensor;
    if (!tensor.producer)
      return { name, type: this.source.inputType(tensor), ...this.source.input(tensor) };
    const known = this.outputsOf(tensor.producer)[tensor.outputIndex] as SymbolicOutput;
    return { name, type: this.typeOf(tensor), ...known };
  }

  /** The extents of a tensor as data. */
  extentsOf(tensor: Tensor): readonly ExprNode[] {
    const known = this.extents.get(tensor);
    if (known) return known;
    const extents = this.symbolOf(tensor).shape.map((expr) => expr.toJSON());
    this.extents.set(tensor, extents);
    return extents;
  }

  /** Uses types that were asked elsewhere: the builder does not ask its clones again. */
  adoptTypes(from: SymbolicShapes): this {
    for (const [layer, types] of from.types) this.types.set(layer, types);
    return this;
  }

  /** The layer will be asked again. */
  forget(layer: Layer): void {
    this.types.delete(layer);
    this.outputs.delete(layer);
    for (const output of layer.outputs) this.extents.delete(output);
  }

  private typesOf(layer: Layer): DataType[] {
    const asked = this.types.get(layer);
    if (asked) return asked;
    const inputTypes = layer.inputs.map((tensor) => this.typeOf(tensor));
    const types =
      layer.kind === 'native'
        ? layer.operation.outputTypes(layer.name, inputTypes)
        : this.source.pluginOf(layer).outputTypes(layer.outputs.length, inputTypes);
    this.types.set(layer, types);
    return types;
  }

  private outputsOf(layer: Layer): SymbolicOutput[] {
    let asked = this.outputs.get(layer);
    if (!asked) {
      asked = this.askOutputs(layer);
      this.outputs.set(layer, asked);
    }
    if (asked instanceof Error) throw asked;
    return asked;
  }

  private askOutputs(layer: Layer): SymbolicOutput[] | Error {
    try {
      let inputs: SymbolicTensor[];
      try {
        inputs = layer.inputs.map((tensor) => this.seenByConsumer(tensor));
      } finally {
        // Types are asked for even where an input has no shape (recordings/fail-v3-chain-first-getOutputShapes.jsonl).
        this.typesOf(layer);
      }
      return layer.kind === 'native'
        ? layer.operation.outputs(layer.name, inputs, this.builder)
        : this.pluginOutputs(layer, inputs);
    } catch (error) {
      if (error instanceof Error) return error;
      throw error;
    }
  }

  /** @throws {PluginError} `OUTPUT_SHAPE_INVALID` when the plugin leaves an extent unset */
  private pluginOutputs(layer: PluginLayer, inputs: SymbolicTensor[]): SymbolicOutput[] {
    const plugin = this.source.pluginOf(layer);
    const shapes = plugin.outputShapes(
      inputs.map(({ shape }) => shape),
      layer.shapeInputs.map((tensor) => this.valuesOf(layer, tensor)),
      layer.outputs.length,
      this.builder,
    );
    const negative = shapes.findIndex((shape) => wildcardDims(shape).some((extent) => extent < -1));
    if (negative >= 0) {
      throw new PluginError(
        'OUTPUT_SHAPE_INVALID',
        `Cannot infer the shapes of layer "${layer.name}": output ${negative} has a negative extent`,
        {
          layer: layer.name,
          plugin: plugin.label,
          method: plugin.generation === 'V3' ? 'getOutputShapes' : 'getOutputDimensions',
          expected: 'extents of 0 or more',
          actual: printDims(wildcardDims(shapes[negative] as Exprs)),
        },
      );
    }
    return shapes.map((shape) => ({ shape, values: null }));
  }

  /** What a plugin gets as a shape input: the values of the tensor as expressions. */
  private valuesOf(layer: PluginLayer, tensor: Tensor): Exprs {
    const { values, type, shape } = this.symbolOf(tensor);
    if (values) return values;
    throw new ApiUsageError(
      'SHAPE_VALUES_UNKNOWN',
      `Cannot infer the shapes of layer "${layer.name}": the values of shape input "${tensor.name}" are not known while the engine is built`,
      {
        layer: layer.name,
        method: 'addPluginV3',
        tensor: tensor.name,
        expected:
          'kINT32 or kINT64, at most 64 elements, a network input, a constant, or computed from those and from shapes',
        actual: `${type} ${printDims(wildcardDims(shape))}`,
      },
    );
  }

  /** A shape as the next layer sees it: an extent that depends on data, or is long, is an unknown of its own. */
  private seenByConsumer(tensor: Tensor): SymbolicTensor {
    const symbol = this.symbolOf(tensor);
    const extents = this.extentsOf(tensor);
    // A native layer's output may be no tensor of the engine, where only its shape is used.
    const most = tensor.producer?.kind === 'plugin' ? MOST_NODES : Infinity;
    const shape = symbol.shape.map((expr, axis) => {
      const extent = extents[axis] as ExprNode;
      return isDataDependent(extent) || nodeCount(extent) > most
        ? this.builder.variable(extentName(tensor.name, axis))
        : expr;
    });
    return { ...symbol, shape };
  }
}

function nodeCount(expr: ExprNode): number {
  return 'operation' in expr ? 1 + nodeCount(expr.first) + nodeCount(expr.second) : 1;
}
