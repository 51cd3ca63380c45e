import type { NativeDimensionExpr } from '../../../native';
import type { ShapeArithmetic } from './shape-arithmetic';

/** Largest divisor that is tried before a scale is taken as the binary fraction that it is in memory. */
const MOST_DIVISOR = 1000;

/** `floor(extent * scale)`, computed in float32 where the extent is known, and as a fraction where it is not. */
export function scaledExtent(
  extent: NativeDimensionExpr,
  scale: number,
  arithmetic: ShapeArithmetic,
): NativeDimensionExpr {
  if (extent.isConstant()) {
    const product = Math.fround(Math.fround(extent.getConstantValue()) * Math.fround(scale));
    return arithmetic.constant(Math.floor(product));
  }
  const [numerator, denominator] = fractionOf(scale);
  return arithmetic.floorDivision(
    arithmetic.product(arithmetic.constant(numerator), extent),
    arithmetic.constant(denominator),
  );
}

/** The simplest fraction that is this float32: 0.7 is 7/10, though float32 holds a little less. */
function fractionOf(scale: number): [numerator: number, denominator: number] {
  const float = Math.fround(scale);
  for (let divisor = 1; divisor <= MOST_DIVISOR; ++divisor) {
    const numerator = Math.round(float * divisor);
    if (numerator > 0 && Math.fround(numerator / divisor) === float) return [numerator, divisor];
  }
  let [numerator, denominator] = [float, 1];
  while (!Number.isInteger(numerator)) [numerator, denominator] = [numerator * 2, denominator * 2];
  return [numerator, denominator];
}
