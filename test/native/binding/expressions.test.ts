/** Expressions from TypeScript. What C++ does with them: test/native/registry/expressions.cpp. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DIMENSION_OPERATIONS } from '../../../src/runtime/enums';
import { binding, codeOf, present } from './binding';

binding.setLogger(null);
const { ExprBuilder } = binding;

test('constants, variables and their values', () => {
  const builder = new ExprBuilder();
  const [five, x] = [builder.constant(5), builder.variable('x[0]')];
  assert.is(five.isConstant(), true);
  assert.is(five.getConstantValue(), 5);
  assert.is(x.isConstant(), false);
  assert.is(x.getConstantValue(), Number.MIN_SAFE_INTEGER);
  assert.is(`${five.toString()} ${x.toString()}`, '5 x[0]');
});

test('all nine operations fold constants', () => {
  const builder = new ExprBuilder();
  const [seven, two] = [builder.constant(7), builder.constant(2)];
  const values = DIMENSION_OPERATIONS.map((op) =>
    present(builder.operation(op, seven, two)).getConstantValue(),
  );
  assert.equal(values, [9, 14, 7, 2, 5, 0, 0, 3, 4]);
});

test('as data', () => {
  const builder = new ExprBuilder();
  const x = builder.variable('x[0]');
  const half = present(builder.operation('kFLOOR_DIV', x, builder.constant(2)));
  assert.equal(half.toJSON(), {
    operation: 'kFLOOR_DIV',
    first: { variable: 'x[0]' },
    second: { constant: 2 },
  });
  const size = builder.declareSizeTensor(1, half, x);
  assert.is(size.isSizeTensor(), true);
  assert.equal(size.toJSON(), { sizeTensor: 1, opt: half.toJSON(), upper: { variable: 'x[0]' } });
  assert.equal(JSON.parse(JSON.stringify({ size })), { size: size.toJSON() });
});

test('an expression outlives its builder object', () => {
  const expressions = Array.from({ length: 1000 }, (_, i) => new ExprBuilder().variable(`x[${i}]`));
  assert.is(expressions[500]?.toString(), 'x[500]');
});

test('too large to convert, but not to print', () => {
  const builder = new ExprBuilder();
  let expr = builder.variable('x');
  for (let i = 0; i < 60; ++i) expr = present(builder.operation('kSUM', expr, expr));
  assert.is(
    codeOf(() => expr.toJSON()),
    'EXPRESSION_TOO_LARGE',
  );
  assert.ok(expr.toString().endsWith('…'));
});

test('too deep: null', () => {
  const builder = new ExprBuilder();
  const one = builder.constant(1);
  let expr: ReturnType<typeof builder.operation> = builder.variable('x');
  for (let i = 0; expr && i < 10_000; ++i) expr = builder.operation('kSUM', expr, one);
  assert.is(expr, null);
});

test.run();
