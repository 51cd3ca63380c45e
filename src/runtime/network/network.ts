import type { NativeExprBuilder, NativePluginV2, NativePluginV3 } from '../../native';
import { ApiUsageError } from '../../errors';
import { native } from '../../native-loader';
import { duringPhase } from '../../trace/phase';
import type { DataType } from '../enums';
import { inspectable } from '../inspect';
import { NativeLayer, PluginLayer, Tensor, type Layer, type LayerName } from './layer';
import type { LayerPlugin } from '../plugin/layer-plugin';
import { log } from '../logger';
import { NativeLayers } from './operations/native-layers';
import type { Operation, SymbolicOutput, SymbolicTensor } from './operations/operation';
import { LayerPluginV2 } from '../plugin/plugin-v2';
import { LayerPluginV3 } from '../plugin/plugin-v3';
import { shapeTensorsOf } from './shape-tensors';
import { inputExprs, inputValues } from './shapes';
import { SymbolicShapes } from './symbolic-shapes';
import { checkDataType, checkDims, type Dims } from '../tensor';

/** What `createNetwork` makes the network with: `nvinfer1::NetworkDefinitionCreationFlag`. */
export interface NetworkOptions {
  /** kSTRONGLY_TYPED: every tensor keeps the type that the network gives it. */
  stronglyTyped?: boolean;
}

/**
 * `nvinfer1::INetworkDefinition`. Adding a plugin layer clones the plugin at once; its output shapes are asked for lazily, when somebody
 * wants to know them (recordings/v3-single.jsonl, phases addLayers and outputDimensions).
 */
export class NetworkDefinition extends NativeLayers<Tensor, NativeLayer> {
  /** Empty until it is set; the engine keeps it. */
  name = '';
  readonly inputs: Tensor[] = [];
  readonly layers: Layer[] = [];
  readonly outputs: Tensor[] = [];
  readonly stronglyTyped: boolean;
  /** @internal */
  readonly exprBuilder: NativeExprBuilder = new (native().ExprBuilder)();
  private readonly inputInfo = new Map<Tensor, { type: DataType; dims: Dims }>();
  private readonly tensorNames = new Map<string, Tensor>();
  private readonly layerNames = new Set<string>();
  private readonly symbols: SymbolicShapes;
  private layersAdded = 0;
  private destroyed = false;

  constructor({ stronglyTyped = false }: NetworkOptions = {}) {
    super();
    this.stronglyTyped = stronglyTyped;
    this.symbols = new SymbolicShapes(
      {
        inputType: (tensor) => this.inputOf(tensor).type,
        input: (tensor) => this.symbolicInput(tensor, this.inputOf(tensor).dims),
        pluginOf: (layer) => layer.plugin,
      },
      this.exprBuilder,
    );
  }

  /** Adds an input. @param dims Extents, -1 where they are known only at run time: they need an optimization profile. */
  addInput(name: string, type: DataType, dims: Dims): Tensor {
    this.alive('add an input');
    checkDataType(type, `add input "${name}"`);
    checkDims(dims, -1, `add input "${name}"`);
    this.checkTensorName(name, null);
    const tensor = new Tensor(this, name, null, 0);
    this.inputInfo.set(tensor, { type, dims: [...dims] });
    this.tensorNames.set(name, tensor);
    this.inputs.push(tensor);
    return tensor;
  }

  /** Adds a layer that runs an IPluginV2DynamicExt. The network keeps a clone; the plugin stays yours. */
  addPluginV2(inputs: readonly Tensor[], plugin: NativePluginV2 | NativePluginV3): PluginLayer {
    const named = this.nextLayerName('PluginV2');
    if (!isPlugin(plugin, 'V2')) throw wrongPlugin(plugin, 'V2', named.name);
    // A V2 layer asks its inputs for their types only.
    return this.addPlugin(named, inputs, [], new LayerPluginV2(named, plugin), (tensor) =>
      this.symbols.typeOf(tensor),
    );
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
    const named = this.nextLayerName('PluginV3_V3ONE');
    if (!isPlugin(plugin, 'V3')) throw wrongPlugin(plugin, 'V3', named.name);
    return this.addPlugin(
      named,
      inputs,
      shapeInputs,
      new LayerPluginV3(named, plugin),
      (tensor) => {
        // A shape that cannot be computed does not keep the layer out (recordings/fail-v3-chain-first-getOutputShapes.jsonl).
        try {
          this.symbols.symbolOf(tensor);
        } catch (error) {
          log('kERROR', error instanceof Error ? error.message : String(error));
        }
      },
    );
  }

  private nextLayerName(kind: string): LayerName {
    this.alive('add a layer');
    return { name: `(Unnamed Layer* ${this.layersAdded}) [${kind}]` };
  }

  private addPlugin(
    named: LayerName,
    inputs: readonly Tensor[],
    shapeInputs: readonly Tensor[],
    plugin: LayerPlugin,
    ask: (input: Tensor) => unknown,
  ): PluginLayer {
    for (const tensor of [...inputs, ...shapeInputs]) this.checkTensor(tensor, 'add a layer');
    return duringPhase(
      'addLayers',
      () => {
        plugin.enterNetwork();
        const inputTypes = inputs.map((tensor) => this.symbols.typeOf(tensor));
        inputs.forEach(ask);
        const types = plugin.declareOutputs(inputTypes);
        const copy = plugin.cloneForNetwork();
        return this.keep(new PluginLayer(this, named, copy, inputs, shapeInputs, types.length));
      },
      { method: `addPlugin${plugin.generation}` },
    );
  }

  /** Adds a layer of TensorRT's own. */
  protected addOperation(operation: Operation, inputs: readonly Tensor[]): NativeLayer {
    const named = this.nextLayerName(operation.type);
    for (const tensor of inputs) this.checkTensor(tensor, 'add a layer');
    return this.keep(new NativeLayer(this, named, operation, inputs));
  }

  private keep<Added extends Layer>(layer: Added): Added {
    this.layers.push(layer);
    this.layerNames.add(layer.name);
    this.layersAdded += 1;
    for (const output of layer.outputs) this.tensorNames.set(output.name, output);
    return layer;
  }

  /** Makes a tensor an output of the network. @throws {ApiUsageError} `TENSOR_IS_INPUT`: NvInfer.h 10.16 calls that an error */
  markOutput(tensor: Tensor): void {
    this.alive('mark an output');
    this.checkTensor(tensor, 'mark an output');
    if (!tensor.producer) {
      throw new ApiUsageError('TENSOR_IS_INPUT', `Cannot mark output "${tensor.name}"`, {
        method: 'markOutput',
        tensor: tensor.name,
        expected: 'a tensor that a layer makes; addIdentity makes one of an input',
        actual: 'an input of the network',
      });
    }
    if (this.outputs.includes(tensor)) return;
    this.outputs.push(tensor);
    // Its layer is asked again (recordings/intermediate-marked.jsonl, phase outputDimensions).
    this.symbols.forget(tensor.producer);
  }

  /** The tensor is an output no longer; what only it needed will not be in the engine. */
  unmarkOutput(tensor: Tensor): void {
    this.alive('unmark an output');
    const index = this.outputs.indexOf(tensor);
    if (index >= 0) this.outputs.splice(index, 1);
  }

  /** Takes a tensor out that no layer reads. @throws {ApiUsageError} `TENSOR_IN_USE` */
  removeTensor(tensor: Tensor): void {
    this.alive('remove a tensor');
    this.checkTensor(tensor, 'remove a tensor');
    const reader = this.layers.find((layer) =>
      [...layer.inputs, ...layer.shapeInputs].includes(tensor),
    );
    if (reader || tensor.producer) {
      throw new ApiUsageError('TENSOR_IN_USE', `Cannot remove tensor "${tensor.name}"`, {
        method: 'removeTensor',
        tensor: tensor.name,
        expected: 'an input that no layer reads',
        actual: `layer "${(reader ?? tensor.producer)?.name}" ${reader ? 'reads' : 'makes'} it`,
      });
    }
    this.tensorNames.delete(tensor.name);
    this.inputInfo.delete(tensor);
    this.inputs.splice(this.inputs.indexOf(tensor), 1);
    this.unmarkOutput(tensor);
  }

  /** The type of a tensor; a layer's plugin is asked once. */
  typeOf(tensor: Tensor): DataType {
    this.alive('ask a tensor for its type');
    return this.symbols.typeOf(tensor);
  }

  /** The symbolic shape of a tensor; a layer's plugin is asked once. */
  symbolOf(tensor: Tensor): SymbolicTensor {
    this.alive('ask a tensor for its dimensions');
    return this.symbols.symbolOf(tensor);
  }

  /** @internal What layers said of their types. */
  get knownTypes(): SymbolicShapes {
    return this.symbols;
  }

  /** @internal A network input as expressions, with some extents fixed. */
  symbolicInput(tensor: Tensor, dims: Dims): SymbolicOutput {
    const { type } = this.inputOf(tensor);
    return {
      shape: inputExprs(tensor.name, dims, this.exprBuilder),
      values: inputValues(tensor.name, type, dims, this.exprBuilder),
    };
  }

  /** Whether the host must know a tensor's values: some layer's shape depends on them. */
  isShapeTensor(tensor: Tensor): boolean {
    return shapeTensorsOf(this.layers).has(tensor);
  }

  /** Extents of a network input as they were given. */
  inputDims(tensor: Tensor): Dims {
    return [...(this.inputInfo.get(tensor)?.dims ?? [])];
  }

  private inputOf(tensor: Tensor): { type: DataType; dims: Dims } {
    return this.inputInfo.get(tensor) ?? this.foreign(tensor, 'use a tensor');
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
  }

  /** @internal A layer gets another name. */
  renameLayer(own: string, name: string): void {
    const taken = name !== own && this.layerNames.has(name);
    if (!taken && typeof name === 'string' && name !== '') {
      this.layerNames.delete(own);
      this.layerNames.add(name);
      return;
    }
    throw new ApiUsageError(
      'NAME_TAKEN',
      `Cannot name a layer "${name}": another layer has this name`,
      { layer: name },
    );
  }

  private checkTensor(tensor: Tensor, what: string): void {
    const mine = tensor instanceof Tensor && this.tensorNames.get(tensor.name) === tensor;
    if (!mine) this.foreign(tensor, what);
  }

  private foreign(tensor: Tensor, what: string): never {
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
      for (const layer of this.layers) if (layer.kind === 'plugin') layer.plugin.destroy();
    });
    this.destroyed = true;
  }

  static {
    inspectable(NetworkDefinition, (network) => ({
      name: network.name,
      inputs: network.inputs.map((tensor) => tensor.name),
      layers: network.layers.map((layer) => layer.name),
      outputs: network.outputs.map((tensor) => tensor.name),
    }));
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
