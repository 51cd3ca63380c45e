import { PluginError } from '../../errors';
import type { Plan, PlanLayer, PlanTensor } from '../engine/plan';
import {
  evaluateDims,
  extentName,
  sizeTensorIndexes,
  upperSize,
  valueName,
  type SizeOf,
} from '../network/shapes';
import { sameDims, type Dims } from '../tensor';

/** The extents of every tensor of a context: from the shapes of its inputs, and from the size tensors that plugins wrote. */
export class ContextShapes {
  private readonly inputs = new Map<string, Dims>();
  /** Inputs that the caller set. */
  private readonly given = new Set<string>();
  /** Values of shape tensors by name. */
  private readonly values = new Map<string, readonly number[]>();
  /** Values of size tensors by name, as read after the layer that wrote them. */
  private readonly sizes = new Map<string, number>();
  private computed: { now: Map<string, Dims>; most: Map<string, Dims> } | null = null;

  /** The layer that makes a tensor; with several profiles the first of its copies. */
  private readonly producers = new Map<string, PlanLayer>();
  private readonly sizeTensors = new Map<PlanLayer, string[]>();
  /** Inputs, then what layers make, in order: a tensor stands after what its extents are computed from. */
  private readonly order: PlanTensor[];
  /** Whether extents depend on what plugins compute. */
  readonly dataDependent: boolean;

  constructor(private readonly plan: Plan) {
    const shapes = new Map(plan.tensors.map(({ name, shape }) => [name, shape]));
    for (const layer of plan.layers) {
      const indexes = layer.outputs.flatMap(({ tensor }) => {
        if (!this.producers.has(tensor)) this.producers.set(tensor, layer);
        // A reformat's output has the extents of its input.
        return layer.kind === 'reformat'
          ? []
          : (shapes.get(tensor) ?? []).flatMap(sizeTensorIndexes);
      });
      const names = [...new Set(indexes)].map((index) => layer.outputs[index]?.tensor ?? '');
      this.sizeTensors.set(layer, names);
    }
    const tensors = new Map(plan.tensors.map((tensor) => [tensor.name, tensor]));
    const made = plan.layers.flatMap((layer) => layer.outputs.map(({ tensor }) => tensor));
    this.order = [...new Set([...plan.tensors.flatMap(inputName), ...made])].flatMap(
      (name) => tensors.get(name) ?? [],
    );
    this.dataDependent = [...this.sizeTensors.values()].some((names) => names.length > 0);
    this.forgetInputs();
  }

  /** Another profile: inputs with unknown extents have to be set again. */
  forgetInputs(): void {
    this.inputs.clear();
    this.given.clear();
    for (const { name, mode, dims } of this.plan.tensors) {
      if (mode === 'kINPUT' && !dims.includes(-1)) this.inputs.set(name, dims);
    }
    this.sizes.clear();
    this.computed = null;
  }

  isSet(input: string): boolean {
    return this.inputs.has(input);
  }

  /** @returns whether it was set otherwise before, or not at all: static extents too count once (recordings/profile-min-eq-max.jsonl) */
  setInput(input: string, dims: Dims): boolean {
    const changed = !this.given.has(input) || !sameDims(dims, this.inputs.get(input) ?? []);
    this.given.add(input);
    this.inputs.set(input, [...dims]);
    this.sizes.clear();
    this.computed = null;
    return changed;
  }

  /** Sets the values of a shape tensor. @returns whether they are others than before */
  setValues(tensor: string, values: readonly number[]): boolean {
    const before = this.values.get(tensor);
    if (before && sameDims([...before], [...values])) return false;
    this.values.set(tensor, [...values]);
    this.sizes.clear();
    this.computed = null;
    return true;
  }

  /** Extents as they are known now, -1 where not. */
  dimsOf(tensor: string): Dims {
    return [...(this.all().now.get(tensor) ?? [])];
  }

  /** Extents with every data-dependent one at its upper bound: what memory is needed for. */
  mostDimsOf(tensor: string): Dims {
    return [...(this.all().most.get(tensor) ?? [])];
  }

  /** Names of the size tensors that a layer writes. */
  sizeTensorsOf(layer: PlanLayer): readonly string[] {
    return this.sizeTensors.get(layer) ?? [];
  }

  /**
   * Notes what a plugin wrote into a size tensor.
   * @throws {PluginError} `SIZE_OUTSIDE_BOUND` when it makes an extent larger than the upper bound the plugin declared
   */
  setSize(layer: PlanLayer, sizeTensor: string, value: number): void {
    this.sizes.set(sizeTensor, value);
    this.computed = null;
    for (const { tensor } of layer.outputs) {
      const [now, most] = [this.dimsOf(tensor), this.mostDimsOf(tensor)];
      if (value >= 0 && now.every((extent, axis) => extent <= (most[axis] ?? 0))) continue;
      throw new PluginError(
        'SIZE_OUTSIDE_BOUND',
        `Cannot run layer "${layer.name}": the size that the plugin wrote is outside its bound`,
        {
          layer: layer.name,
          plugin:
            layer.kind === 'plugin' ? `${layer.plugin.name} version ${layer.plugin.version}` : '',
          method: 'enqueue',
          tensor,
          expected: `0 to the upper bound of declareSizeTensor: ${JSON.stringify(most)}`,
          actual: value,
        },
      );
    }
  }

  private all(): { now: Map<string, Dims>; most: Map<string, Dims> } {
    this.computed ??= {
      now: this.compute((producer) => (index) => {
        const sizeTensor = producer?.outputs[index]?.tensor ?? '';
        return this.sizes.get(sizeTensor) ?? -1;
      }),
      most: this.compute(() => upperSize),
    };
    return this.computed;
  }

  private compute(sizeOf: (producer: PlanLayer | undefined) => SizeOf): Map<string, Dims> {
    const variables = new Map<string, number>();
    for (const [tensor, values] of this.values) {
      values.forEach((value, i) => variables.set(valueName(tensor, i), value));
    }
    const dimsOf = new Map<string, Dims>();
    for (const tensor of this.order) {
      const producer = this.producers.get(tensor.name);
      const given = tensor.mode === 'kINPUT' ? (this.inputs.get(tensor.name) ?? tensor.dims) : null;
      const copied =
        producer?.kind === 'reformat' ? dimsOf.get(producer.inputs[0]?.tensor ?? '') : null;
      const dims =
        given ?? copied ?? evaluateDims(tensor.shape, { variables, sizeTensor: sizeOf(producer) });
      dims.forEach((extent, axis) => variables.set(extentName(tensor.name, axis), extent));
      dimsOf.set(tensor.name, dims);
    }
    return dimsOf;
  }
}

function inputName({ name, mode }: PlanTensor): string[] {
  return mode === 'kINPUT' ? [name] : [];
}
