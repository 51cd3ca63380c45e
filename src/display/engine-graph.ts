/** The graph of an engine as data: the layers of a profile and the tensors between them. */
import type { OptProfileSelector } from '../runtime/build/optimization-profile';
import type { Plan, PlanLayer, PlanLayerTensor, PlanTensor } from '../runtime/engine/plan';
import type { Dims } from '../runtime/tensor';
import { shapeText } from './expression-text';
import { layersOf, shapesAt } from './plan-view';

/** A tensor in one type and format, as the layers around it see it. */
export interface GraphTensor {
  /** Unique in the graph: the name, with type and format where layers see the tensor in several. */
  id: string;
  name: string;
  /** What the caller gives, what the caller receives, or what lives between two layers. */
  role: 'input' | 'output' | 'between';
  /** The caller gives it in host memory: its values decide shapes. */
  host: boolean;
  use: PlanLayerTensor;
  /** Extents at the shapes that the graph is drawn for; -1 where data decide. */
  dims: Dims;
  /** Extents as expressions of the inputs'. */
  shape: string;
  /** The tensor in whose memory its layer writes it; null where it has its own. */
  aliasOf: string | null;
  /** Index of the layer that makes it; null for what the caller gives. */
  producer: number | null;
  /** Indexes of the layers that read it. */
  consumers: number[];
}

export interface EngineGraph {
  name: string;
  profile: number;
  /** Which end of the profile `dims` are of. */
  select: OptProfileSelector;
  /** In execution order; tensors refer to them by index. */
  layers: PlanLayer[];
  /** In the order in which they come to be. */
  tensors: GraphTensor[];
}

/** Reads the graph of one profile from a plan. Inputs come first; an input that no layer reads is there as well. */
export function engineGraph(plan: Plan, profile: number, select: OptProfileSelector): EngineGraph {
  const layers = layersOf(plan, profile);
  const shapes = shapesAt(plan, profile, select);
  const known = new Map(plan.tensors.map((tensor) => [tensor.name, tensor]));
  const tensors = new Map<string, GraphTensor>();
  const seen = (use: PlanLayerTensor, producer: number | null): GraphTensor => {
    const key = `${use.tensor}\n${use.type}:${use.format}`;
    const found = tensors.get(key);
    if (found) return found;
    const others = [...tensors.values()].some(({ name }) => name === use.tensor);
    const tensor: GraphTensor = {
      id: others ? `${use.tensor} ${use.type}:${use.format}` : use.tensor,
      ...placeOf(known.get(use.tensor), use),
      dims: shapes.get(use.tensor) ?? [],
      producer,
      consumers: [],
    };
    tensors.set(key, tensor);
    return tensor;
  };
  const producers = new Map<string, number>();
  layers.forEach((layer, index) => {
    for (const { tensor } of layer.outputs) producers.set(tensor, index);
  });
  for (const tensor of plan.tensors) {
    if (tensor.mode !== 'kINPUT') continue;
    const uses = layers.flatMap(({ inputs }) => inputs.filter((use) => use.tensor === tensor.name));
    seen(uses[0] ?? { tensor: tensor.name, type: tensor.type, format: 'kLINEAR' }, null);
  }
  layers.forEach((layer, index) => {
    for (const use of layer.inputs) {
      const { consumers } = seen(use, producers.get(use.tensor) ?? null);
      if (!consumers.includes(index)) consumers.push(index);
    }
    for (const use of layer.outputs) seen(use, index);
  });
  return { name: plan.name, profile, select, layers, tensors: [...tensors.values()] };
}

/** What the plan says of a tensor, as the graph keeps it. */
function placeOf(
  tensor: PlanTensor | undefined,
  use: PlanLayerTensor,
): Pick<GraphTensor, 'name' | 'role' | 'host' | 'use' | 'shape' | 'aliasOf'> {
  return {
    name: use.tensor,
    role: tensor?.mode === 'kINPUT' ? 'input' : tensor?.mode === 'kOUTPUT' ? 'output' : 'between',
    host: tensor?.location === 'kHOST',
    use,
    shape: tensor ? shapeText(tensor.shape) : '[]',
    aliasOf: use.aliasOf ?? null,
  };
}
