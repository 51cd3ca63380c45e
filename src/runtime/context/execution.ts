import { ApiUsageError, PluginError } from '../../errors';
import type {
  NativeInvocation,
  NativeProgram,
  NativeReformat,
  PluginTensorDesc,
} from '../../native';
import { native } from '../../native-loader';
import type { ContextMemory, Place } from './context-memory';
import type { ContextShapes } from './context-shapes';
import type { Stream } from './device';
import type { LayerPlugin } from '../plugin/layer-plugin';
import { collectErrors } from '../logger';
import type { NativeSegment } from '../engine/native-segment';
import { NativeStage } from './native-stage';
import type {
  Plan,
  PlanLayer,
  PlanNativeLayer,
  PlanPluginLayer,
  PlanReformatLayer,
} from '../engine/plan';
import { byteSize, bytesPerElement } from '../tensor';

/** `nvinfer1::IProfiler`: hears each layer's time after an enqueue. */
export interface Profiler {
  reportLayerTime(layerName: string, ms: number): void;
}

/** A plugin layer in a context: its own copy of the plugin, and the call prepared for it. */
interface PluginStep {
  plan: PlanPluginLayer;
  plugin: LayerPlugin;
  invocation: NativeInvocation;
}
interface ReformatStep {
  plan: PlanReformatLayer;
  plugin: null;
  reformat: NativeReformat;
}
type ProgramStep = PluginStep | ReformatStep;

/** Layers that run without coming back to JavaScript, or native layers that ONNX Runtime runs. */
type Stage =
  | { kind: 'program'; begin: number; end: number }
  | { kind: 'native'; layers: PlanNativeLayer[] };

/** What an execution needs of its engine and context. */
export interface ExecutionParts {
  plan: Plan;
  profile: number;
  /** The context's copy of a plugin, by layer. */
  pluginOf: (layer: PlanPluginLayer) => LayerPlugin;
  /** The session of adjacent native layers, shared by the engine's contexts. */
  segmentOf: (layers: readonly PlanNativeLayer[]) => NativeSegment;
  shapes: ContextShapes;
  memory: ContextMemory;
}

/** The layers of one profile, ready to run on a stream. */
export class Execution {
  private readonly program: NativeProgram = new (native().Program)();
  private readonly steps: ProgramStep[] = [];
  private readonly stages: Stage[] = [];
  private memoryVersion = -1;
  private times = new Float64Array();
  /** What ONNX Runtime runs, by the name of the first layer. */
  private readonly nativeStages = new Map<string, NativeStage>();

  constructor(private readonly parts: ExecutionParts) {
    for (const layer of parts.plan.layers) {
      if (layer.profile === parts.profile) this.add(layer);
    }
  }

  private add(layer: PlanLayer): void {
    const last = this.stages.at(-1);
    if (layer.kind === 'native') {
      if (last?.kind === 'native') last.layers.push(layer);
      else this.stages.push({ kind: 'native', layers: [layer] });
      return;
    }
    const index = this.steps.length;
    if (last?.kind === 'program' && !this.writesSizes(last.end - 1)) last.end = index + 1;
    else this.stages.push({ kind: 'program', begin: index, end: index + 1 });
    this.steps.push(layer.kind === 'plugin' ? this.pluginStep(layer) : this.reformatStep(layer));
  }

  private writesSizes(step: number): boolean {
    const { plan } = this.steps[step] as ProgramStep;
    return this.parts.shapes.sizeTensorsOf(plan).length > 0;
  }

  private pluginStep(plan: PlanPluginLayer): PluginStep {
    const [inputs, outputs] = this.descs(plan);
    const invocation = new (native().Invocation)(inputs, outputs);
    const plugin = this.parts.pluginOf(plan);
    this.program.addEnqueue(plugin.enqueuer(), invocation);
    return { plan, plugin, invocation };
  }

  private reformatStep(plan: PlanReformatLayer): ReformatStep {
    const dims = { dims: [0] };
    const [from, to] = [plan.inputs[0], plan.outputs[0]].map((use) => ({
      type: use?.type ?? 'kFLOAT',
      format: use?.format ?? 'kLINEAR',
      ...dims,
    })) as [PluginTensorDesc, PluginTensorDesc];
    const reformat = new (native().Reformat)(from, to);
    this.program.addReformat(reformat);
    return { plan, plugin: null, reformat };
  }

  /** Whether a promise is needed: ONNX Runtime runs part of it. */
  get waits(): boolean {
    return this.stages.some(({ kind }) => kind === 'native');
  }

  /** Runs all layers. @param shapesChanged Whether extents may differ from those of the last run. */
  run(stream: Stream, shapesChanged: boolean): void {
    const changed = this.begin(shapesChanged);
    for (const stage of this.stages) {
      if (stage.kind === 'program') this.runProgram(stage, stream, changed);
    }
  }

  /** The same where ONNX Runtime runs part of it. */
  async runWaiting(stream: Stream, shapesChanged: boolean): Promise<void> {
    const changed = this.begin(shapesChanged);
    for (const stage of this.stages) {
      if (stage.kind === 'program') this.runProgram(stage, stream, changed);
      else await this.nativeStage(stage.layers, stream).run();
    }
  }

  /** Runs layer by layer and tells the profiler how long each took. */
  async runProfiled(stream: Stream, shapesChanged: boolean, profiler: Profiler): Promise<void> {
    const changed = this.begin(shapesChanged);
    if (this.times.length < this.steps.length) this.times = new Float64Array(this.steps.length);
    for (const stage of this.stages) {
      if (stage.kind === 'native') {
        await this.nativeStage(stage.layers, stream).runApart(({ name }, ms) => {
          profiler.reportLayerTime(name, ms);
        });
        continue;
      }
      this.runProgram(stage, stream, changed, this.times);
      for (let i = stage.begin; i < stage.end; i += 1) {
        profiler.reportLayerTime((this.steps[i] as ProgramStep).plan.name, this.times[i] ?? 0);
      }
    }
  }

  /** @returns whether steps have to be told of extents, one by one */
  private begin(shapesChanged: boolean): boolean {
    const { memory, shapes } = this.parts;
    // With data-dependent extents TensorRT 10.6 tells every layer at every enqueue (recordings/size-beside.jsonl).
    // When one input changes, every layer hears of its shapes again (recordings/values-second-after-plugin.jsonl).
    const changed = shapesChanged || shapes.dataDependent;
    if (changed || memory.version !== this.memoryVersion) this.setAddresses();
    this.memoryVersion = memory.version;
    return changed;
  }

  private setAddresses(): void {
    for (const step of this.steps) {
      const { plan } = step;
      if (!step.plugin) {
        const [from, to] = [
          this.place(plan.inputs[0]?.tensor),
          this.place(plan.outputs[0]?.tensor),
        ];
        step.reformat.setInput(from.buffer, from.offset);
        step.reformat.setOutput(to.buffer, to.offset);
        continue;
      }
      plan.inputs.forEach(({ tensor }, i) => {
        const { buffer, offset } = this.place(tensor);
        step.invocation.setInputAddress(i, buffer, offset);
      });
      plan.outputs.forEach(({ tensor }, i) => {
        const { buffer, offset } = this.place(tensor);
        step.invocation.setOutputAddress(i, buffer, offset);
      });
      if (step.plan.workspaceBytes > 0) {
        const { buffer, offset } = this.workspace(step.plan);
        step.invocation.setWorkspace(buffer, offset);
      }
    }
  }

  private place(name = ''): Place {
    return this.parts.memory.place(name, this.parts.profile);
  }

  private workspace(plan: PlanPluginLayer): Place {
    return this.parts.memory.workspace(plan.name, this.parts.profile);
  }

  /** What a plugin layer may write: its outputs and its workspace. */
  private writable(plan: PlanPluginLayer): { what: string; tensor?: string; place: Place }[] {
    return [
      ...plan.outputs.map(({ tensor }) => ({
        what: `output "${tensor}"`,
        tensor,
        place: this.place(tensor),
      })),
      ...(plan.workspaceBytes > 0 ? [{ what: 'its workspace', place: this.workspace(plan) }] : []),
    ];
  }

  private descs(plan: PlanLayer): [PluginTensorDesc[], PluginTensorDesc[]] {
    const desc = (use: PlanLayer['inputs'][number]): PluginTensorDesc => ({
      type: use.type,
      format: use.format,
      dims: this.parts.shapes.dimsOf(use.tensor),
      ...(use.scale === undefined ? {} : { scale: use.scale }),
    });
    return [plan.inputs.map(desc), plan.outputs.map(desc)];
  }

  private runProgram(
    { begin, end }: { begin: number; end: number },
    stream: Stream,
    changed: boolean,
    times?: Float64Array,
  ): void {
    if (!changed) {
      this.runSteps(begin, end, stream, times);
    } else {
      for (let i = begin; i < end; i += 1) {
        const step = this.steps[i] as ProgramStep;
        this.prepare(step);
        const guarded = this.guard(step, stream);
        this.runSteps(i, i + 1, stream, times);
        if (guarded) this.checkGuards(step, stream);
      }
    }
    this.readSizes((this.steps[end - 1] as ProgramStep).plan, stream);
  }

  private runSteps(begin: number, end: number, stream: Stream, times?: Float64Array): void {
    const { program } = this;
    const { result, errors } = collectErrors(() =>
      times
        ? program.runTimed(stream.native, times, begin, end)
        : program.run(stream.native, begin, end),
    );
    if (result < 0) return;
    const step = this.steps[result] as ProgramStep;
    const code = program.lastResult();
    if (step.plugin) throw failure(step, 'enqueue', `returned ${code}`, errors);
    throw new PluginError(
      'CUDA_ERROR',
      `Cannot run layer "${step.plan.name}": CUDA error ${code}`,
      {
        layer: step.plan.name,
        actual: code,
      },
    );
  }

  /** Tells the layer about its extents. */
  private prepare(step: ProgramStep): void {
    const [inputs, outputs] = this.descs(step.plan);
    this.checkCapacity(step.plan, inputs, outputs);
    if (!step.plugin) {
      step.reformat.setDescs(inputs[0] as PluginTensorDesc, outputs[0] as PluginTensorDesc);
      return;
    }
    const { result, errors } = collectErrors(() => step.plugin.changeShape(inputs, outputs));
    if (!result) throw failure(step, 'onShapeChange', 'reported failure', errors);
    inputs.forEach((desc, i) => step.invocation.setInputDesc(i, desc));
    outputs.forEach((desc, i) => step.invocation.setOutputDesc(i, desc));
  }

  /** Values of shape tensors outside the profile can make a tensor larger than the memory planned for it. */
  private checkCapacity(
    plan: PlanLayer,
    inputs: readonly PluginTensorDesc[],
    outputs: readonly PluginTensorDesc[],
  ): void {
    [...plan.inputs, ...plan.outputs].forEach(({ tensor }, i) => {
      const desc = [...inputs, ...outputs][i] as PluginTensorDesc;
      if (desc.dims.includes(-1)) return;
      const bytes = byteSize(desc);
      const { capacity } = this.place(tensor);
      if (bytes <= capacity) return;
      throw new ApiUsageError(
        'SHAPE_OUTSIDE_PROFILE',
        `Cannot run layer "${plan.name}": "${tensor}" is larger than the profile allows`,
        {
          layer: plan.name,
          tensor,
          expected: `at most ${capacity} bytes`,
          actual: `${bytes} bytes`,
        },
      );
    });
  }

  /** Writes guard bytes behind what a plugin may write. @returns whether they can be looked at afterwards */
  private guard(step: ProgramStep, stream: Stream): boolean {
    // Looking at memory waits for the stream, which a capture forbids.
    if (!step.plugin || stream.captureStatus !== 'kNONE') return false;
    stream.synchronize();
    for (const { place } of this.writable(step.plan)) this.parts.memory.guard(place);
    return true;
  }

  /** @throws {PluginError} `PLUGIN_OVERRUN` */
  private checkGuards(step: ProgramStep, stream: Stream): void {
    if (!step.plugin) return;
    stream.synchronize();
    for (const { what, tensor, place } of this.writable(step.plan)) {
      const behind = this.parts.memory.overrun(place);
      if (behind < 0) continue;
      throw new PluginError(
        'PLUGIN_OVERRUN',
        `Cannot run layer "${step.plan.name}": ${step.plugin.label} wrote past the end of ${what}`,
        {
          layer: step.plan.name,
          plugin: step.plugin.label,
          method: 'enqueue',
          ...(tensor === undefined ? {} : { tensor }),
          expected: `at most ${place.capacity} bytes written`,
          actual: `a byte changed ${behind} bytes behind the end`,
        },
      );
    }
  }

  /** Waits for the layer and reads the extents that it found out. */
  private readSizes(plan: PlanLayer, stream: Stream): void {
    for (const name of this.parts.shapes.sizeTensorsOf(plan)) {
      stream.synchronize();
      const type = plan.outputs.find(({ tensor }) => tensor === name)?.type ?? 'kINT64';
      const bytes = new DataView(new ArrayBuffer(8));
      const { buffer, offset } = this.place(name);
      buffer.copyTo(new Uint8Array(bytes.buffer, 0, bytesPerElement(type)), offset);
      const value =
        type === 'kINT64' ? Number(bytes.getBigInt64(0, true)) : bytes.getInt32(0, true);
      this.parts.shapes.setSize(plan, name, value);
    }
  }

  /** Ready to run: what was put on the stream is done. */
  private nativeStage(layers: readonly PlanNativeLayer[], stream: Stream): NativeStage {
    const name = layers[0]?.name ?? '';
    if (stream.captureStatus !== 'kNONE') {
      throw new ApiUsageError(
        'NATIVE_LAYERS_IN_CAPTURE',
        `Cannot capture native layer "${name}": ONNX Runtime computes it on the host`,
        { method: 'enqueueV3', expected: 'an engine of plugin layers only' },
      );
    }
    const stage = this.nativeStages.get(name) ?? new NativeStage(layers, this.parts);
    this.nativeStages.set(name, stage);
    stream.synchronize();
    return stage;
  }
}

function failure(
  { plan, plugin }: PluginStep,
  method: string,
  state: string,
  logged: readonly string[],
): PluginError {
  return new PluginError(
    'PLUGIN_METHOD_FAILED',
    `Cannot run layer "${plan.name}": ${plugin.label}: ${method} ${state}`,
    { layer: plan.name, plugin: plugin.label, method, expected: '0', logged },
  );
}
