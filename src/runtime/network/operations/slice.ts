import type { Exprs, NativeDimensionExpr } from '../../../native';
import { checkDims, type Dims } from '../../tensor';
import { OnnxWriter, type Edge } from './onnx-writer';
import type { Operation, SymbolicTensor } from './operation';
import { checkInputCount, checkName, checkType, checkWhole, refuse, refuseCall } from './refusal';
import { knownNumbers, ShapeArithmetic } from './shape-arithmetic';
import { shapeValues } from './shape-input';
import { isInside, placesAlong, placesInside, SLICE_MODES, type SliceMode } from './slice-places';
import { arithmeticKernelType, COMPUTED, INDICES } from './types';
import { elementAt, known, mapElements, MOST_VALUES } from './values';
import { volume } from '../../tensor';

export interface SliceOptions {
  /** Default kSTRICT_BOUNDS. */
  mode?: SliceMode;
}

/** What stands outside the input in mode kFILL: 0, or the one element of the last input. */
export type SliceFill = 'zero' | 'input';

const PARTS = ['start', 'size', 'stride'] as const;
type Part = (typeof PARTS)[number];

/**
 * `ISliceLayer`: element `start + i * stride` along each axis, `size` of them. A stride may be negative, or 0, which repeats one
 * element. Parts that are null are inputs (1-dimensional, kINT32 or kINT64), in the order start, size, stride, after the data; after
 * them comes what mode kFILL fills with, where it is an input.
 */
export function slice(
  start: Dims | null,
  size: Dims | null,
  stride: Dims | null,
  { mode = 'kSTRICT_BOUNDS' }: SliceOptions = {},
  fill: SliceFill = 'zero',
): Operation {
  checkName('addSlice', 'SampleMode that is supported here', SLICE_MODES, mode);
  const given: Record<Part, Dims | null> = { start, size, stride };
  if (start) checkWhole('addSlice', 'start', start, -(2 ** 31));
  if (size) checkDims(size, 0, 'addSlice');
  if (stride) checkWhole('addSlice', 'stride', stride, -(2 ** 31));
  const lengths = new Set(PARTS.flatMap((part) => given[part]?.length ?? []));
  if (lengths.size > 1) {
    refuseCall('addSlice', 'start, size and stride have different lengths', {
      actual: [...lengths],
    });
  }
  if (fill === 'input' && mode !== 'kFILL') {
    refuseCall('addSlice', 'only mode kFILL takes a value to fill with', { actual: mode });
  }
  const dynamic = PARTS.filter((part) => given[part] === null);
  return {
    type: 'kSLICE',
    nbOutputs: 1,
    attributes: { start, size, stride, mode },
    shapeInputs: dynamic.map((_, index) => index + 1),
    outputTypes(layer, types) {
      checkInputCount(layer, types.length, 1 + dynamic.length + (fill === 'input' ? 1 : 0));
      checkType(layer, 0, types[0], COMPUTED);
      dynamic.forEach((_, index) => checkType(layer, index + 1, types[index + 1], INDICES));
      if (fill === 'input') checkType(layer, types.length - 1, types.at(-1), types.slice(0, 1));
      return types.slice(0, 1);
    },
    outputs(layer, [input, ...inputs], builder) {
      if (!input) return [];
      const arithmetic = new ShapeArithmetic(builder, layer);
      const parts = Object.fromEntries(
        PARTS.map((part) => {
          const index = dynamic.indexOf(part);
          const values = given[part]
            ? arithmetic.constants(given[part])
            : shapeValues(layer, inputs[index] as SymbolicTensor);
          if (values.length !== input.shape.length) {
            refuse(layer, `the ${part} has another rank than input "${input.name}"`, {
              tensor: input.name,
              expected: `${input.shape.length} numbers`,
              actual: values.length,
            });
          }
          return [part, values];
        }),
      ) as Record<Part, Exprs>;
      if (mode === 'kSTRICT_BOUNDS') checkBounds(layer, input, parts);
      return [{ shape: parts.size, values: valuesOf(input, parts, mode) }];
    },
    toOnnx(layer, [input, ...inputs], [output]) {
      const writer = new OnnxWriter(layer);
      if (!input || !output) return writer.finish();
      const known = start && size && stride && mode === 'kSTRICT_BOUNDS';
      if (known && stride.every((step) => step !== 0)) {
        writeSlice(writer, input, start, size, stride, output);
      } else {
        const edges = PARTS.map((part) => {
          const edge = inputs[dynamic.indexOf(part)];
          return edge
            ? writer.cast(edge.name, edge.type, 'kINT64')
            : writer.int64s(given[part] ?? []);
        });
        const filler = fill === 'input' ? inputs.at(-1) : undefined;
        writeGathers(writer, input, edges, mode, output, filler);
      }
      return writer.finish();
    },
  };
}

function checkBounds(layer: string, input: SymbolicTensor, parts: Record<Part, Exprs>): void {
  input.shape.forEach((extent, axis) => {
    const numbers = PARTS.map((part) => parts[part][axis] as NativeDimensionExpr);
    const [extentNumber, start = 0, size = 0, stride = 0] =
      knownNumbers([extent, ...numbers]) ?? [];
    if (extentNumber === undefined || size === 0) return;
    for (const place of [start, start + (size - 1) * stride]) {
      if (place >= 0 && place < extentNumber) continue;
      refuse(layer, `it reads place ${place} of axis ${axis}`, {
        tensor: input.name,
        expected: `places from 0 to ${extentNumber - 1}`,
        actual: { start, size, stride },
      });
    }
  });
}

/** ONNX's Slice, for what is known and moves. */
function writeSlice(
  writer: OnnxWriter,
  input: Edge,
  start: Dims,
  size: Dims,
  stride: Dims,
  output: Edge,
): void {
  // An end of -1 would mean the last element; a far lower one is before the first.
  const end = start.map((first, axis) => {
    const place = first + (size[axis] ?? 0) * (stride[axis] ?? 1);
    return place < 0 ? -(2 ** 40) : place;
  });
  const axes = start.map((_, axis) => axis);
  const edges = [start, end, axes, stride].map((numbers) => writer.int64s(numbers));
  writer.output('Slice', [input.name, ...edges], {}, output);
}

/** Axis by axis, the elements at computed places. */
function writeGathers(
  writer: OnnxWriter,
  input: Edge,
  [starts = '', sizes = '', strides = '']: string[],
  mode: SliceMode,
  output: Edge,
  filler: Edge | undefined,
): void {
  const extents = writer.node('Shape', [input.name]);
  let edge = input.name;
  const inside: string[] = [];
  for (let axis = 0; axis < input.rank; ++axis) {
    const at = (list: string) =>
      writer.node('Gather', [list, writer.constant('int64', [], BigInt64Array.of(BigInt(axis)))]);
    const places = placesAlong(writer, at(starts), at(sizes), at(strides));
    const extent = at(extents);
    edge = writer.node('Gather', [edge, placesInside(writer, places, extent, mode)], { axis });
    const others = Array.from({ length: input.rank }, (_, i) => i).filter((i) => i !== axis);
    if (mode !== 'kFILL') continue;
    inside.push(
      writer.node('Unsqueeze', [isInside(writer, places, extent), writer.int64s(others)]),
    );
  }
  if (inside.length === 0) {
    writer.output('Identity', [edge], {}, output);
    return;
  }
  const kernel = arithmeticKernelType(input.type);
  const all = inside.reduce((a, b) => writer.node('And', [a, b]));
  const outside = filler
    ? writer.node('Reshape', [writer.cast(filler.name, filler.type, kernel), writer.int64s([1])])
    : writer.scalar(0, kernel);
  const chosen = [all, writer.cast(edge, input.type, kernel), outside];
  writer.output('Where', chosen, {}, output, kernel);
}

function valuesOf(
  input: SymbolicTensor,
  parts: Record<Part, Exprs>,
  mode: SliceMode,
): Exprs | null {
  const tensor = known(input);
  const [start, size, stride] = PARTS.map((part) => knownNumbers(parts[part]));
  if (!tensor || !start || !size || !stride || mode !== 'kSTRICT_BOUNDS') return null;
  if (volume(size) > MOST_VALUES) return null;
  return mapElements(size, (index) =>
    elementAt(
      tensor,
      index.map((i, axis) => (start[axis] ?? 0) + i * (stride[axis] ?? 0)),
    ),
  );
}
