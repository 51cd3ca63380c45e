/**
 * Bicubic resizing from its definition, in float64: Keys' cubic convolution with a = -0.75 over sixteen neighbours, those outside being the
 * nearest inside. What PyTorch's `interpolate(mode='bicubic')` computes.
 */

/** Keys' kernel: the weight of an element at this distance. */
export function cubicWeight(distance: number): number {
  const a = -0.75;
  const d = Math.abs(distance);
  if (d <= 1) return (a + 2) * d ** 3 - (a + 3) * d ** 2 + 1;
  if (d < 2) return a * (d ** 3 - 5 * d ** 2 + 8 * d - 4);
  return 0;
}

/** Where output element `index` samples the input. */
export function sampledAt(index: number, inSize: number, outSize: number, align: boolean): number {
  if (align) return outSize > 1 ? (index * (inSize - 1)) / (outSize - 1) : 0;
  return ((index + 0.5) * inSize) / outSize - 0.5;
}

/** @param x [planes, inHeight, inWidth] @returns [planes, outHeight, outWidth] */
export function bicubicReference(
  x: ArrayLike<number>,
  planes: number,
  [inHeight, inWidth]: [number, number],
  [outHeight, outWidth]: [number, number],
  align: boolean,
): Float64Array {
  const y = new Float64Array(planes * outHeight * outWidth);
  const clamp = (index: number, size: number) => Math.min(Math.max(index, 0), size - 1);
  let out = 0;
  for (let plane = 0; plane < planes; plane++) {
    for (let row = 0; row < outHeight; row++) {
      const atRow = sampledAt(row, inHeight, outHeight, align);
      for (let column = 0; column < outWidth; column++) {
        const atColumn = sampledAt(column, inWidth, outWidth, align);
        let sum = 0;
        for (let j = Math.floor(atRow) - 1; j <= Math.floor(atRow) + 2; j++) {
          const line = (plane * inHeight + clamp(j, inHeight)) * inWidth;
          const rowWeight = cubicWeight(atRow - j);
          for (let k = Math.floor(atColumn) - 1; k <= Math.floor(atColumn) + 2; k++) {
            sum += rowWeight * cubicWeight(atColumn - k) * (x[line + clamp(k, inWidth)] ?? NaN);
          }
        }
        y[out++] = sum;
      }
    }
  }
  return y;
}
