import type {
  Exprs,
  NativeExprBuilder,
  NativeInvocation,
  NativePluginV3,
  NativePluginV3Build,
  NativePluginV3Core,
  NativePluginV3Runtime,
  NativeStream,
  PluginTensorDesc,
} from '../../native';
import { PluginError } from '../../errors';
import { collectErrors } from '../logger';
import type { DataType } from '../enums';
import {
  checkNbOutputs,
  concreteDesc,
  dynamicDesc,
  methodFailure,
  TIMING_FAILED,
  type TimingRefusal,
  workspaceRefusal,
} from './layer-plugin';
import type { LayerPlugin, SerializedPlugin, TensorRange } from './layer-plugin';

/** An `IPluginV3` in the hands of the host. The capability interface is asked for anew before each call, as TensorRT 10.6 does. */
export class LayerPluginV3 implements LayerPlugin {
  readonly generation = 'V3';
  /** What describe() heard. */
  private metadata: string | null = null;
  readonly formatWalks = 2;
  readonly hasTactics = true;

  constructor(
    /** The layer, whose name may change after the plugin was added. */
    private readonly owner: { readonly name: string },
    private readonly plugin: NativePluginV3,
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

  private core(): NativePluginV3Core {
    return this.present(this.plugin.getCapabilityInterface('kCORE'), 'kCORE');
  }
  private build(): NativePluginV3Build {
    return this.present(this.plugin.getCapabilityInterface('kBUILD'), 'kBUILD');
  }
  private runtime(): NativePluginV3Runtime {
    return this.present(this.plugin.getCapabilityInterface('kRUNTIME'), 'kRUNTIME');
  }

  private present<Capability>(capability: Capability | null, type: string): Capability {
    if (capability) return capability;
    throw this.failure('getCapabilityInterface', `${type} is null`, 'CAPABILITY_MISSING');
  }

  private failure(method: string, state: string, code?: string): PluginError {
    return methodFailure(this.layer, this.label, method, state, code);
  }

  /** Runs one call whose result is a return code or a value, and turns failure into an error with what was logged. */
  private checked<Value>(
    method: string,
    act: () => Value | number,
    describe: (code: number) => string,
  ): Value {
    const { result, errors } = collectErrors(act);
    if (typeof result !== 'number') return result;
    const error = this.failure(method, describe(result));
    throw errors.length
      ? new PluginError(error.code, error.message, { ...error.details, logged: errors })
      : error;
  }

  private status(method: string, act: () => number): void {
    this.checked(
      method,
      () => {
        const code = act();
        return code === 0 ? true : code;
      },
      (code) => `Plugin node ${this.layer}:${method} reported a non-zero return code: ${code}`,
    );
  }

  enterNetwork(): void {
    this.build();
  }

  declareOutputs(inputTypes: DataType[]): DataType[] {
    const nbOutputs = this.build().getNbOutputs();
    checkNbOutputs(nbOutputs, this.layer, this.label);
    const types = this.typesOf(nbOutputs, inputTypes);
    this.build().getNbOutputs();
    return types;
  }

  cloneForNetwork(): LayerPlugin {
    const copy = this.clone();
    this.core().getPluginName();
    return copy;
  }

  private typesOf(nbOutputs: number, inputTypes: DataType[]): DataType[] {
    return this.checked(
      'getOutputDataTypes',
      () => this.build().getOutputDataTypes(nbOutputs, inputTypes),
      (code) => `reported a non-zero return code: ${code}`,
    );
  }

  outputTypes(nbOutputs: number, inputTypes: DataType[]): DataType[] {
    this.build().getNbOutputs();
    return this.typesOf(nbOutputs, inputTypes);
  }

  outputShapes(
    inputs: Exprs[],
    shapeInputs: Exprs[],
    nbOutputs: number,
    builder: NativeExprBuilder,
  ): Exprs[] {
    return this.checked(
      'getOutputShapes',
      () => this.build().getOutputShapes(inputs, shapeInputs, nbOutputs, builder),
      (code) =>
        `IPluginV3OneBuild output shape computation failed with a non-zero return code: ${code}.`,
    );
  }

  clone(): LayerPlugin {
    return this.wrap('clone', this.plugin.clone());
  }

  private wrap(method: string, copy: NativePluginV3 | null): LayerPluginV3 {
    if (!copy) throw this.failure(method, 'returned null', 'PLUGIN_NOT_CLONED');
    return new LayerPluginV3(this.owner, copy);
  }

  enterGraph(): void {
    // V3 plugins are asked for nothing here.
  }

  supportsFormatCombination(
    pos: number,
    inOut: TensorRange[],
    nbInputs: number,
    nbOutputs: number,
  ): boolean {
    const descs = inOut.map((range) => dynamicDesc(range, 'opt'));
    return this.build().supportsFormatCombination(pos, descs, nbInputs, nbOutputs);
  }

  getFormatCombinationLimit(): number {
    return this.build().getFormatCombinationLimit();
  }

  getTimingCacheID(): string | null {
    return this.build().getTimingCacheID();
  }

  configured(inputs: TensorRange[], outputs: TensorRange[]): LayerPlugin {
    const attached = this.wrap('attachToContext', this.runtime().attachToContext());
    try {
      attached.status('configurePlugin', () =>
        attached.build().configurePlugin(
          inputs.map((range) => dynamicDesc(range, 'opt')),
          outputs.map((range) => dynamicDesc(range, 'opt')),
        ),
      );
    } catch (error) {
      attached.destroy();
      throw error;
    }
    return attached;
  }

  getValidTactics(): number[] {
    const nbTactics = this.build().getNbTactics();
    const tactics = this.checked(
      'getValidTactics',
      () => this.build().getValidTactics(nbTactics),
      (code) => `reported a non-zero return code: ${code}`,
    );
    const wrong = new Set(tactics).size !== tactics.length || tactics.includes(0);
    if (wrong) {
      throw new PluginError(
        'TACTICS_INVALID',
        `Cannot time layer "${this.layer}": its tactics are not valid`,
        {
          layer: this.layer,
          plugin: this.label,
          method: 'getValidTactics',
          expected: 'unique, non-zero tactics',
          actual: tactics,
        },
      );
    }
    return tactics.length ? tactics : [0];
  }

  prepareTiming(
    tactic: number,
    inputs: TensorRange[],
    outputs: TensorRange[],
    workspaceLimit: number,
  ): number | TimingRefusal {
    if (this.runtime().setTactic(tactic) !== 0) return { method: 'setTactic', why: TIMING_FAILED };
    const bytes = this.getWorkspaceSize(inputs, outputs, 'opt');
    const refusal = workspaceRefusal(this.layer, bytes, workspaceLimit);
    if (refusal !== null) return { method: 'getWorkspaceSize', why: refusal };
    const changed = this.changeShape(
      inputs.map((range) => concreteDesc(range, 'opt')),
      outputs.map((range) => concreteDesc(range, 'opt')),
    );
    return changed ? bytes : { method: 'onShapeChange', why: TIMING_FAILED };
  }

  finishTiming(): void {
    // The timed object is simply deleted.
  }

  aliasedInputs(nbOutputs: number): number[] {
    // Version 2 of the interface is IPluginV3OneBuildV2.
    const offers = this.build().getInterfaceInfo().major >= 2;
    return Array.from({ length: nbOutputs }, (_, index) =>
      offers ? this.build().getAliasedInput(index) : -1,
    );
  }

  implement(tactic: number, inputs: TensorRange[], outputs: TensorRange[]): number {
    this.status('setTactic', () => this.runtime().setTactic(tactic));
    return this.getWorkspaceSize(inputs, outputs, 'opt');
  }

  getWorkspaceSize(
    inputs: TensorRange[],
    outputs: TensorRange[],
    opt: 'opt' | 'unknown' = 'unknown',
  ): number {
    return this.build().getWorkspaceSize(
      inputs.map((range) => dynamicDesc(range, opt)),
      outputs.map((range) => dynamicDesc(range, opt)),
    );
  }

  describe(): void {
    this.core().getPluginName();
    this.core().getPluginVersion();
    this.metadata = this.build().getMetadataString();
  }

  initialize(): void {
    // IPluginV3 has no initialize: attachToContext took its place.
  }

  serialize(): SerializedPlugin {
    return {
      generation: 'V3',
      name: this.core().getPluginName(),
      version: this.core().getPluginVersion(),
      namespace: this.core().getPluginNamespace(),
      fields: this.runtime().getFieldsToSerialize(),
      bytes: new Uint8Array(),
      ...(this.metadata === null ? {} : { metadata: this.metadata }),
    };
  }

  release(): void {
    this.destroy();
  }

  /** At run time the tactic that the builder chose comes first. */
  setTactic(tactic: number): void {
    this.status('setTactic', () => this.runtime().setTactic(tactic));
  }

  cloneForContext(): LayerPlugin {
    return this.wrap('attachToContext', this.runtime().attachToContext());
  }

  attach(): void {
    // cloneForContext() attached it.
  }

  detach(): void {
    // A V3 object attached to a context is its own copy and is simply deleted.
  }

  changeShape(inputs: PluginTensorDesc[], outputs: PluginTensorDesc[]): boolean {
    return this.runtime().onShapeChange(inputs, outputs) === 0;
  }

  enqueue(invocation: NativeInvocation, stream: NativeStream): number {
    return this.runtime().enqueue(invocation, stream);
  }

  enqueuer(): NativePluginV3 {
    return this.plugin;
  }

  destroy(): void {
    this.plugin.destroy();
  }
}
