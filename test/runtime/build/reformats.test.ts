/** Layers that want other types and formats than their neighbours: reformats between, the numbers of the whole right. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DataType, TensorFormat } from '../../../src/runtime/enums';
import { bicubicReference } from '../../plugins/bicubic-reference';
import type { Dims } from '../../../src/runtime/tensor';
import {
  assertClose,
  fromFloats,
  halfBits,
  halfValue,
  randomFloats,
  toHalves,
} from '../../plugins/numbers';
import { withContext } from '../add-scalar-engine';
import { build, floatsOf, layerNames, probeFields, runOnce, scalarField } from '../plugin-network';

const half = (value: number) => halfValue(halfBits(value));
const FLOAT = 'kFLOAT:kLINEAR';
const DIMS = [1, 32, 3, 5];
const x = randomFloats(480, 7);

/** x -> AddScalar(1) -> Probe in these formats -> AddScalar(2) -> y, the AddScalars in FP32. */
function sandwich(accept: string, dims: Dims, flag?: 'kFP16' | 'kBF16') {
  return build(({ network, config, layer }) => {
    if (flag) config.setFlag(flag);
    for (const name of ['before', 'after']) config.choices[name] = { in: [FLOAT], out: [FLOAT] };
    const before = layer(
      'before',
      'AddScalar',
      [network.addInput('x', 'kFLOAT', dims)],
      scalarField(1),
    );
    const probe = layer(
      'probe',
      'Probe',
      [before.getOutput(0).setName('a')],
      probeFields({ accept }),
    );
    const after = layer('after', 'AddScalar', [probe.getOutput(0).setName('b')], scalarField(2));
    network.markOutput(after.getOutput(0).setName('y'));
  });
}

/** Rounds to bfloat16, ties to even. */
function bfloat(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
  const rounded = (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(Uint32Array.of(rounded).buffer)[0] ?? NaN;
}

const OTHERS: [DataType, TensorFormat][] = [
  ['kFLOAT', 'kHWC'],
  ['kFLOAT', 'kDHWC'],
  ['kFLOAT', 'kCHW32'],
  ['kHALF', 'kLINEAR'],
  ['kHALF', 'kCHW2'],
  ['kHALF', 'kCHW4'],
  ['kHALF', 'kHWC8'],
  ['kHALF', 'kHWC16'],
  ['kHALF', 'kDHWC8'],
  ['kBF16', 'kLINEAR'],
  ['kBF16', 'kHWC8'],
];

for (const [type, format] of OTHERS) {
  test(`${type} ${format} between FP32 layers: reformatted on both sides, rounded once`, async () => {
    const flag = type === 'kHALF' ? 'kFP16' : type === 'kBF16' ? 'kBF16' : undefined;
    // With a D in their name formats have their channels four axes from the end.
    const dims = format.startsWith('kD') ? [1, 32, 1, 3, 5] : DIMS;
    const bytes = await sandwich(`${type}:${format}`, dims, flag);
    await withContext(bytes, async (context, stream) => {
      assert.equal(layerNames(context), [
        'before',
        'Reformatting CopyNode for Input Tensor 0 to probe',
        'probe',
        'Reformatting CopyNode for Input Tensor 0 to after',
        'after',
      ]);
      const round = type === 'kHALF' ? half : type === 'kBF16' ? bfloat : Math.fround;
      const { y } = await runOnce(context, stream, { x: { data: x } });
      const expected = Array.from(x, (value) => Math.fround(round(Math.fround(value + 1)) + 2));
      assert.equal(floatsOf(y), expected);
    });
  });
}

test('two plugins that agree on a format keep it; two that do not are joined by one reformat', async () => {
  for (const [second, joined] of [
    ['kHALF:kHWC8', false],
    ['kHALF:kCHW4', true],
  ] as const) {
    const bytes = await build(({ network, config, layer }) => {
      config.setFlag('kFP16');
      const input = network.addInput('x', 'kFLOAT', DIMS);
      const p = layer('p', 'Probe', [input], probeFields({ accept: 'kHALF:kHWC8' }));
      const q = layer('q', 'Probe', [p.getOutput(0)], probeFields({ accept: second }));
      network.markOutput(q.getOutput(0).setName('y'));
    });
    await withContext(bytes, async (context, stream) => {
      assert.equal(layerNames(context), [
        'Reformatting CopyNode for Input Tensor 0 to p',
        'p',
        ...(joined ? ['Reformatting CopyNode for Input Tensor 0 to q'] : []),
        'q',
        'Reformatting CopyNode for Output Tensor 0 to q',
      ]);
      const { y } = await runOnce(context, stream, { x: { data: x } });
      assert.equal(floatsOf(y), Array.from(x, half));
    });
  }
});

test('a tensor that two layers want in the same format is reformatted once', async () => {
  const bytes = await build(({ network, config, layer }) => {
    config.setFlag('kFP16');
    const input = network.addInput('x', 'kFLOAT', DIMS);
    for (const name of ['p', 'q']) {
      const reader = layer(name, 'Probe', [input], probeFields({ accept: 'kHALF:kHWC8' }));
      network.markOutput(reader.getOutput(0).setName(`${name} out`));
    }
  });
  await withContext(bytes, async (context, stream) => {
    const inputs = layerNames(context).filter((name) => name.includes('Input Tensor'));
    assert.equal(inputs, ['Reformatting CopyNode for Input Tensor 0 to p']);
    const outputs = await runOnce(context, stream, { x: { data: x } });
    for (const name of ['p out', 'q out'])
      assert.equal(floatsOf(outputs[name]), Array.from(x, half));
  });
});

/** x -> DynamicTRTResize version 1 -> y with these formats. */
function resize(format: string, stronglyTyped = false) {
  const type = stronglyTyped ? 'kHALF' : 'kFLOAT';
  return build(
    ({ network, config, layer }) => {
      if (!stronglyTyped) config.setFlag('kFP16');
      config.choices['resize'] = { in: [format, FLOAT], out: [format] };
      const inputs = [
        network.addInput('x', type, [2, 11, 6, 7]),
        network.addInput('size', 'kFLOAT', [1, 1, 9, 13]),
      ];
      const y = layer('resize', 'DynamicTRTResize', inputs, [], { version: '1' });
      network.markOutput(y.getOutput(0).setName('y'));
    },
    { stronglyTyped },
  );
}

test('a real plugin in FP16 and kHWC8, channels padded: the FP32 result within half precision', async () => {
  const image = randomFloats(2 * 11 * 6 * 7, 3);
  const size = { data: new Float32Array(9 * 13) };
  const results = await Promise.all(
    [FLOAT, 'kHALF:kLINEAR', 'kHALF:kHWC8'].map((each) => resize(each)),
  );
  const outputs: Float64Array[] = [];
  for (const bytes of results)
    await withContext(bytes, async (context, stream) => {
      const { y } = await runOnce(context, stream, { x: { data: image }, size });
      outputs.push(fromFloats(y as Uint8Array));
    });
  const [single, linear, vectorised] = outputs as [Float64Array, Float64Array, Float64Array];
  const exact = bicubicReference(image, 22, [6, 7], [9, 13], false);
  assertClose(single, exact, () => 2e-6, 'FP32');
  // The input is rounded, the weights' absolute sum is below 2, the result is rounded again.
  assertClose(vectorised, single, () => 3 * 2 ** -11, 'FP16 kHWC8');
  assert.equal([...vectorised], [...linear], 'the layout changes nothing');
  const halves = Float32Array.from(image, half);
  const rounded = bicubicReference(halves, 22, [6, 7], [9, 13], false);
  assertClose(
    vectorised,
    rounded,
    (value) => Math.abs(value) * 2 ** -11 + 2e-6,
    'FP16, exact input',
  );
});

test('strongly typed, only the format changes', async () => {
  const image = toHalves(randomFloats(2 * 11 * 6 * 7, 3));
  const size = { data: new Float32Array(9 * 13) };
  const found: number[][] = [];
  for (const format of ['kHALF:kLINEAR', 'kHALF:kHWC8']) {
    await withContext(await resize(format, true), async (context, stream, engine) => {
      assert.is(engine.getTensorDataType('y'), 'kHALF');
      const { y } = await runOnce(context, stream, { x: { data: image }, size });
      found.push([...new Uint16Array((y as Uint8Array).buffer)]);
    });
  }
  assert.equal(found[1], found[0]);
});
test.run();
