/** Symbolic shapes and types of every operation, for random extents, against what ONNX Runtime computes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WorkbookError } from '../../../../src/errors';
import { randomFloats } from '../../../plugins/numbers';
import { volume, type Dims } from '../../../../src/runtime/tensor';
import { CASES, type Case } from './cases';
import { hostTensor, NativeNetwork } from './native-network';

/** Extents for the letters of a case. */
function draw({ inputs, least = {} }: Case, seed: number): Dims[] {
  const random = randomFloats(32, seed);
  const letters = [...new Set(inputs.flat().filter((extent) => typeof extent === 'string'))];
  const extentOf = (letter: string) => {
    const drawn = Math.floor(((random[8 + letters.indexOf(letter)] ?? 0) + 1) * 3.5);
    return drawn + (least[letter] ?? 1);
  };
  return inputs.map((input) =>
    input.map((extent) => (typeof extent === 'string' ? extentOf(extent) : extent)),
  );
}

async function run(test: Case, drawn: Dims[], known: boolean): Promise<void> {
  const network = new NativeNetwork();
  const tensors = drawn.map((dims, index) => {
    const said = dims.map((extent, axis) =>
      known || typeof test.inputs[index]?.[axis] === 'number' ? extent : -1,
    );
    return network.addInput(`x${index}`, test.types[index] ?? 'kFLOAT', said);
  });
  const output = test.build(network, tensors).getOutput(0);
  const feeds = new Map(
    tensors.map(({ name, type }, index) => {
      const dims = drawn[index] as Dims;
      // Whole numbers from 1 to 3 suit every type and function; logarithms too.
      const numbers = randomFloats(volume(dims), index + 1).map((x) => 2 + Math.round(x));
      const fit = type === 'kBOOL' ? numbers.map((x) => x & 1) : numbers;
      return [name, hostTensor(type, dims, [...fit])];
    }),
  );
  await network.run([output], feeds);
}

/** uvu cannot print an error whose details are an object. */
function readable(error: unknown): never {
  throw error instanceof WorkbookError ? new Error(error.message) : error;
}

for (const each of CASES) {
  test(each.name, async () => {
    for (const seed of [1, 2, 3]) {
      const drawn = draw(each, seed);
      await run(each, drawn, true).catch(readable);
      await run(each, drawn, false).catch(readable);
    }
  });
}

test('every case has a name of its own', () => {
  assert.is(new Set(CASES.map(({ name }) => name)).size, CASES.length);
});
test.run();
