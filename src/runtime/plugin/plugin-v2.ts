import type {
  Exprs,
  NativeExprBuilder,
  NativeInvocation,
  NativePluginV2,
  NativeStream,
  PluginTensorDesc,
} from '../../native';
import type { PluginError } from '../../errors';
import type { DataType } from '../enums';
import {
  checkNbOutputs,
  concreteDesc,
  dynamicDesc,
  kindOf,
  methodFailure,
  workspaceRefusal,
} from './layer-plugin';
import type { LayerPlugin, SerializedPlugin, TensorRange, TimingRefusal } from './layer-plugin';

/** An `IPluginV2DynamicExt` in the hands of the host. */
export class LayerPluginV2 implements LayerPlugin {
  readonly generation = 'V2';
  readonly formatWalks = 1;
  readonly hasTactics = false;
  /** Initialised and attached to be timed. */
  private timing = false;

  constructor(
    /** The layer, whose name may change after the plugin was added. */
    private readonly owner: { readonly name: string },
    private readonly plugin: NativePluginV2,
  ) {}

  private get layer(): string {
    return this.owner.name;
  }
  get id(): string {
    return this.plugin.id;
  }
  get label(): string {
    return this.plugin.className.replace('@', ' version ');
  }

  private failure(method: string, state: string, code?: string): PluginError {
    return methodFailure(this.layer, this.label, method, state, code);
  }

  enterNetwork(): void {
    // V2 plugins are asked for nothing here.
  }

  declareOutputs(inputTypes: DataType[]): DataType[] {
    const nbOutputs = this.plugin.getNbOutputs();
    checkNbOutputs(nbOutputs, this.layer, this.label);
    const types = this.outputTypes(nbOutputs, inputTypes);
    this.plugin.getNbOutputs();
    return types;
  }

  cloneForNetwork(): LayerPlugin {
    const copy = this.clone();
    this.plugin.getPluginType();
    return copy;
  }

  outputTypes(nbOutputs: number, inputTypes: DataType[]): DataType[] {
    return Array.from({ length: nbOutputs }, (_, index) =>
      this.plugin.getOutputDataType(index, inputTypes),
    );
  }

  outputShapes(
    inputs: Exprs[],
    _shapeInputs: Exprs[],
    nbOutputs: number,
    builder: NativeExprBuilder,
  ): Exprs[] {
    return Array.from({ length: nbOutputs }, (_, index) =>
      this.plugin.getOutputDimensions(index, inputs, builder),
    );
  }

  clone(): LayerPluginV2 {
    const copy = this.plugin.clone();
    if (!copy) throw this.failure('clone', 'returned null', 'PLUGIN_NOT_CLONED');
    return new LayerPluginV2(this.owner, copy);
  }

  enterGraph(): void {
    this.plugin.getPluginType();
  }

  supportsFormatCombination(
    pos: number,
    inOut: TensorRange[],
    nbInputs: number,
    nbOutputs: number,
  ): boolean {
    const descs = inOut.map((range) => ({ ...kindOf(range), dims: range.dims }));
    return this.plugin.supportsFormatCombination(pos, descs, nbInputs, nbOutputs);
  }

  /** V2 has no such method; the header allows 100 combinations. */
  getFormatCombinationLimit(): number {
    return 100;
  }

  getTimingCacheID(): string | null {
    return null;
  }

  configured(inputs: TensorRange[], outputs: TensorRange[]): LayerPlugin {
    const copy = this.clone();
    copy.plugin.configurePlugin(
      inputs.map((range) => dynamicDesc(range, 'empty')),
      outputs.map((range) => dynamicDesc(range, 'empty')),
    );
    return copy;
  }

  getValidTactics(): number[] {
    return [0];
  }

  prepareTiming(
    _tactic: number,
    inputs: TensorRange[],
    outputs: TensorRange[],
    workspaceLimit: number,
  ): number | TimingRefusal {
    const bytes = this.getWorkspaceSize(inputs, outputs);
    const refusal = workspaceRefusal(this.layer, bytes, workspaceLimit);
    if (refusal !== null) return { method: 'getWorkspaceSize', why: refusal };
    if (this.plugin.initialize() !== 0) return { method: 'initialize', why: '' };
    this.timing = true;
    this.plugin.attachToContext();
    this.changeShape(
      inputs.map((range) => concreteDesc(range, 'opt')),
      outputs.map((range) => concreteDesc(range, 'opt')),
    );
    return bytes;
  }

  /** TensorRT 10.6 detaches before it terminates, and again afterwards, even what it never attached. */
  finishTiming(): void {
    if (this.timing) {
      this.plugin.detachFromContext();
      this.plugin.terminate();
    }
    this.timing = false;
    this.plugin.detachFromContext();
  }

  aliasedInputs(nbOutputs: number): number[] {
    return Array.from({ length: nbOutputs }, () => -1);
  }

  implement(_tactic: number, inputs: TensorRange[], outputs: TensorRange[]): number {
    return this.getWorkspaceSize(inputs, outputs);
  }

  getWorkspaceSize(inputs: TensorRange[], outputs: TensorRange[]): number {
    return this.plugin.getWorkspaceSize(
      inputs.map((range) => concreteDesc(range, 'max')),
      outputs.map((range) => concreteDesc(range, 'max')),
    );
  }

  describe(): void {
    this.plugin.getPluginType();
    this.plugin.getPluginVersion();
  }

  initialize(): void {
    const code = this.plugin.initialize();
    if (code !== 0) {
      throw this.failure('initialize', `reported a non-zero return code: ${code}`);
    }
  }

  serialize(): SerializedPlugin {
    const name = this.plugin.getPluginType();
    const version = this.plugin.getPluginVersion();
    const namespace = this.plugin.getPluginNamespace();
    const bytes = this.plugin.serialize(this.plugin.getSerializationSize());
    return { generation: 'V2', name, version, namespace, fields: [], bytes };
  }

  release(): void {
    this.plugin.terminate();
    this.plugin.destroy();
  }

  cloneForContext(): LayerPlugin {
    return this.clone();
  }

  attach(): void {
    this.plugin.attachToContext();
  }

  detach(): void {
    this.plugin.detachFromContext();
  }

  changeShape(inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]): boolean {
    const fixed = (desc: PluginTensorDesc) => ({ desc, min: desc.dims, opt: [], max: desc.dims });
    this.plugin.configurePlugin(inputs.map(fixed), outputs.map(fixed));
    return true;
  }

  enqueue(invocation: NativeInvocation, stream: NativeStream): number {
    return this.plugin.enqueue(invocation, stream);
  }

  enqueuer(): NativePluginV2 {
    return this.plugin;
  }

  destroy(): void {
    this.plugin.destroy();
  }
}
