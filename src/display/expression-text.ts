/** Symbolic extents as a person would write them. */
import type { ExprNode } from '../native';
import type { DimensionOperation } from '../runtime/enums';

/** How an operation is written around its two operands, which have their own brackets where they need them. */
const WRITTEN: Record<DimensionOperation, (first: string, second: string) => string> = {
  kSUM: (first, second) => `${first} + ${second}`,
  kPROD: (first, second) => `${first} * ${second}`,
  kMAX: (first, second) => `max(${first}, ${second})`,
  kMIN: (first, second) => `min(${first}, ${second})`,
  kSUB: (first, second) => `${first} - ${second}`,
  kEQUAL: (first, second) => `${first} == ${second}`,
  kLESS: (first, second) => `${first} < ${second}`,
  kFLOOR_DIV: (first, second) => `floor(${first} / ${second})`,
  kCEIL_DIV: (first, second) => `ceil(${first} / ${second})`,
};

/** Operations that are written as a call and need no brackets around them. */
const CALLS: ReadonlySet<DimensionOperation> = new Set(['kMAX', 'kMIN', 'kFLOOR_DIV', 'kCEIL_DIV']);

/** `2 * x[3]`, `floor((x[2] + 1) / 2)`; a size tensor by what bounds it: `(≤ 4 * x[0])`. */
export function expressionText(expr: ExprNode): string {
  if ('constant' in expr) return String(expr.constant);
  if ('variable' in expr) return expr.variable;
  if ('sizeTensor' in expr) return `(≤ ${expressionText(expr.upper)})`;
  return WRITTEN[expr.operation](operand(expr.first), operand(expr.second));
}

function operand(expr: ExprNode): string {
  const text = expressionText(expr);
  return 'operation' in expr && !CALLS.has(expr.operation) ? `(${text})` : text;
}

/** `[x[0], 3, floor(x[2] / 2)]` */
export function shapeText(shape: readonly ExprNode[]): string {
  return `[${shape.map(expressionText).join(', ')}]`;
}
