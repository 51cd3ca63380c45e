import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ostreamFixed, ostreamNumber } from '../../src/perf/ostream-number';

// Printed by a program of g++ 12 with std::ostream and with std::fixed.
test('numbers as an output stream prints them', () => {
  for (const [value, text] of [
    [0.0640869, '0.0640869'],
    [858.971, '858.971'],
    [1e-5, '1e-05'],
    [0.0001234567, '0.000123457'],
    [123456, '123456'],
    [123456.5, '123456'],
    [1234565, '1.23456e+06'],
    [1234575, '1.23458e+06'],
    [100, '100'],
    [0, '0'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [0.125, '0.125'],
    [2.5, '2.5'],
    [-2.5, '-2.5'],
    [999999.5, '1e+06'],
    [99999.95, '99999.9'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ] as const)
    assert.is(ostreamNumber(value), text);
  assert.is(ostreamNumber(105, 3), '105');
  assert.is(ostreamNumber(0.5, 3), '0.5');
});

test('fixed numbers; of a tie the even digit', () => {
  for (const [value, two, four, one] of [
    [0.125, '0.12', '0.1250', '0.1'],
    [0.375, '0.38', '0.3750', '0.4'],
    [2.675, '2.67', '2.6750', '2.7'],
    [1.005, '1.00', '1.0050', '1.0'],
    [0.00005, '0.00', '0.0001', '0.0'],
    [1234.56785, '1234.57', '1234.5678', '1234.6'],
    [0.03125, '0.03', '0.0312', '0.0'],
    [-0.125, '-0.12', '-0.1250', '-0.1'],
  ] as const) {
    assert.is(ostreamFixed(value, 2), two);
    assert.is(ostreamFixed(value, 4), four);
    assert.is(ostreamFixed(value, 1), one);
  }
});

test.run();
