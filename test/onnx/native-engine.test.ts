/** Engines of native layers only, at the edges: nothing to compute from, nothing to compute, tensors that pass through. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createBuilder } from '../../src/runtime/builder';
import { DeviceBuffer, Stream } from '../../src/runtime/context/device';
import { createRuntime } from '../../src/runtime/engine/engine';
import type { DataType } from '../../src/runtime/enums';
import type { HostTensor } from '../../src/runtime/engine/native-tensor';
import { OptimizationProfile } from '../../src/runtime/build/optimization-profile';
import { volume, type Dims } from '../../src/runtime/tensor';
import { hostTensor, numbersOf } from '../runtime/network/operations/native-network';
import { runNetwork, type Feeds } from './engine-run';

type Named = [name: string, type: DataType, dims: Dims, numbers: number[]];

function feed(...tensors: Named[]): Feeds {
  return new Map(
    tensors.map(([name, type, dims, numbers]) => [name, hostTensor(type, dims, numbers)]),
  );
}

const shown = (runs: HostTensor[][]) =>
  runs.map((outputs) => outputs.map((tensor) => [tensor.type, tensor.dims, numbersOf(tensor)]));

const TYPES = ['kFLOAT', 'kHALF', 'kBF16', 'kINT8', 'kUINT8', 'kINT32', 'kINT64', 'kBOOL'] as const;

for (const type of TYPES) {
  test(`${type} goes in and comes out, in every rank and with nothing in it`, async () => {
    for (const dims of [[], [3], [-1], [0], [2, 0, 3], [1, 2, 1, 2, 1, 1, 1, 2]]) {
      const extents = dims.map((extent) => (extent < 0 ? 2 : extent));
      const numbers = Array.from({ length: volume(extents) }, (_, i) => (i + 1) % 2);
      const runs = await runNetwork(
        (network) => [network.addIdentity(network.addInput('x', type, dims)).getOutput(0)],
        () => [feed(['x', type, extents, numbers])],
      );
      assert.equal(shown(runs), [[[type, extents, numbers]]]);
    }
  });
}

test('an engine without inputs has its constants', async () => {
  const runs = await runNetwork(
    (network) => {
      const pair = network.addConstant([2], Float32Array.of(3, 4)).getOutput(0);
      const scalar = network.addConstant([], BigInt64Array.of(7n)).getOutput(0);
      const none = network.addConstant([2, 0], new Float32Array()).getOutput(0);
      return [pair, scalar, none, network.addElementWise(pair, pair, 'kPROD').getOutput(0)];
    },
    () => [feed()],
  );
  assert.equal(shown(runs), [
    [
      ['kFLOAT', [2], [3, 4]],
      ['kINT64', [], [7]],
      ['kFLOAT', [2, 0], []],
      ['kFLOAT', [2], [9, 16]],
    ],
  ]);
});

test('an output may be read on, come twice, and be an input that passes through', async () => {
  const runs = await runNetwork(
    (network) => {
      const x = network.addInput('x', 'kFLOAT', [-1]);
      const through = network.addIdentity(x).getOutput(0);
      const relu = network.addActivation(x, 'kRELU').getOutput(0);
      const twice = network.addElementWise(relu, through, 'kSUM').getOutput(0);
      return [relu, through, twice, network.addIdentity(relu).getOutput(0)];
    },
    () => [feed(['x', 'kFLOAT', [2], [-1, 2]])],
  );
  assert.equal(shown(runs), [
    [
      ['kFLOAT', [2], [0, 2]],
      ['kFLOAT', [2], [-1, 2]],
      ['kFLOAT', [2], [-1, 4]],
      ['kFLOAT', [2], [0, 2]],
    ],
  ]);
});

test('inputs and layers that no output needs do not matter', async () => {
  const runs = await runNetwork(
    (network) => {
      network.addInput('spare', 'kHALF', [2]);
      const x = network.addInput('x', 'kFLOAT', [1]);
      network.addActivation(x, 'kSIGMOID');
      return [network.addUnary(x, 'kNEG').getOutput(0)];
    },
    () => [feed(['x', 'kFLOAT', [1], [5]], ['spare', 'kHALF', [2], [0, 0]])],
  );
  assert.equal(shown(runs), [[['kFLOAT', [1], [-5]]]]);
});

test('shapes that are computed come out, with the extents of each run', async () => {
  const runs = await runNetwork(
    (network) => {
      const x = network.addInput('x', 'kFLOAT', [-1, 3]);
      const shape = network.addShape(x).getOutput(0);
      const doubled = network.addElementWise(shape, shape, 'kSUM').getOutput(0);
      const total = network.addReduce(shape, 'kPROD', 1, true).getOutput(0);
      const flat = network.addShuffle(x, { reshapeDimensions: total }).getOutput(0);
      return [shape, doubled, total, flat];
    },
    () => [
      feed(['x', 'kFLOAT', [1, 3], [1, 2, 3]]),
      feed(['x', 'kFLOAT', [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]]),
      feed(['x', 'kFLOAT', [2, 3], [6, 5, 4, 3, 2, 1]]),
    ],
  );
  assert.equal(shown(runs), [
    [
      ['kINT64', [2], [1, 3]],
      ['kINT64', [2], [2, 6]],
      ['kINT64', [1], [3]],
      ['kFLOAT', [3], [1, 2, 3]],
    ],
    [
      ['kINT64', [2], [3, 3]],
      ['kINT64', [2], [6, 6]],
      ['kINT64', [1], [9]],
      ['kFLOAT', [9], [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ],
    [
      ['kINT64', [2], [2, 3]],
      ['kINT64', [2], [4, 6]],
      ['kINT64', [1], [6]],
      ['kFLOAT', [6], [6, 5, 4, 3, 2, 1]],
    ],
  ]);
});

for (const type of ['kINT32', 'kINT64'] as const) {
  test(`${type} shape tensors decide shapes, are computed with, and come out`, async () => {
    const runs = await runNetwork(
      (network) => {
        const x = network.addInput('x', 'kFLOAT', [6]);
        const s = network.addInput('s', type, [2]);
        const turned = network.addShuffle(x, { reshapeDimensions: s }).getOutput(0);
        const doubled = network.addElementWise(s, s, 'kSUM').getOutput(0);
        return [turned, doubled, network.addIdentity(s).getOutput(0)];
      },
      () =>
        [
          [3, 2],
          [2, 3],
          [1, -1],
        ].map((to) => feed(['x', 'kFLOAT', [6], [1, 2, 3, 4, 5, 6]], ['s', type, [2], to])),
    );
    const of = (dims: Dims, to: number[]) => [
      ['kFLOAT', dims, [1, 2, 3, 4, 5, 6]],
      [type, [2], to.map((value) => 2 * value)],
      [type, [2], to],
    ];
    assert.equal(shown(runs), [of([3, 2], [3, 2]), of([2, 3], [2, 3]), of([1, 6], [1, -1])]);
  });
}

test('an extent of 0 at run time leaves nothing to compute', async () => {
  const runs = await runNetwork(
    (network) => {
      const x = network.addInput('x', 'kFLOAT', [-1, 2]);
      const both = network.addConcatenation([x, x], { axis: 0 }).getOutput(0);
      return [both, network.addReduce(x, 'kSUM', 1, false).getOutput(0)];
    },
    () => [feed(['x', 'kFLOAT', [0, 2], []]), feed(['x', 'kFLOAT', [1, 2], [3, 4]])],
  );
  assert.equal(shown(runs), [
    [
      ['kFLOAT', [0, 2], []],
      ['kFLOAT', [2], [0, 0]],
    ],
    [
      ['kFLOAT', [2, 2], [3, 4, 3, 4]],
      ['kFLOAT', [2], [3, 4]],
    ],
  ]);
});

test('each profile has its own copies of the layers; a profiler hears of every one of them', async () => {
  const builder = createBuilder();
  const network = builder.createNetwork({ stronglyTyped: true });
  const x = network.addInput('x', 'kFLOAT', [-1]);
  const relu = network.addActivation(x, 'kRELU').setName('relu').getOutput(0);
  const one = network.addConstant([1], Float32Array.of(1)).setName('one').getOutput(0);
  const y = network.addElementWise(relu, one, 'kSUM').setName('sum').getOutput(0).setName('y');
  network.markOutput(y);
  const config = builder.createBuilderConfig();
  for (const [min, max] of [
    [1, 2],
    [3, 4],
  ] as const) {
    const profile = new OptimizationProfile();
    profile.setDimensions('x', 'kMIN', [min]).setDimensions('x', 'kOPT', [min]);
    config.addOptimizationProfile(profile.setDimensions('x', 'kMAX', [max]));
  }
  const runtime = createRuntime();
  const engine = runtime.deserializeCudaEngine(
    await builder.buildSerializedNetwork(network, config),
  );
  const context = engine.createExecutionContext();
  const stream = new Stream();
  const heard: string[] = [];
  const [input, output] = [DeviceBuffer.from(Float32Array.of(-1, 0, 1, 2)), new DeviceBuffer(16)];
  context.setTensorAddress('x', input);
  context.setTensorAddress('y', output);
  for (const [profile, count] of [
    [0, 2],
    [1, 4],
    [0, 1],
  ] as const) {
    context.setOptimizationProfile(profile);
    context.setInputShape('x', [count]);
    output.copyFrom(new Float32Array(4));
    await context.enqueueV3(stream);
    stream.synchronize();
    assert.equal(
      [...output.toFloat32Array()],
      [1, 1, 2, 3].map((value, i) => (i < count ? value : 0)),
    );
  }
  context.setProfiler({ reportLayerTime: (layer) => heard.push(layer) });
  await context.enqueueV3(stream);
  context.setOptimizationProfile(1);
  context.setInputShape('x', [3]);
  await context.enqueueV3(stream);
  const names = ['relu', 'one', 'sum'];
  assert.equal(heard, [...names, ...names.map((name) => `${name} [profile 1]`)]);
  stream.destroy();
  context.destroy();
  engine.destroy();
  for (const each of [runtime, network, builder]) each.destroy();
  for (const buffer of [input, output]) buffer.free();
});

test.run();
