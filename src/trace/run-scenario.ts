import { resolve } from 'node:path';
import { ApiUsageError } from '../errors';
import { probeLibrary } from '../native-loader';
import { createBuilder, type Builder } from '../runtime/builder';
import type { BuilderConfig } from '../runtime/build/builder-config';
import type { ExecutionContext } from '../runtime/context/context';
import { Stream } from '../runtime/context/device';
import { createRuntime, type CudaEngine, type Runtime } from '../runtime/engine/engine';
import { log } from '../runtime/logger';
import type { NetworkDefinition } from '../runtime/network/network';
import { getPluginRegistry } from '../runtime/plugin/plugin-registry';
import { duringPhaseAsync, recordHost } from './phase';
import type { Scenario } from './scenario';
import { ScenarioMemory } from './scenario-memory';
import { ScenarioNetwork } from './scenario-network';
import type { ScenarioStep } from './scenario-step';

/** Libraries that a scenario of this process has loaded: the registry keeps them. */
const loaded = new Set<string>();

/**
 * Runs a scenario on this host. The calls are in the trace afterwards. A step that fails ends the run, as in the recordings; the failure
 * is logged and recorded, not thrown.
 * @throws {ApiUsageError} `SCENARIO_INVALID` when the scenario itself cannot be run
 */
export class ScenarioRun {
  private readonly builder: Builder = createBuilder();
  private readonly definition: NetworkDefinition;
  private readonly config: BuilderConfig = this.builder.createBuilderConfig();
  private readonly network: ScenarioNetwork;
  private readonly stream = new Stream();
  private readonly memory = new ScenarioMemory();
  private engineFile: Uint8Array | null = null;
  private runtime: Runtime | null = null;
  private engine: CudaEngine | null = null;
  private context: ExecutionContext | null = null;

  constructor(private readonly scenario: Scenario) {
    const stronglyTyped = scenario.flags.includes('kSTRONGLY_TYPED');
    this.definition = this.builder.createNetwork({ stronglyTyped });
    this.network = new ScenarioNetwork(scenario, this.definition);
  }

  /** @returns whether every step succeeded */
  async run(): Promise<boolean> {
    try {
      return await this.runSteps();
    } finally {
      this.stream.synchronize();
      this.memory.free();
      this.stream.destroy();
    }
  }

  private async runSteps(): Promise<boolean> {
    const libraries = [probeLibrary, ...this.scenario.libraries.map((path) => resolve(path))];
    for (const library of libraries) {
      if (!loaded.has(library)) getPluginRegistry().loadLibrary(library);
      loaded.add(library);
    }
    const added = await this.step('addLayers', 'addLayers', () => this.network.addLayers());
    if (!added) return false;
    this.network.configure(this.builder, this.config);
    const { steps } = this.scenario;
    const count = new Map<string, number>();
    for (const step of steps) {
      const nth = (count.get(step.name) ?? 0) + 1;
      count.set(step.name, nth);
      const several = steps.filter(({ name }) => name === step.name).length > 1;
      const phase = several ? `${step.name}#${nth}` : step.name;
      if (!(await this.step(step.name, phase, () => this.perform(step)))) return false;
    }
    return true;
  }

  /** One step in its phase. A failure of TensorRT's kind is logged; one of the scenario's own is thrown. */
  private async step(
    name: string,
    phase: string,
    act: () => void | Promise<void>,
  ): Promise<boolean> {
    try {
      await duringPhaseAsync(phase, async () => act(), { method: name });
      return true;
    } catch (error) {
      if (error instanceof ApiUsageError && error.code === 'SCENARIO_INVALID') throw error;
      log('kERROR', `${phase}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  private async perform(step: ScenarioStep): Promise<void> {
    switch (step.name) {
      case 'outputDimensions':
        return this.askOutputDimensions();
      case 'build':
        this.engineFile = null;
        this.engineFile = await this.builder.buildSerializedNetwork(this.definition, this.config);
        return;
      case 'destroyNetwork':
        this.definition.destroy();
        return this.builder.destroy();
      case 'destroyPlugins':
        return this.network.destroyPlugins();
      case 'deserialize':
        this.runtime = createRuntime();
        this.engine = this.runtime.deserializeCudaEngine(needed(this.engineFile));
        return;
      case 'createContext':
        this.context = needed(this.engine).createExecutionContext();
        return this.memory.giveTo(this.context, needed(this.engine));
      case 'secondContext':
        return needed(this.engine).createExecutionContext().destroy();
      case 'setProfile':
        return needed(this.context).setOptimizationProfile(step.index);
      case 'setInputShape':
        for (const [input, dims] of Object.entries(step.shapes)) {
          needed(this.context).setInputShape(input, dims);
        }
        return;
      case 'setShapeValues':
        for (const [input, values] of Object.entries(step.values)) {
          this.memory.giveValues(needed(this.context), needed(this.engine), input, values);
        }
        return;
      case 'enqueue':
        await needed(this.context).enqueueV3(this.stream);
        return this.stream.synchronize();
      case 'profiledEnqueue':
        return this.enqueueProfiled(needed(this.context));
      // As `delete nullptr` in the recorder: ending what is not there succeeds.
      case 'destroyContext':
        this.context?.destroy();
        this.context = null;
        return;
      case 'destroyEngine':
        this.engine?.destroy();
        this.engine = null;
        return;
      case 'destroyRuntime':
        this.runtime?.destroy();
        this.runtime = null;
    }
  }

  /** Every output is asked, also after one that has no extents: it counts as []. */
  private askOutputDimensions(): void {
    const failures: Error[] = [];
    for (const output of this.scenario.outputs) {
      let dims: number[] = [];
      try {
        dims = this.network.tensor(output).getDimensions();
      } catch (error) {
        failures.push(error instanceof Error ? error : new Error(String(error)));
      }
      recordHost('getDimensions', { tensor: output }, dims);
    }
    const [first] = failures;
    if (first) throw first;
  }

  /** The profiler goes whether the inference succeeds or not. */
  private async enqueueProfiled(context: ExecutionContext): Promise<void> {
    context.setProfiler({ reportLayerTime: () => undefined });
    try {
      await context.enqueueV3(this.stream);
      this.stream.synchronize();
    } finally {
      context.setProfiler(null);
    }
  }
}

function needed<Thing>(thing: Thing | null): Thing {
  if (thing !== null) return thing;
  throw new ApiUsageError(
    'SCENARIO_INVALID',
    'Cannot run the scenario: a step needs an earlier one',
    { expected: 'build, deserialize and createContext before the steps that use them' },
  );
}
