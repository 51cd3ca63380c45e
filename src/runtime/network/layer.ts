import { inspectable } from '../inspect';
import { ApiUsageError } from '../../errors';
import type { ExprNode } from '../../native';
import { duringPhase } from '../../trace/phase';
import type { DataType } from '../enums';
import type { LayerPlugin } from '../plugin/layer-plugin';
import type { NetworkDefinition } from './network';
import type { Operation } from './operations/operation';
import { wildcardDims } from './shapes';
import { printDims, type Dims } from '../tensor';

/** `nvinfer1::ITensor`: an input of the network or an output of a layer. */
export class Tensor {
  /** @internal Tensors come from addInput and getOutput. */
  constructor(
    private readonly network: NetworkDefinition,
    private currentName: string,
    /** The layer that makes it; null for a network input. */
    readonly producer: Layer | null,
    readonly outputIndex: number,
  ) {}

  get name(): string {
    return this.currentName;
  }

  /** Renames the tensor. @throws {ApiUsageError} `NAME_TAKEN` */
  setName(name: string): this {
    this.network.checkTensorName(name, this);
    this.network.rename(this, name);
    this.currentName = name;
    return this;
  }

  /** The type, which a layer's plugin is asked for. */
  getType(): DataType {
    return this.network.typeOf(this);
  }

  /** Extents, -1 where unknown. Asking is what makes TensorRT call the plugin's shape function before build. */
  getDimensions(): Dims {
    return duringPhase('outputDimensions', () => wildcardDims(this.network.symbolOf(this).shape), {
      method: 'getDimensions',
    });
  }

  /** The extents as expressions of the network inputs' unknown extents (`x[0]`), as data. Asks what getDimensions() asks. */
  getExpressions(): ExprNode[] {
    return duringPhase(
      'outputDimensions',
      () => this.network.symbolOf(this).shape.map((expr) => expr.toJSON()),
      { method: null },
    );
  }

  isNetworkInput(): boolean {
    return this.producer === null;
  }

  isNetworkOutput(): boolean {
    return this.network.outputs.includes(this);
  }

  /** Whether its values decide shapes, so that the host must know them. */
  isShapeTensor(): boolean {
    return this.network.isShapeTensor(this);
  }

  toJSON(): object {
    return { name: this.name, producer: this.producer?.name ?? null };
  }

  static {
    // A layer's output would have to ask its plugin for more.
    inspectable(Tensor, (tensor) =>
      tensor.producer
        ? { name: tensor.name, producer: tensor.producer.name, outputIndex: tensor.outputIndex }
        : {
            name: tensor.name,
            type: tensor.network.typeOf(tensor),
            dims: printDims(tensor.network.inputDims(tensor)),
          },
    );
  }
}

/** What a layer's name is kept in: the plugin objects of the layer share it for their messages. */
export interface LayerName {
  name: string;
}

/** `nvinfer1::ILayer`. */
abstract class LayerBase {
  readonly outputs: Tensor[];

  constructor(
    private readonly network: NetworkDefinition,
    private readonly named: LayerName,
    readonly inputs: readonly Tensor[],
    nbOutputs: number,
  ) {
    // Every class derived from this one is a Layer.
    const self = this as unknown as Layer;
    this.outputs = Array.from(
      { length: nbOutputs },
      (_, index) => new Tensor(network, `${named.name}_output_${index}`, self, index),
    );
  }

  get name(): string {
    return this.named.name;
  }

  /** @throws {ApiUsageError} `NAME_TAKEN` */
  setName(name: string): this {
    this.network.renameLayer(this.named.name, name);
    this.named.name = name;
    return this;
  }

  getNbInputs(): number {
    return this.inputs.length;
  }
  getNbOutputs(): number {
    return this.outputs.length;
  }

  /** @throws {ApiUsageError} `INPUT_MISSING` when the layer has no such input */
  getInput(index: number): Tensor {
    return this.inputs[index] ?? this.missing('input', index, this.inputs.length);
  }

  /** @throws {ApiUsageError} `OUTPUT_MISSING` when the layer has no such output */
  getOutput(index: number): Tensor {
    return this.outputs[index] ?? this.missing('output', index, this.outputs.length);
  }

  private missing(what: 'input' | 'output', index: number, count: number): never {
    throw new ApiUsageError(
      what === 'input' ? 'INPUT_MISSING' : 'OUTPUT_MISSING',
      `Cannot get ${what} ${index} of layer "${this.name}": it has none`,
      {
        layer: this.name,
        method: what === 'input' ? 'getInput' : 'getOutput',
        expected: `an index from 0 to ${count - 1}`,
        actual: index,
      },
    );
  }
}

/** `nvinfer1::IPluginV2Layer` or `nvinfer1::IPluginV3Layer`. */
export class PluginLayer extends LayerBase {
  readonly kind = 'plugin';

  /** @internal Layers come from addPluginV2 and addPluginV3. */
  constructor(
    network: NetworkDefinition,
    named: LayerName,
    /** The network's own clone of the caller's plugin. */
    readonly plugin: LayerPlugin,
    inputs: readonly Tensor[],
    /** V3: further inputs, whose values the plugin's getOutputShapes may use; enqueue does not get them. */
    readonly shapeInputs: readonly Tensor[],
    nbOutputs: number,
  ) {
    super(network, named, inputs, nbOutputs);
  }

  static {
    inspectable(PluginLayer, (layer) => ({
      name: layer.name,
      plugin: layer.plugin.label,
      inputs: layer.inputs.map((tensor) => tensor.name),
      outputs: layer.outputs.map((tensor) => tensor.name),
    }));
  }
}

/** A layer of TensorRT's own: a convolution, an activation, … */
export class NativeLayer extends LayerBase {
  readonly kind = 'native';

  /** @internal Layers come from addConvolutionNd, addActivation, … */
  constructor(
    network: NetworkDefinition,
    named: LayerName,
    readonly operation: Operation,
    inputs: readonly Tensor[],
  ) {
    super(network, named, inputs, operation.nbOutputs);
  }

  /** `nvinfer1::LayerType`. */
  getType(): string {
    return this.operation.type;
  }

  /** The inputs whose values decide the outputs' shapes. */
  get shapeInputs(): Tensor[] {
    return this.operation.shapeInputs.map((index) => this.getInput(index));
  }

  static {
    inspectable(NativeLayer, (layer) => ({
      name: layer.name,
      type: layer.operation.type,
      ...layer.operation.attributes,
      inputs: layer.inputs.map((tensor) => tensor.name),
      outputs: layer.outputs.map((tensor) => tensor.name),
    }));
  }
}

export type Layer = PluginLayer | NativeLayer;
