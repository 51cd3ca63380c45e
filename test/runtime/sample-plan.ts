/** A plan written by hand, with one of everything that an engine file can hold; what it says fits together. */
import type { ExprNode } from '../../src/native';
import { GUARD_BYTES } from '../../src/runtime/build/memory-plan';
import type {
  MemoryPlan,
  Plan,
  PlanLayer,
  PlanLayerTensor,
  PlanTensor,
} from '../../src/runtime/engine/plan';

const batch = (): ExprNode => ({ variable: 'x[0]' });
const width = (): ExprNode => ({ constant: 4 });
const doubled = (): ExprNode => ({ operation: 'kPROD', first: { constant: 2 }, second: batch() });

/** A map without a prototype, as reading an engine file gives. */
function byName<Value>(entries: Record<string, Value>): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, entries);
}

function tensor(name: string, shape: ExprNode[], more: Partial<PlanTensor> = {}): PlanTensor {
  const dims = shape.map((node) => ('constant' in node ? node.constant : -1));
  const plain = { type: 'kFLOAT', mode: null, location: 'kDEVICE' } as const;
  return { name, ...plain, dims, shape, ...more };
}

const use = (
  name: string,
  type: PlanLayerTensor['type'] = 'kFLOAT',
  format: PlanLayerTensor['format'] = 'kLINEAR',
): PlanLayerTensor => ({ tensor: name, type, format });

/** The layers of one profile: AddScalar, a reformat to half and back, a scaled Relu, AddScalar with the Relu's memory. */
function layers(profile: number): PlanLayer[] {
  const suffix = profile === 0 ? '' : ` [profile ${profile}]`;
  const plugin = (
    name: string,
    from: string,
    to: PlanLayerTensor,
    workspaceBytes: number,
  ): PlanLayer => ({
    kind: 'plugin',
    name: name + suffix,
    profile,
    plugin: {
      generation: 'V3',
      name: 'AddScalar',
      version: '2',
      namespace: '',
      fields: [
        { name: 'scalar', type: 'kFLOAT32', length: 1, data: Uint8Array.of(0, 0, 0xc0, 0x3f) },
      ],
      bytes: new Uint8Array(),
    },
    inputs: [use(from)],
    outputs: [to],
    tactic: 0,
    workspaceBytes,
    alternatives: 2,
    timeMs: 0.25,
  });
  const reformat = (name: string, from: PlanLayerTensor, to: PlanLayerTensor): PlanLayer => ({
    kind: 'reformat',
    name: name + suffix,
    profile,
    inputs: [from],
    outputs: [to],
    timeMs: null,
  });
  return [
    plugin('add', 'x', use('a'), 1000),
    reformat('to half', use('a'), use('h', 'kHALF', 'kCHW4')),
    reformat('from half', use('h', 'kHALF', 'kCHW4'), use('b')),
    {
      kind: 'native',
      name: `relu${suffix}`,
      profile,
      inputs: [use('b')],
      outputs: [use('r')],
      timeMs: null,
      layerType: 'kACTIVATION',
      attributes: { activation: 'kRELU', alpha: 0, shape: [1, 4], inner: { on: true } },
      nodes: [
        { opType: 'Relu', inputs: ['b'], outputs: ['relu/y'] },
        {
          opType: 'Mul',
          inputs: ['relu/y', 'scale'],
          outputs: ['r'],
          attributes: { axis: -1, mode: 'linear', pads: [0, 1], alpha: { float: -Infinity } },
        },
      ],
      constants: ['scale'],
    },
    plugin('add again', 'r', { ...use('y'), aliasOf: 'r' }, 0),
  ];
}

function memory(firstLayer: number, rows: number): MemoryPlan {
  const bytes = rows * 16;
  const size = 256 * Math.ceil((bytes + GUARD_BYTES) / 256);
  const region = (name: string, slot: number, first: number, last: number) => ({
    name,
    kind: 'tensor' as const,
    offset: 1280 + slot * size,
    bytes,
    firstLayer: firstLayer + first,
    lastLayer: firstLayer + last,
  });
  return {
    bytes: 1280 + 2 * size,
    regions: [
      { ...region('add', 0, 0, 0), kind: 'workspace', offset: 0, bytes: 1000 },
      region('a', 0, 0, 1),
      region('h', 1, 1, 2),
      region('b', 0, 2, 3),
      region('r', 1, 3, 4),
    ],
  };
}

/** Made anew at each call: tests change it. */
export function samplePlan(): Plan {
  const range = (least: number, most: number) => ({
    min: [least, 4],
    opt: [least, 4],
    max: [most, 4],
  });
  const size = { min: [1], opt: [2], max: [8] };
  const shapeRange = { min: [1], opt: [1], max: [1] };
  const [first, second] = [memory(0, 8), memory(5, 64)];
  return {
    name: 'sample',
    tensors: [
      tensor('x', [batch(), width()], { mode: 'kINPUT' }),
      tensor('s', [{ constant: 1 }], { mode: 'kINPUT', location: 'kHOST', type: 'kINT64' }),
      tensor('a', [batch(), width()]),
      tensor('h', [batch(), width()], { type: 'kHALF' }),
      tensor('b', [batch(), width()]),
      tensor('r', [batch(), width()]),
      tensor('y', [batch(), width()], { mode: 'kOUTPUT' }),
      tensor('unused', [
        doubled(),
        { variable: 's{0}' },
        {
          sizeTensor: 0,
          opt: doubled(),
          upper: { operation: 'kMAX', first: doubled(), second: batch() },
        },
      ]),
    ],
    profiles: [
      { shapes: byName({ x: range(1, 8), s: shapeRange }), values: byName({ s: size }) },
      { shapes: byName({ x: range(8, 64), s: shapeRange }), values: byName({ s: size }) },
    ],
    layers: [...layers(0), ...layers(1)],
    constants: byName({
      scale: { type: 'float', dims: [1], data: new Uint8Array(Float32Array.of(2).buffer) },
    }),
    memory: [first, { ...second, regions: second.regions.map(nameOfSecond) }],
    libraries: [{ name: 'libsample.so', bytes: Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 1, 2, 3) }],
    verbosity: 'kLAYER_NAMES_ONLY',
  };
}

function nameOfSecond(region: MemoryPlan['regions'][number]): MemoryPlan['regions'][number] {
  return region.kind === 'workspace' ? { ...region, name: `${region.name} [profile 1]` } : region;
}

/** The same as an engine that runs: nothing in it that a runtime refuses, no attribute that ONNX does not know. */
export function runnablePlan(): Plan {
  const plan = samplePlan();
  const layers = plan.layers.map((layer) =>
    layer.kind === 'native'
      ? { ...layer, nodes: layer.nodes.map((node) => ({ ...node, attributes: {} })) }
      : layer,
  );
  return { ...plan, layers, libraries: [] };
}
