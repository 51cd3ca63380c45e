/** Where the elements of a tensor lie in a format: found by having the reformat kernel that engines use put them there. */
import { ApiUsageError } from '../errors';
import { native } from '../native-loader';
import { DeviceBuffer, Stream } from '../runtime/context/device';
import type { TensorFormat } from '../runtime/enums';
import { byteSize, checkDims, printDims, volume, type Dims } from '../runtime/tensor';

/** More cannot be looked at. */
const MOST_ELEMENTS = 4096;

/** A tensor in a format. */
export interface FormatLayout {
  dims: Dims;
  format: TensorFormat;
  /** By place in memory: the index of the element there, counted as kLINEAR has them; null for padding. */
  cells: (number | null)[];
  /** Neighbours in memory that belong together. */
  vector: number;
  /** How many axes, counted from the end, the format is about. */
  axes: number;
  /** False where the tensor has too few axes for the format: then it lies as kLINEAR does. */
  applies: boolean;
}

/** The axes that a format is about, its channels first. */
function axesOf(format: TensorFormat): number {
  return /DHW/.test(format) ? 4 : 3;
}

/** The number at the end of a format's name; 0 where there is none. */
export function vectorOf(format: TensorFormat): number {
  return Number(/\d+$/.exec(format)?.[0] ?? 0);
}

/** Neighbours that belong together: a vector, the channels of a point, or a line. */
function groupOf(format: TensorFormat, dims: Dims, applies: boolean): number {
  const channels = dims[dims.length - axesOf(format)] ?? 1;
  if (applies && vectorOf(format) > 0) return vectorOf(format);
  if (applies && /HWC$/.test(format)) return Math.max(1, channels);
  return Math.max(1, dims[dims.length - 1] ?? 1);
}

/** Counts a tensor's elements from 1 and has the kernel copy them into the format; what is left 0 is padding. */
function placed(dims: Dims, format: TensorFormat): Int32Array {
  const source = { type: 'kINT32', dims, format: 'kLINEAR' } as const;
  const target = { type: 'kINT32', dims, format } as const;
  const result = new Int32Array(byteSize(target) / 4);
  const reformat = new (native().Reformat)(source, target);
  if (result.length === 0) return result;
  const from = DeviceBuffer.from(Int32Array.from({ length: volume(dims) }, (_, at) => at + 1));
  const to = DeviceBuffer.from(result);
  const stream = new Stream();
  try {
    reformat.setInput(from.native);
    reformat.setOutput(to.native);
    const status = reformat.enqueue(stream.native);
    stream.synchronize();
    if (status !== 0) {
      throw new ApiUsageError('CUDA_ERROR', `Cannot lay out a tensor as ${format}`, {
        method: 'formatPicture',
        expected: 0,
        actual: status,
      });
    }
    to.copyTo(result);
  } finally {
    stream.destroy();
    from.free();
    to.free();
  }
  return result;
}

/** @throws {ApiUsageError} `DIMS_INVALID`, `TENSOR_TOO_LARGE`; `REFORMAT_UNSUPPORTED` for kDLA_LINEAR and kDLA_HWC4 */
export function formatLayout(dims: Dims, format: TensorFormat): FormatLayout {
  checkDims(dims, 0, 'draw a format');
  if (volume(dims) > MOST_ELEMENTS) {
    throw new ApiUsageError('TENSOR_TOO_LARGE', 'Cannot draw a format: the tensor is too large', {
      method: 'formatPicture',
      expected: `at most ${MOST_ELEMENTS} elements`,
      actual: printDims(dims),
    });
  }
  const cells = Array.from(placed(dims, format), (count) => (count === 0 ? null : count - 1));
  const applies = format !== 'kLINEAR' && dims.length >= axesOf(format);
  return {
    dims: [...dims],
    format,
    cells,
    vector: groupOf(format, dims, applies),
    axes: Math.min(dims.length, axesOf(format)),
    applies: applies || format === 'kLINEAR',
  };
}

/** `2 → [0, 0, 2]` */
export function indexOf(element: number, dims: Dims): number[] {
  const index: number[] = [];
  let rest = element;
  for (const extent of [...dims].reverse()) {
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
}

/** Where the element c, (d,) h, w is, in elements, as C++ would compute it. */
export function offsetFormula({ format, dims, axes, applies }: FormatLayout): string {
  const v = vectorOf(format);
  if (axes < 3) return '';
  const plane = axes === 4 ? '(d * H + h) * W + w' : 'h * W + w';
  if (!applies || format === 'kLINEAR')
    return axes === 4 ? '((c * D + d) * H + h) * W + w' : '(c * H + h) * W + w';
  if (/HWC/.test(format)) {
    const channels = dims[dims.length - axes] ?? 0;
    const step = v > 0 ? Math.ceil(channels / v) * v : channels;
    return `(${plane}) * ${step} + c`;
  }
  const planes = axes === 4 ? `((c / ${v} * D + d) * H + h) * W + w` : `(c / ${v} * H + h) * W + w`;
  return `(${planes}) * ${v} + c % ${v}`;
}
