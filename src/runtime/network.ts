import type { Exprs, NativeExprBuilder, NativePluginV2, NativePluginV3 } from '../native';
import { ApiUsageError, PluginError } from '../errors';
import { native } from '../native-loader';
import { duringPhase } from '../trace/phase';
import type { DataType } from './enums';
import type { LayerPlugin } from './layer-plugin';
import { LayerPluginV2 } from './plugin-v2';
import { LayerPluginV3 } from './plugin-v3';
import { extentName, inputExprs, isDataDependent, wildcardDims } from './shapes';
import { checkDataType, checkDims, printDims, type Dims } from './tensor';

/** `nvinfer1::ITensor`: an input of the network or an output of a layer. */
export class Tensor {
  /** @internal Tensors come from addInput and getOutput. */
  constructor(
    private readonly network: NetworkDefinition,
    private currentName: string,
    /** The layer that makes it; null for a network input. */
    readonly producer: PluginLayer | null,
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
    return duringPhase('outputDimensions', () => wildcardDims(this.network.exprsOf(this)), {
      method: 'getDimensions',
    });
  }

  toJSON(): object {
    return { name: this.name, producer: this.producer?.name ?? null };
  }
}

/** `nvinfer1::IPluginV2Layer` or `nvinfer1::IPluginV3Layer`. */
export class PluginLayer {
  readonly outputs: Tensor[];

  /** @internal Layers come from addPluginV2 and addPluginV3. */
  constructor(
    private readonly network: NetworkDefinition,
    /** The name as it is now; plugin objects of this layer share it for their messages. */
    private readonly named: { name: string },
    /** The network's own clone of the caller's plugin. */
    readonly plugin: LayerPlugin,
    readonly inputs: readonly Tensor[],
    readonly shapeInputs: readonly Tensor[],
    nbOutputs: number,
  ) {
    this.outputs = Array.from(
      { length: nbOutputs },
      (_, index) => new Tensor(network, `${named.name}_output_${index}`, this, index),
    );
  }

  get name(): string {
    return this.named.name;
  }

  setName(name: string): this {
    this.network.checkLayerName(name, this);
    this.named.name = name;
    return this;
  }

  /** @throws {ApiUsageError} `OUTPUT_MISSING` when the plugin has no such output */
  getOutput(index: number): Tensor {
    const tensor = this.outputs[index];
    if (tensor) return tensor;
    throw new ApiUsageError(
      'OUTPUT_MISSING',
      `Cannot get output ${index} of layer "${this.name}": it has none`,
      {
        layer: this.name,
        method: 'getOutput',
        expected: `an index from 0 to ${this.outputs.length - 1}`,
        actual: index,
      },
    );
  }
}

/**
 * `nvinfer1::INetworkDefinition` for plugin layers. Adding a layer clones the plugin at once; its output shapes are asked for lazily,
 * when somebody wants to know them (recordings/v3-single.jsonl, phases addLayers and outputDimensions).
 */
export class NetworkDefinition {
  readonly inputs: Tensor[] = [];
  readonly layers: PluginLayer[] = [];
  readonly outputs: Tensor[] = [];
  private readonly inputInfo = new Map<Tensor, { type: DataType; dims: Dims; exprs: Exprs }>();
  /** What plugins were asked, by layer. */
  private readonly types = new Map<PluginLayer, DataType[]>();
  private readonly shapes = new Map<PluginLayer, Exprs[]>();
  private readonly tensorNames = new Map<string, Tensor>();
  private readonly exprBuilder: NativeExprBuilder = new (native().ExprBuilder)();
  private destroyed = false;

  /** Adds an input. @param dims Extents, -1 where they are known only at run time: they need an optimization profile. */
  addInput(name: string, type: DataType, dims: Dims): Tensor {
    this.alive('add an input');
    checkDataType(type, `add input "${name}"`);
    checkDims(dims, -1, `add input "${name}"`);
    this.checkTensorName(name, null);
    const tensor = new Tensor(this, name, null, 0);
    const exprs = inputExprs(name, dims, this.exprBuilder);
    this.inputInfo.set(tensor, { type, dims: [...dims], exprs });
    this.tensorNames.set(name, tensor);
    this.inputs.push(tensor);
    return tensor;
  }

  /** Adds a layer that runs an IPluginV2DynamicExt. The network keeps a clone; the plugin stays yours. */
  addPluginV2(inputs: readonly Tensor[], plugin: NativePluginV2 | NativePluginV3): PluginLayer {
    const name = this.nextLayerName('PluginV2');
    if (!isPlugin(plugin, 'V2')) throw wrongPlugin(plugin, 'V2', name);
    const named = { name };
    return this.addLayer(named, inputs, [], new LayerPluginV2(named, plugin));
  }

  /**
   * Adds a layer that runs an IPluginV3. The network keeps a clone; the plugin stays yours.
   * @param shapeInputs Inputs whose values, not only shapes, the plugin's getOutputShapes may use.
   */
  addPluginV3(
    inputs: readonly Tensor[],
    shapeInputs: readonly Tensor[],
    plugin: NativePluginV2 | NativePluginV3,
  ): PluginLayer {
    const name = this.nextLayerName('PluginV3');
    if (!isPlugin(plugin, 'V3')) throw wrongPlugin(plugin, 'V3', name);
    const named = { name };
    return this.addLayer(named, inputs, shapeInputs, new LayerPluginV3(named, plugin));
  }

  private nextLayerName(kind: string): string {
    this.alive('add a layer');
    return `(Unnamed Layer* ${this.layers.length}) [${kind}]`;
  }

  private addLayer(
    named: { name: string },
    inputs: readonly Tensor[],
    shapeInputs: readonly Tensor[],
    plugin: LayerPlugin,
  ): PluginLayer {
    for (const tensor of [...inputs, ...shapeInputs]) this.checkTensor(tensor, 'add a layer');
    return duringPhase(
      'addLayers',
      () => {
        plugin.enterNetwork();
        const inputTypes = inputs.map((tensor) => this.typeOf(tensor));
        const types = plugin.declareOutputs(inputTypes);
        const layer = new PluginLayer(
          this,
          named,
          plugin.cloneForNetwork(),
          inputs,
          shapeInputs,
          types.length,
        );
        this.layers.push(layer);
        for (const output of layer.outputs) this.tensorNames.set(output.name, output);
        return layer;
      },
      { method: `addPlugin${plugin.generation}` },
    );
  }

  /** Makes a tensor an output of the network. */
  markOutput(tensor: Tensor): void {
    this.alive('mark an output');
    this.checkTensor(tensor, 'mark an output');
    if (!this.outputs.includes(tensor)) this.outputs.push(tensor);
  }

  /** The type of a tensor; a layer's plugin is asked once. */
  typeOf(tensor: Tensor): DataType {
    this.alive('ask a tensor for its type');
    const input = this.inputInfo.get(tensor);
    if (input) return input.type;
    const layer = tensor.producer as PluginLayer;
    // A V3 layer tells its types and shapes together (recordings/grid-002.jsonl), a V2 layer one by one (grid-014.jsonl).
    const types = layer.plugin.generation === 'V3' ? this.known(layer).types : this.typesOf(layer);
    return types[tensor.outputIndex] as DataType;
  }

  /** The symbolic shape of a tensor; a layer's plugin is asked once. */
  exprsOf(tensor: Tensor): Exprs {
    this.alive('ask a tensor for its dimensions');
    const input = this.inputInfo.get(tensor);
    if (input) return input.exprs;
    return this.known(tensor.producer as PluginLayer).shapes[tensor.outputIndex] as Exprs;
  }

  /** What a layer's own plugin object says of its outputs. */
  private known(layer: PluginLayer): { types: DataType[]; shapes: Exprs[] } {
    const shapes = this.shapes.get(layer);
    if (shapes) return { types: this.typesOf(layer), shapes };
    const inputs = layer.inputs.map((from) => this.seenByConsumer(from, this.exprsOf(from)));
    const types = this.typesOf(layer);
    const inferred = this.inferShapes(layer, layer.plugin, inputs);
    this.shapes.set(layer, inferred);
    return { types, shapes: inferred };
  }

  /** A shape as the next layer sees it: an extent that depends on data is an unknown of its own. */
  seenByConsumer(tensor: Tensor, shape: Exprs): Exprs {
    return shape.map((expr, axis) =>
      isDataDependent(expr.toJSON())
        ? this.exprBuilder.variable(extentName(tensor.name, axis))
        : expr,
    );
  }

  private typesOf(layer: PluginLayer): DataType[] {
    const asked = this.types.get(layer);
    if (asked) return asked;
    const inputTypes = layer.inputs.map((from) => this.typeOf(from));
    const types = layer.plugin.outputTypes(layer.outputs.length, inputTypes);
    this.types.set(layer, types);
    return types;
  }

  /**
   * Asks a plugin object of this layer for the shapes of its outputs: the network's own object, or the builder's clone of it.
   * @throws {PluginError} `OUTPUT_SHAPE_INVALID` when it leaves an extent unset
   */
  inferShapes(layer: PluginLayer, plugin: LayerPlugin, inputs: Exprs[]): Exprs[] {
    const shapeInputs = layer.shapeInputs.map((tensor) => this.exprsOf(tensor));
    const shapes = plugin.outputShapes(inputs, shapeInputs, layer.outputs.length, this.exprBuilder);
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
    return shapes;
  }

  /** Extents of a network input as they were given. */
  inputDims(tensor: Tensor): Dims {
    return [...(this.inputInfo.get(tensor)?.dims ?? [])];
  }

  /** @internal */
  checkTensorName(name: string, self: Tensor | null): void {
    const other = this.tensorNames.get(name);
    if (typeof name === 'string' && name !== '' && (!other || other === self)) return;
    throw new ApiUsageError(
      'NAME_TAKEN',
      `Cannot name a tensor "${name}": ${other ? 'another has' : 'it is no'} name`,
      {
        tensor: name,
        expected: 'a name that no other tensor has',
      },
    );
  }

  /** @internal */
  rename(tensor: Tensor, name: string): void {
    this.tensorNames.delete(tensor.name);
    this.tensorNames.set(name, tensor);
    const input = this.inputInfo.get(tensor);
    if (input) input.exprs = inputExprs(name, input.dims, this.exprBuilder);
  }

  /** @internal */
  checkLayerName(name: string, self: PluginLayer): void {
    if (this.layers.some((layer) => layer !== self && layer.name === name) || name === '') {
      throw new ApiUsageError(
        'NAME_TAKEN',
        `Cannot name a layer "${name}": another layer has this name`,
        {
          layer: name,
        },
      );
    }
  }

  private checkTensor(tensor: Tensor, what: string): void {
    const mine = tensor instanceof Tensor && this.tensorNames.get(tensor.name) === tensor;
    if (mine) return;
    throw new ApiUsageError('TENSOR_FOREIGN', `Cannot ${what}: a tensor is not of this network`, {
      expected: 'a tensor from addInput or getOutput of the same network',
      actual:
        tensor instanceof Tensor ? `tensor "${tensor.name}" of another network` : typeof tensor,
    });
  }

  private alive(what: string): void {
    if (this.destroyed) {
      throw new ApiUsageError('OBJECT_DESTROYED', `Cannot ${what}: the network is destroyed`);
    }
  }

  /** Ends the network and its clones of the plugins, in the order of the layers. */
  destroy(): void {
    this.alive('destroy the network');
    duringPhase('destroyNetwork', () => {
      for (const layer of this.layers) layer.plugin.destroy();
    });
    this.destroyed = true;
  }
}

type Plugin = NativePluginV2 | NativePluginV3;

/** JavaScript may pass anything. */
function isPlugin<Generation extends 'V2' | 'V3'>(
  value: Plugin | null | undefined,
  generation: Generation,
): value is Extract<Plugin, { generation: Generation }> {
  return value?.generation === generation;
}

function wrongPlugin(
  plugin: Plugin | null | undefined,
  generation: 'V2' | 'V3',
  layer: string,
): ApiUsageError {
  const method = `addPlugin${generation}`;
  return new ApiUsageError(
    'PLUGIN_INVALID',
    `Cannot add layer "${layer}": ${method} takes a ${generation} plugin`,
    {
      layer,
      method,
      expected: `a plugin from a ${generation} creator`,
      actual: plugin ? `a ${plugin.generation} plugin` : typeof plugin,
    },
  );
}
