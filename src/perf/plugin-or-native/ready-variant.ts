import { basename } from 'node:path';
import { createRuntime, type CudaEngine } from '../../runtime/engine/engine';
import type { PlanLayer } from '../../runtime/engine/plan';
import { byteSize, type Dims } from '../../runtime/tensor';
import type { InferenceTrace } from '../inference-trace';
import { measureInference, profileLayers } from '../measure';
import type { ComparedLayer, VariantResult } from './comparison';
import { buildVariant } from './engine-from-model';
import { OnnxRuntimeModel } from './onnx-runtime-model';
import { queryTensor, type PictureQuery } from './picture-query';
import { spreadOf } from './spread';
import type { Variant } from './variants';

/** What is known of a variant before it runs. */
type Described = Pick<
  VariantResult,
  'id' | 'description' | 'model' | 'runBy' | 'deviceMemoryBytes'
>;
/** What its layers cost. */
export type Profiled = Pick<VariantResult, 'layers' | 'reformats'>;

/** A variant with its engine or session. */
export interface ReadyVariant {
  readonly variant: Variant;
  describe(): Described;
  /** Queries one after the other, after one that does not count. */
  measure(queries: number): Promise<InferenceTrace[]>;
  /** One iteration, after one that does not count. */
  profile(): Promise<Profiled>;
  /** kFLOAT, linear. */
  output(): Promise<Float32Array>;
  release(): Promise<void>;
}

/** Builds the engine, or the session. @throws what parser, builder, or ONNX Runtime say of the model */
export async function readyVariant(variant: Variant, query: PictureQuery): Promise<ReadyVariant> {
  if (variant.runBy === 'onnxruntime') {
    const { intraOpNumThreads } = variant;
    const options = intraOpNumThreads === undefined ? {} : { intraOpNumThreads };
    return new ReadyModel(variant, await OnnxRuntimeModel.load(variant.model, query, options));
  }
  const runtime = createRuntime();
  try {
    const engine = runtime.deserializeCudaEngine(await buildVariant(variant, query));
    return new ReadyEngine(variant, engine, query);
  } finally {
    runtime.destroy();
  }
}

function described(
  { id, description, model, runBy }: Variant,
  deviceMemoryBytes: number | null,
): Described {
  return { id, description, model: basename(model), runBy, deviceMemoryBytes };
}

/** A layer of a plan, as it is compared. */
function typeOf(layer: PlanLayer): Pick<ComparedLayer, 'type' | 'kind' | 'compared'> {
  switch (layer.kind) {
    case 'plugin':
      return { kind: 'plugin', type: layer.plugin.name, compared: true };
    case 'reformat':
      return { kind: 'reformat', type: 'reformat', compared: false };
    case 'native':
      return {
        kind: 'native',
        type: layer.layerType,
        compared: layer.layerType === 'kRESIZE',
      };
  }
}

class ReadyEngine implements ReadyVariant {
  private readonly shapes: Record<string, Dims> = {};
  private readonly inputs: Record<string, Uint8Array> = {};

  constructor(
    readonly variant: Variant,
    private readonly engine: CudaEngine,
    query: PictureQuery,
  ) {
    for (const { name, mode, location } of engine.ioTensors()) {
      if (mode !== 'kINPUT') continue;
      const { dims, data } = queryTensor(query, name);
      if (location === 'kHOST')
        this.shapes[name] = Array.from<number | bigint, number>(data, Number);
      else {
        this.shapes[name] = dims;
        this.inputs[name] = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      }
    }
  }

  describe(): Described {
    return described(this.variant, this.engine.getDeviceMemorySize());
  }

  private get options() {
    return { shapes: this.shapes, inputs: this.inputs, durationMs: 0, warmUpMs: 0 };
  }

  async measure(queries: number): Promise<InferenceTrace[]> {
    const iterations = queries + 1;
    const { traces } = await measureInference(this.engine, { ...this.options, iterations });
    // The first query makes sessions and tells plugins of their shapes.
    return traces.slice(1);
  }

  async output(): Promise<Float32Array> {
    let output = new Float32Array();
    await measureInference(this.engine, {
      ...this.options,
      iterations: 1,
      onOutputs: ([first]) => {
        if (first) output = new Float32Array(Uint8Array.from(first.bytes).buffer);
      },
    });
    return output;
  }

  async profile(): Promise<Profiled> {
    const dims = new Map<string, Dims>();
    const profile = await profileLayers(this.engine, {
      ...this.options,
      iterations: 2,
      onContext: (context) => {
        for (const { name } of this.engine.plan.tensors)
          dims.set(name, context.getTensorShape(name));
      },
    });
    const layers = this.engine.plan.layers.map((layer): ComparedLayer => {
      const times = profile.layers.find(({ name }) => name === layer.name)?.timesMs ?? [];
      return { name: layer.name, ...typeOf(layer), ms: times[1] ?? NaN };
    });
    const bytes = this.engine.plan.layers
      .filter(({ kind }) => kind === 'reformat')
      .flatMap(({ inputs, outputs }) => [...inputs, ...outputs])
      .map((use) => byteSize({ ...use, dims: dims.get(use.tensor) ?? [] }));
    return { layers, reformats: reformatsOf(layers, sum(bytes)) };
  }

  release(): Promise<void> {
    this.engine.destroy();
    return Promise.resolve();
  }
}

class ReadyModel implements ReadyVariant {
  constructor(
    readonly variant: Variant,
    private readonly model: OnnxRuntimeModel,
  ) {}

  describe(): Described {
    return described(this.variant, null);
  }

  measure(queries: number): Promise<InferenceTrace[]> {
    return this.model.measure(queries);
  }

  output(): Promise<Float32Array> {
    return this.model.output();
  }

  async profile(): Promise<Profiled> {
    const nodes = await this.model.profile();
    const layers = nodes.map(
      ({ name, operator, ms, parallel }): ComparedLayer => ({
        name,
        type: operator,
        kind: isReorder(operator) ? 'reformat' : 'native',
        ms,
        compared: operator === 'Resize',
        parallel,
      }),
    );
    const reorders = nodes.filter(({ operator }) => isReorder(operator));
    return { layers, reformats: reformatsOf(layers, sum(reorders.map(({ bytes }) => bytes))) };
  }

  release(): Promise<void> {
    return this.model.release();
  }
}

/** ONNX Runtime's own nodes between its layouts: ReorderInput and ReorderOutput, around convolutions of blocked channels. */
function isReorder(operator: string): boolean {
  return operator.startsWith('Reorder');
}

function reformatsOf(layers: readonly ComparedLayer[], bytes: number): VariantResult['reformats'] {
  const reformats = layers.filter(({ kind }) => kind === 'reformat');
  return { count: reformats.length, ms: sum(reformats.map(({ ms }) => ms)), bytes };
}

/** Layers and what is converted, with the medians of several profiles' times. */
export function medianProfile(profiles: readonly Profiled[]): Profiled {
  const [{ layers: first, reformats } = { layers: [], reformats: { bytes: 0 } }] = profiles;
  const layers = first.map((layer, i) => ({
    ...layer,
    ms: spreadOf(profiles.map((profile) => profile.layers[i]?.ms ?? NaN)).median,
  }));
  return { layers, reformats: reformatsOf(layers, reformats.bytes) };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
