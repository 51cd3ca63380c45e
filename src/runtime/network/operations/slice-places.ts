import type { OnnxWriter } from './onnx-writer';

/** `nvinfer1::SampleMode`; the position is TensorRT's number (NvInfer.h 10.16). */
export const SLICE_MODES = ['kSTRICT_BOUNDS', 'kWRAP', 'kCLAMP', 'kFILL', 'kREFLECT'] as const;
export type SliceMode = (typeof SLICE_MODES)[number];

/** Writes the places that a slice names along one axis, `start + i * stride`: kINT64 scalars to a one-dimensional edge. */
export function placesAlong(
  writer: OnnxWriter,
  start: string,
  size: string,
  stride: string,
): string {
  const number = (value: number) => writer.scalar(value, 'kINT64');
  const steps = writer.node('Range', [number(0), size, number(1)]);
  return writer.node('Add', [start, writer.node('Mul', [steps, stride])]);
}

/** Writes the places brought inside the extent, as the mode says. */
export function placesInside(
  writer: OnnxWriter,
  places: string,
  extent: string,
  mode: SliceMode,
): string {
  const number = (value: number) => writer.scalar(value, 'kINT64');
  if (mode === 'kWRAP') return writer.node('Mod', [places, extent]);
  const last = writer.node('Sub', [extent, number(1)]);
  if (mode === 'kCLAMP' || mode === 'kFILL') {
    return writer.node('Clip', [places, number(0), last]);
  }
  if (mode === 'kSTRICT_BOUNDS') return insideOnly(writer, places, extent);
  // Reflected at the middle of the first and last element: a wave of period 2 * last, at least 1.
  const period = writer.node('Max', [writer.node('Mul', [last, number(2)]), number(1)]);
  const phase = writer.node('Mod', [places, period]);
  return writer.node('Min', [phase, writer.node('Abs', [writer.node('Sub', [period, phase])])]);
}

/** Writes whether each place is inside the extent: kBOOL. */
export function isInside(writer: OnnxWriter, places: string, extent: string): string {
  const first = writer.node('GreaterOrEqual', [places, writer.scalar(0, 'kINT64')]);
  return writer.node('And', [first, writer.node('Less', [places, extent])]);
}

/** Gather would take -1 for the last element: a place before the first becomes one that ONNX Runtime refuses. */
function insideOnly(writer: OnnxWriter, places: string, extent: string): string {
  const before = writer.node('Less', [places, writer.scalar(0, 'kINT64')]);
  return writer.node('Where', [before, extent, places]);
}
