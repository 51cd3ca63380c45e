import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DataType } from '../../src/runtime/enums';
import { bfloat16Bits, bfloat16Value, halfBits, halfValue } from '../../src/perf/half-precision';
import { fillRandom } from '../../src/perf/random-values';
import { tensorValues } from '../../src/perf/tensor-values';

function filled(type: DataType, bytes: number, seed?: number): number[] {
  const memory = new Uint8Array(bytes);
  fillRandom(memory, type, seed);
  return Array.from(tensorValues(memory, type), Number);
}

// Printed by a program of g++ 12 (libstdc++) with std::default_random_engine and the distributions that trtexec takes.
test('the values are those that trtexec fills inputs with', () => {
  assert.equal(
    filled('kFLOAT', 32).map(Math.fround),
    [
      -0.999984324, -0.73692441, 0.51121068, -0.0826997161, 0.0655344725, -0.562081635, -0.90591079,
      0.357729435,
    ].map(Math.fround),
  );
  const bytes = [-128, -95, 65, -11, 8, -72, -116, 45, 45, 111, -30, 4];
  assert.equal(filled('kINT8', 12), bytes);
  assert.equal(filled('kINT32', 48), bytes);
  assert.equal(filled('kINT64', 96), bytes);
  assert.equal(filled('kBOOL', 16), [0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1]);
  assert.equal(filled('kUINT8', 8), [0, 33, 193, 117, 136, 56, 12, 173]);
});

test('a million floats add up to what they add up to there', () => {
  const memory = new Uint8Array(4e6);
  fillRandom(memory, 'kFLOAT');
  const floats = new Float32Array(memory.buffer);
  const sum = floats.reduce((all, value, i) => all + value * ((i % 7) + 1), 0);
  assert.is(sum, 89.413678228855133);
});

test('another seed gives other values, the same seed the same', () => {
  assert.equal(filled('kFLOAT', 64, 7), filled('kFLOAT', 64, 7));
  assert.not.equal(filled('kFLOAT', 64, 7), filled('kFLOAT', 64));
});

test('half and bfloat16 inputs are the floats, rounded', () => {
  const floats = filled('kFLOAT', 400);
  filled('kHALF', 200).forEach((half, i) => {
    assert.ok(Math.abs(half - (floats[i] ?? NaN)) <= 2 ** -12);
  });
  filled('kBF16', 200).forEach((value, i) => {
    assert.ok(Math.abs(value - (floats[i] ?? NaN)) <= 2 ** -9);
  });
});

test('every half and bfloat16 survives the way there and back, and what lies between goes to the nearest, ties to even', () => {
  for (const [bitsOf, valueOf] of [
    [halfBits, halfValue],
    [bfloat16Bits, bfloat16Value],
  ] as const) {
    for (let bits = 0; bits < 65536; bits += 1) {
      const value = valueOf(bits);
      if (Number.isNaN(value)) assert.ok(Number.isNaN(valueOf(bitsOf(value))));
      else assert.is(bitsOf(value), bits);
      const next = valueOf(bits + 1);
      if (bits % 0x8000 === 0x7fff || !Number.isFinite(value) || !Number.isFinite(next)) continue;
      const middle = (value + next) / 2;
      assert.is(bitsOf(middle), bits % 2 === 0 ? bits : bits + 1);
      assert.is(bitsOf(value + (next - value) / 4), bits);
      assert.is(bitsOf(value + ((next - value) * 3) / 4), bits + 1);
    }
  }
});

test('types that no values are known for are refused', () => {
  for (const type of ['kFP8', 'kINT4', 'kFP4'] as const)
    assert.throws(
      () => {
        filled(type, 4);
      },
      (error: { code: string }) => error.code === 'INPUT_TYPE_UNSUPPORTED',
    );
});

test.run();
