import { resolve } from 'node:path';
import { ApiUsageError } from '../errors';
import type { NativePluginV2, NativePluginV3, PluginField } from '../native';
import { pluginFieldsOf } from './scenario-fields';
import { probeLibrary } from '../native-loader';
import { createBuilder, type Builder } from '../runtime/builder';
import type { BuilderConfig } from '../runtime/builder-config';
import type { ExecutionContext } from '../runtime/context';
import { DeviceBuffer, Stream } from '../runtime/device';
import { createRuntime, type CudaEngine, type Runtime } from '../runtime/engine';
import { log } from '../runtime/logger';
import type { NetworkDefinition, Tensor } from '../runtime/network';
import { getPluginRegistry } from '../runtime/plugin-registry';
import type { Dims } from '../runtime/tensor';
import { duringPhase, recordHost } from './phase';
import type { Scenario, ScenarioStep } from './scenario';

/** Bytes that the recorder gave every input and that every output starts with. */
const INPUT_BYTES = 1 << 20;

/**
 * Runs a scenario on this host. The calls are in the trace afterwards. A step that fails ends the run, as in the recordings; the failure
 * is logged and recorded, not thrown.
 * @throws {ApiUsageError} `SCENARIO_INVALID` when the scenario itself cannot be run
 */
export class ScenarioRun {
  private readonly tensors = new Map<string, Tensor>();
  private readonly plugins: (NativePluginV2 | NativePluginV3)[] = [];
  private readonly builder: Builder = createBuilder();
  private readonly network: NetworkDefinition = this.builder.createNetwork();
  private readonly config: BuilderConfig = this.builder.createBuilderConfig();
  private readonly stream = new Stream();
  private readonly buffers: DeviceBuffer[] = [];
  private engineFile: Uint8Array = new Uint8Array();
  private runtime: Runtime | null = null;
  private engine: CudaEngine | null = null;
  private context: ExecutionContext | null = null;

  constructor(private readonly scenario: Scenario) {}

  /** @returns whether every step succeeded */
  async run(): Promise<boolean> {
    const registry = getPluginRegistry();
    for (const library of [probeLibrary, ...this.scenario.libraries.map((path) => resolve(path))]) {
      registry.loadLibrary(library);
    }
    if (!this.step({ name: 'addLayers', argument: undefined }, 'addLayers', () => this.addLayers()))
      return false;
    this.configure();
    const total = new Map<string, number>();
    for (const { name } of this.scenario.steps) total.set(name, (total.get(name) ?? 0) + 1);
    const count = new Map<string, number>();
    for (const step of this.scenario.steps) {
      const nth = (count.get(step.name) ?? 0) + 1;
      count.set(step.name, nth);
      const phase = (total.get(step.name) ?? 0) > 1 ? `${step.name}#${nth}` : step.name;
      if (!this.step(step, phase, () => this.perform(step))) return false;
      await Promise.resolve();
    }
    return true;
  }

  /** One step in its phase. A failure of TensorRT's kind is logged; one of the scenario's own is thrown. */
  private step({ name }: ScenarioStep, phase: string, act: () => void): boolean {
    try {
      duringPhase(phase, act, { method: name });
      return true;
    } catch (error) {
      if (error instanceof ApiUsageError && error.code === 'SCENARIO_INVALID') throw error;
      log('kERROR', `${phase}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  private addLayers(): void {
    for (const { name, type, dims } of this.scenario.inputs) {
      this.tensors.set(name, this.network.addInput(name, type, dims));
    }
    for (const layer of this.scenario.layers) {
      const creator = getPluginRegistry().getCreator(layer.plugin, layer.version, layer.namespace);
      const fields: PluginField[] = pluginFieldsOf(layer);
      const plugin = creator.createPlugin(layer.name, fields, 'kBUILD');
      this.plugins.push(plugin);
      const inputs = layer.inputs.map((name) => this.tensor(name));
      const added =
        plugin.generation === 'V3'
          ? this.network.addPluginV3(
              inputs,
              layer.shapeInputs.map((name) => this.tensor(name)),
              plugin,
            )
          : this.network.addPluginV2(inputs, plugin);
      added.setName(layer.name);
      layer.outputs.forEach((name, i) => this.tensors.set(name, added.getOutput(i).setName(name)));
    }
  }

  private configure(): void {
    for (const name of this.scenario.outputs) this.network.markOutput(this.tensor(name));
    for (const ranges of this.scenario.profiles) {
      const profile = this.builder.createOptimizationProfile();
      for (const [name, { min, opt, max }] of Object.entries(ranges)) {
        profile
          .setDimensions(name, 'kMIN', min)
          .setDimensions(name, 'kOPT', opt)
          .setDimensions(name, 'kMAX', max);
      }
      this.config.addOptimizationProfile(profile);
    }
    for (const flag of this.scenario.flags) this.config.setFlag(flag);
    if ((this.scenario.config.timingCache ?? 'none') === 'none')
      this.config.setFlag('kDISABLE_TIMING_CACHE');
    this.config.choices = this.scenario.chosen;
  }

  private perform({ name, argument }: ScenarioStep): void {
    switch (name) {
      case 'outputDimensions':
        for (const output of this.scenario.outputs) {
          const dims = this.tensor(output).getDimensions();
          recordHost('getDimensions', { tensor: output }, dims);
        }
        return;
      case 'build':
        this.engineFile = this.builder.buildNow(this.network, this.config);
        return;
      case 'destroyNetwork':
        this.network.destroy();
        this.builder.destroy();
        return;
      case 'destroyPlugins':
        for (const plugin of this.plugins) plugin.destroy();
        return;
      case 'deserialize':
        this.runtime = createRuntime();
        this.engine = this.runtime.deserializeCudaEngine(this.engineFile);
        return;
      case 'createContext':
        this.context = this.needed(this.engine).createExecutionContext();
        this.giveMemory(this.context);
        return;
      case 'secondContext':
        this.needed(this.engine).createExecutionContext().destroy();
        return;
      case 'setProfile':
        this.needed(this.context).setOptimizationProfile(Number(argument));
        return;
      case 'setInputShape':
        for (const [input, dims] of Object.entries(argument as Record<string, Dims>)) {
          this.needed(this.context).setInputShape(input, dims);
        }
        return;
      case 'enqueue':
        this.needed(this.context).enqueueNow(this.stream);
        this.stream.synchronize();
        return;
      case 'profiledEnqueue':
        this.needed(this.context).setProfiler({ reportLayerTime: () => undefined });
        this.needed(this.context).enqueueNow(this.stream);
        this.stream.synchronize();
        this.needed(this.context).setProfiler(null);
        return;
      case 'destroyContext':
        this.needed(this.context).destroy();
        return;
      case 'destroyEngine':
        this.needed(this.engine).destroy();
        return;
      case 'destroyRuntime':
        this.needed(this.runtime).destroy();
    }
  }

  /** Every input gets zeroed memory, every output an allocator that reports its extents. */
  private giveMemory(context: ExecutionContext): void {
    for (const { name, mode } of this.needed(this.engine).ioTensors()) {
      if (mode === 'kINPUT') {
        const buffer = new DeviceBuffer(INPUT_BYTES);
        buffer.native.fill(0);
        this.buffers.push(buffer);
        context.setTensorAddress(name, buffer);
        continue;
      }
      context.setOutputAllocator(name, {
        reallocateOutput: (_name, current, byteLength) => {
          if (current && current.byteLength >= byteLength) return current;
          const buffer = new DeviceBuffer(Math.max(byteLength, 1));
          this.buffers.push(buffer);
          return buffer;
        },
        notifyShape: (tensor, dims) => recordHost('notifyShape', { tensor, dims }, null),
      });
    }
  }

  private tensor(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (tensor) return tensor;
    throw new ApiUsageError(
      'SCENARIO_INVALID',
      `Cannot run the scenario: no tensor is called "${name}"`,
      {
        tensor: name,
        expected: [...this.tensors.keys()].join(', '),
      },
    );
  }

  private needed<Thing>(thing: Thing | null): Thing {
    if (thing) return thing;
    throw new ApiUsageError(
      'SCENARIO_INVALID',
      'Cannot run the scenario: a step needs an earlier one',
      {
        expected: 'build, deserialize and createContext before the steps that use them',
      },
    );
  }
}
