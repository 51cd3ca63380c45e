import type { Exprs } from '../../../native';
import { volume } from '../../tensor';
import { checkAxis } from './axes';
import { OnnxWriter } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkRank, checkType, refuse } from './refusal';
import { knownNumbers } from './shape-arithmetic';
import { COMPUTED, INDICES } from './types';
import { elementAt, known, mapElements, MOST_VALUES } from './values';

/** `nvinfer1::GatherMode` without kND; the position is TensorRT's number (NvInfer.h 10.16). */
export const GATHER_MODES = ['kDEFAULT', 'kELEMENT'] as const;
export type GatherMode = (typeof GATHER_MODES)[number];

/**
 * `IGatherLayer`: kDEFAULT replaces the axis by the indices' shape, kELEMENT takes one element for each index.
 * Input 0 is the data, input 1 the indices (kINT32 or kINT64).
 */
export function gather(axis: number, mode: GatherMode = 'kDEFAULT'): Operation {
  checkName('addGather', 'GatherMode that is supported here', GATHER_MODES, mode);
  const axisOf = (rank: number) => (axis < 0 ? axis + rank : axis);
  return {
    type: 'kGATHER',
    nbOutputs: 1,
    attributes: { mode, axis },
    shapeInputs: [],
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 2);
      checkType(layer, 0, types[0], COMPUTED);
      checkType(layer, 1, types[1], INDICES);
      return types.slice(0, 1);
    },
    outputs(layer, [data, indices]) {
      if (!data || !indices) return [];
      checkRank(layer, data, 1);
      const along = axisOf(data.shape.length);
      checkAxis(layer, along, data.shape.length);
      if (mode === 'kELEMENT') checkRank(layer, indices, data.shape.length, data.shape.length);
      const shape =
        mode === 'kELEMENT'
          ? indices.shape
          : [...data.shape.slice(0, along), ...indices.shape, ...data.shape.slice(along + 1)];
      if (shape.length > 8) refuse(layer, 'its output has more than 8 dimensions');
      return [{ shape, values: valuesOf(mode, along, data, indices, shape) }];
    },
    toOnnx(layer, [data, indices], [output]) {
      const writer = new OnnxWriter(layer);
      if (!data || !indices || !output) return writer.finish();
      const opType = mode === 'kELEMENT' ? 'GatherElements' : 'Gather';
      writer.output(opType, [data.name, indices.name], { axis }, output);
      return writer.finish();
    },
  };
}

function valuesOf(
  mode: GatherMode,
  axis: number,
  data: SymbolicTensor,
  indices: SymbolicTensor,
  shape: Exprs,
): Exprs | null {
  const [table, places, dims] = [known(data), known(indices), knownNumbers(shape)];
  const chosen = places && knownNumbers(places.values);
  if (!table || !places || !chosen || !dims || volume(dims) > MOST_VALUES) return null;
  const extent = table.dims[axis] ?? 0;
  const inside = (place: number) => place >= -extent && place < extent;
  if (!chosen.every(inside)) return null;
  return mapElements(dims, (index) => {
    const at = mode === 'kELEMENT' ? index : index.slice(axis, axis + places.dims.length);
    const place = elementAt(places, at).getConstantValue();
    const wrapped = place < 0 ? place + extent : place;
    const rest = index.slice(mode === 'kELEMENT' ? axis + 1 : axis + places.dims.length);
    return elementAt(table, [...index.slice(0, axis), wrapped, ...rest]);
  });
}
