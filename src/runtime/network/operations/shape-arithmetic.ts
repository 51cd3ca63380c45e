import type { ExprNode, Exprs, NativeDimensionExpr, NativeExprBuilder } from '../../../native';
import type { DimensionOperation } from '../../enums';
import { refuse } from './refusal';

/**
 * Expressions of extents and of shape tensors' values. What does nothing, such as adding 0, is left out, so that expressions stay
 * short for whoever reads them.
 */
export class ShapeArithmetic {
  constructor(
    private readonly builder: NativeExprBuilder,
    private readonly layer: string,
  ) {}

  constant(value: number): NativeDimensionExpr {
    return this.builder.constant(value);
  }

  constants(values: readonly number[]): Exprs {
    return values.map((value) => this.builder.constant(value));
  }

  sum(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    if (isNumber(a, 0)) return b;
    return isNumber(b, 0) ? a : this.operation('kSUM', a, b);
  }

  difference(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return isNumber(b, 0) ? a : this.operation('kSUB', a, b);
  }

  product(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    if (isNumber(a, 1)) return b;
    return isNumber(b, 1) ? a : this.operation('kPROD', a, b);
  }

  floorDivision(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return isNumber(b, 1) ? a : this.operation('kFLOOR_DIV', a, this.notZero(b));
  }

  ceilDivision(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return isNumber(b, 1) ? a : this.operation('kCEIL_DIV', a, this.notZero(b));
  }

  max(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return same(a, b) ? a : this.operation('kMAX', a, b);
  }

  min(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return same(a, b) ? a : this.operation('kMIN', a, b);
  }

  /** 1 where they are equal, else 0. */
  equal(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return this.operation('kEQUAL', a, b);
  }

  /** 1 where the first is less, else 0. */
  less(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr {
    return this.operation('kLESS', a, b);
  }

  not(a: NativeDimensionExpr): NativeDimensionExpr {
    return this.operation('kEQUAL', a, this.constant(0));
  }

  /** The second where the condition is 1, the third where it is 0. */
  select(
    condition: NativeDimensionExpr,
    yes: NativeDimensionExpr,
    no: NativeDimensionExpr,
  ): NativeDimensionExpr {
    if (condition.isConstant()) return condition.getConstantValue() === 0 ? no : yes;
    return this.sum(this.product(condition, yes), this.product(this.not(condition), no));
  }

  volume(shape: Exprs): NativeDimensionExpr {
    return shape.reduce((product, extent) => this.product(product, extent), this.constant(1));
  }

  /** A product divided by another, exact: factors that stand in both go. */
  quotient(dividend: Exprs, divisor: Exprs): NativeDimensionExpr {
    const [above, below] = [[...dividend], [...divisor]];
    for (const factor of divisor) {
      const index = above.findIndex((other) => same(other, factor) && !isNumber(factor, 0));
      if (index < 0) continue;
      above.splice(index, 1);
      below.splice(below.indexOf(factor), 1);
    }
    return this.floorDivision(this.volume(above), this.volume(below));
  }

  /**
   * The extent of two that are broadcast: equal, or one of them is 1.
   * @returns null where they cannot be
   */
  broadcast(a: NativeDimensionExpr, b: NativeDimensionExpr): NativeDimensionExpr | null {
    if (isNumber(a, 1) || same(a, b)) return b;
    if (isNumber(b, 1)) return a;
    if (a.isConstant() && b.isConstant()) return null;
    if (a.isConstant()) return a;
    if (b.isConstant()) return b;
    // The larger of the two, unless one is empty: 0 and 1 give 0.
    return this.product(this.max(a, b), this.min(this.constant(1), this.min(a, b)));
  }

  private notZero(divisor: NativeDimensionExpr): NativeDimensionExpr {
    if (isNumber(divisor, 0)) refuse(this.layer, 'its shape divides by 0');
    return divisor;
  }

  private operation(
    op: DimensionOperation,
    a: NativeDimensionExpr,
    b: NativeDimensionExpr,
  ): NativeDimensionExpr {
    return (
      this.builder.operation(op, a, b) ??
      refuse(this.layer, 'its shape is too deep an expression', { actual: op })
    );
  }
}

export function isNumber(expr: NativeDimensionExpr, value: number): boolean {
  return expr.isConstant() && expr.getConstantValue() === value;
}

/** Whether two expressions are written the same, which is enough to know that they are equal. */
export function same(a: NativeDimensionExpr, b: NativeDimensionExpr): boolean {
  if (a === b) return true;
  if (a.isConstant() || b.isConstant()) {
    return a.isConstant() && b.isConstant() && a.getConstantValue() === b.getConstantValue();
  }
  return a.toString() === b.toString() && !a.toString().endsWith('…');
}

/** The extents as numbers; null where one is not constant. */
export function knownNumbers(exprs: Exprs | null): number[] | null {
  if (!exprs?.every((expr) => expr.isConstant())) return null;
  return exprs.map((expr) => expr.getConstantValue());
}

/** Whether an expression cannot be negative: extents are not, and sums, products and quotients of such. */
export function isNonNegative(expr: ExprNode): boolean {
  if ('constant' in expr) return expr.constant >= 0;
  if ('variable' in expr) return expr.variable.endsWith(']');
  if ('sizeTensor' in expr) return true;
  switch (expr.operation) {
    case 'kSUM':
    case 'kPROD':
    case 'kMIN':
    case 'kFLOOR_DIV':
    case 'kCEIL_DIV':
      return isNonNegative(expr.first) && isNonNegative(expr.second);
    case 'kMAX':
      return isNonNegative(expr.first) || isNonNegative(expr.second);
    case 'kEQUAL':
    case 'kLESS':
      return true;
    case 'kSUB':
      return false;
  }
}
