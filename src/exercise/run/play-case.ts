/** Plays one case of a plugin run, in the process that has the learner's library. It decides nothing: it tells what happened. */
import { WorkbookError } from '../../errors';
import { createBuilder } from '../../runtime/builder';
import type { ExecutionContext } from '../../runtime/context/context';
import { DeviceBuffer, Stream } from '../../runtime/context/device';
import { createRuntime, type CudaEngine, type Runtime } from '../../runtime/engine/engine';
import type { OptProfileSelector } from '../../runtime/build/optimization-profile';
import { addLogger } from '../../runtime/logger';
import { byteSize } from '../../runtime/tensor';
import { trace } from '../../trace/trace';
import { fillNetwork, rangeOf } from './case-network';
import { GuardedMemory } from './guarded-memory';
import type { CaseInference, CaseStep, PluginCase, PluginCaseResult } from './plugin-case';
import { bytesIn, type TensorValue } from './tensor-value';

const MOST_MESSAGES = 20;

/** Of a case before its first step. */
export const nothingYet = (): PluginCaseResult => ({
  error: null,
  creator: null,
  outputs: [],
  inferences: [],
  times: [],
  trace: [],
  undestroyed: [],
  logged: [],
});

/** A case while it is played. What it made is ended by `end`, also where a step failed. */
export class PlayedCase {
  readonly result = nothingYet();
  private step: CaseStep = 'getCreator';
  private inference: number | undefined;
  private inputNames: string[] = [];
  private outputNames: string[] = [];
  private readonly ends: (() => void)[] = [];
  private readonly removeLogger = addLogger((severity, message) => {
    const { logged } = this.result;
    if (
      ['kINTERNAL_ERROR', 'kERROR', 'kWARNING'].includes(severity) &&
      logged.length < MOST_MESSAGES
    )
      logged.push(message);
  });
  private again: (() => Promise<void>) | null = null;

  constructor(private readonly one: PluginCase) {}

  async play(): Promise<void> {
    try {
      const engine = await this.makeEngine();
      await this.infer(engine);
    } catch (error) {
      this.result.error = this.failure(error);
    }
    this.result.trace = trace.records();
  }

  private failure(error: unknown): NonNullable<PluginCaseResult['error']> {
    return {
      step: this.step,
      code: error instanceof WorkbookError ? error.code : 'UNKNOWN',
      message: error instanceof Error ? error.message : String(error),
      ...(this.inference === undefined ? {} : { inference: this.inference }),
    };
  }

  /** Times one more enqueue of the first inference. */
  async time(): Promise<void> {
    if (!this.again || this.result.error) return;
    const start = performance.now();
    await this.again();
    this.result.times.push(performance.now() - start);
  }

  /** Ends everything, newest first. @param last Whether the trace is still this case's own. */
  end(last: boolean): void {
    for (const act of this.ends.splice(0).reverse()) {
      try {
        act();
      } catch (error) {
        // Of a lost device nothing can be freed; what came first says why.
        this.result.error ??= this.failure(error);
      }
    }
    this.removeLogger();
    if (!last) return;
    this.result.trace = trace.records();
    this.result.undestroyed = trace.undestroyed().map(({ object }) => object);
  }

  private async makeEngine(): Promise<CudaEngine> {
    const { one, result } = this;
    const [builder, endBuilder] = this.owned(createBuilder());
    const [network, endNetwork] = this.owned(
      builder.createNetwork({ stronglyTyped: one.stronglyTyped ?? false }),
    );
    let endPlugin = (): void => undefined;
    await fillNetwork(network, one, {
      step: (step) => (this.step = step),
      creator: (creator) => (result.creator = creator),
      made: (plugin) => ([, endPlugin] = this.owned(plugin)),
    });
    this.inputNames = network.inputs.map(({ name }) => name);
    this.outputNames = network.outputs.map(({ name }) => name);
    result.outputs = network.outputs.map((output) => ({
      type: output.getType(),
      dims: output.getDimensions(),
    }));
    this.step = 'build';
    const config = builder.createBuilderConfig();
    config.setFlag('kDISABLE_TIMING_CACHE');
    for (const flag of one.flags ?? []) config.setFlag(flag);
    if (one.workspaceBytes !== undefined)
      config.setMemoryPoolLimit('kWORKSPACE', one.workspaceBytes);
    const profile = builder.createOptimizationProfile();
    this.inputNames.forEach((name, at) => {
      for (const [select, dims] of Object.entries(rangeOf(one, at)))
        profile.setDimensions(name, select as OptProfileSelector, dims);
    });
    config.addOptimizationProfile(profile);
    const file = await builder.buildSerializedNetwork(network, config);
    for (const end of [endNetwork, endBuilder, endPlugin]) end();
    this.step = 'deserialize';
    const [runtime] = this.owned<Runtime>(createRuntime());
    return this.owned(runtime.deserializeCudaEngine(file))[0];
  }

  private async infer(engine: CudaEngine): Promise<void> {
    const { one, result } = this;
    if (one.inferences.length === 0) return;
    this.step = 'createContext';
    const [context] = this.owned(engine.createExecutionContext());
    const [stream] = this.owned(new Stream());
    for (const [at, values] of one.inferences.entries()) {
      this.inference = at;
      const memory = this.giveMemory(engine, context, values);
      this.step = 'enqueue';
      const enqueue = async (): Promise<void> => {
        await context.enqueueV3(stream);
        stream.synchronize();
      };
      try {
        const before = process.cpuUsage();
        await enqueue();
        const { user, system } = process.cpuUsage(before);
        result.inferences.push({ ...memory.read(), cpuMs: (user + system) / 1000 });
        this.again ??= enqueue;
      } finally {
        this.ends.push(() => memory.free());
      }
    }
    this.inference = undefined;
  }

  private giveMemory(
    engine: CudaEngine,
    context: ExecutionContext,
    values: readonly TensorValue[],
  ): { read: () => Omit<CaseInference, 'cpuMs'>; free: () => void } {
    this.step = 'setInputShape';
    const before = values.map(bytesIn);
    const inputs = before.map((bytes, at) => {
      const buffer = new DeviceBuffer(Math.max(1, bytes.length));
      if (bytes.length > 0) buffer.copyFrom(bytes);
      const name = this.inputNames[at] ?? '';
      context.setInputShape(name, values[at]?.dims ?? []);
      context.setTensorAddress(name, buffer);
      return buffer;
    });
    const outputs = new Map<string, GuardedMemory>();
    const names = this.outputNames;
    for (const name of names) {
      context.setOutputAllocator(name, {
        reallocateOutput: (_name, _current, byteLength) => {
          outputs.get(name)?.free();
          const memory = new GuardedMemory(Math.max(1, byteLength));
          outputs.set(name, memory);
          return memory.buffer;
        },
        notifyShape: () => undefined,
      });
    }
    return {
      read: () => ({
        outputs: names.map((name) => {
          const [type, dims] = [engine.getTensorDataType(name), context.getTensorShape(name)];
          const memory =
            outputs.get(name) ?? new GuardedMemory(byteSize({ type, format: 'kLINEAR', dims }));
          return memory.read(type, dims);
        }),
        changedInputs: inputs.flatMap((buffer, at) => {
          const bytes = before[at] ?? new Uint8Array();
          const after = buffer.toUint8Array().subarray(0, bytes.length);
          return Buffer.compare(bytes, after) === 0 ? [] : [at];
        }),
      }),
      free: () => {
        for (const buffer of inputs) buffer.free();
        for (const memory of outputs.values()) memory.free();
      },
    };
  }

  /** Something that has to be ended: by the function that comes with it, else at the end. */
  private owned<Thing extends { destroy(): void }>(thing: Thing): [Thing, () => void] {
    let alive = true;
    const end = (): void => {
      if (alive) thing.destroy();
      alive = false;
    };
    this.ends.push(end);
    return [thing, end];
  }
}
