/** Multi-head self attention by its definition, in float64, for the tests of QkvToContext. */
import { roundToEven } from './numbers';

export interface AttentionSizes {
  sequence: number;
  batch: number;
  heads: number;
  headSize: number;
}

/** What INT8 multiplies and rounds with; absent for FP32 and FP16. */
export interface Int8Scales {
  input: number;
  output: number;
  dqProbs: number;
}

const toInt8 = (value: number) => Math.max(-128, Math.min(127, roundToEven(value)));

/**
 * @param qkv [sequence, batch, heads, 3, headSize]
 * @returns [sequence, batch, heads, headSize]; integers where scales are given
 */
export function attention(
  qkv: ArrayLike<number>,
  { sequence, batch, heads, headSize }: AttentionSizes,
  scales?: Int8Scales,
): Float64Array {
  const context = new Float64Array(sequence * batch * heads * headSize);
  const at = (s: number, b: number, n: number, which: 0 | 1 | 2, h: number) =>
    qkv[(((s * batch + b) * heads + n) * 3 + which) * headSize + h] ?? NaN;
  const range = (count: number) => Array.from({ length: count }, (_, i) => i);
  const scoreScale = (scales ? scales.input ** 2 : 1) / Math.sqrt(headSize);
  const positions = range(sequence);
  for (const b of range(batch)) {
    for (const n of range(heads)) {
      for (const query of positions) {
        const scores = positions.map((key) => {
          let sum = 0;
          for (let h = 0; h < headSize; h += 1) sum += at(query, b, n, 0, h) * at(key, b, n, 1, h);
          return sum * scoreScale;
        });
        const largest = scores.reduce((a, c) => Math.max(a, c), -Infinity);
        const powers = scores.map((score) => Math.exp(score - largest));
        const total = powers.reduce((a, c) => a + c, 0);
        const weights = powers.map((power) =>
          scales ? toInt8(power / total / scales.dqProbs) : power / total,
        );
        for (let h = 0; h < headSize; h += 1) {
          let sum = 0;
          for (const key of positions) sum += (weights[key] ?? NaN) * at(key, b, n, 2, h);
          const real = scales ? (sum * scales.dqProbs * scales.input) / scales.output : sum;
          context[((query * batch + b) * heads + n) * headSize + h] = scales ? toInt8(real) : real;
        }
      }
    }
  }
  return context;
}
