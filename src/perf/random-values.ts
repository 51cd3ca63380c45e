/**
 * The values that trtexec 10.6 fills inputs with: std::default_random_engine of libstdc++ with its default seed, so that an engine gets
 * the same inputs here and there. Floats are uniform in [-1, 1), kINT8, kINT32 and kINT64 in [-128, 127], kUINT8 in [0, 255], kBOOL 0 or 1.
 */
import { ApiUsageError } from '../errors';
import type { DataType } from '../runtime/enums';
import { bytesPerElement } from '../runtime/tensor';
import { bfloat16Bits, halfBits } from './half-precision';

/** std::minstd_rand0. */
const [MULTIPLIER, MODULUS] = [16807, 2147483647];
/** The largest number that it yields, less the smallest. */
const SPAN = MODULUS - 2;

/** One number of the engine after the other, from 1 to 2^31 - 2. */
function* minstdRand0(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * MULTIPLIER) % MODULUS;
    yield state;
  }
}

/** std::uniform_real_distribution<float>(-1, 1). */
function uniformFloat(random: Iterator<number, never>): number {
  const part = Math.fround(Math.fround(random.next().value - 1) / Math.fround(SPAN + 1));
  return Math.fround(Math.fround(Math.min(part, 1 - 2 ** -24) * 2) - 1);
}

/** std::uniform_int_distribution<int>(low, high). */
function uniformInteger(random: Iterator<number, never>, low: number, high: number): number {
  const range = high - low + 1;
  const scaling = Math.floor(SPAN / range);
  for (;;) {
    const value = random.next().value - 1;
    if (value < range * scaling) return low + Math.floor(value / scaling);
  }
}

/**
 * Fills host memory with trtexec's values.
 * @param bytes The tensor, linear. @param seed 1 gives trtexec's own.
 * @throws {ApiUsageError} `INPUT_TYPE_UNSUPPORTED` for kFP8, kINT4 and kFP4, as trtexec
 */
export function fillRandom(bytes: Uint8Array, type: DataType, seed = 1): void {
  const random = minstdRand0(seed);
  const count = Math.floor(bytes.length / bytesPerElement(type));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const write = writerOf(type, view);
  for (let i = 0; i < count; i += 1) write(i, random);
}

type Write = (index: number, random: Iterator<number, never>) => void;

function writerOf(type: DataType, view: DataView): Write {
  const int = (random: Iterator<number, never>) => uniformInteger(random, -128, 127);
  switch (type) {
    case 'kFLOAT':
      return (i, random) => {
        view.setFloat32(4 * i, uniformFloat(random), true);
      };
    case 'kHALF':
      return (i, random) => {
        view.setUint16(2 * i, halfBits(uniformFloat(random)), true);
      };
    case 'kBF16':
      return (i, random) => {
        view.setUint16(2 * i, bfloat16Bits(uniformFloat(random)), true);
      };
    case 'kINT8':
      return (i, random) => {
        view.setInt8(i, int(random));
      };
    case 'kINT32':
      return (i, random) => {
        view.setInt32(4 * i, int(random), true);
      };
    case 'kINT64':
      return (i, random) => {
        view.setBigInt64(8 * i, BigInt(int(random)), true);
      };
    case 'kUINT8':
      return (i, random) => {
        view.setUint8(i, uniformInteger(random, 0, 255));
      };
    case 'kBOOL':
      return (i, random) => {
        view.setUint8(i, uniformInteger(random, 0, 1));
      };
    default:
      throw new ApiUsageError('INPUT_TYPE_UNSUPPORTED', `Cannot fill a tensor of ${type}`, {
        expected: 'a file for it: --loadInputs=name:file',
        actual: type,
      });
  }
}
