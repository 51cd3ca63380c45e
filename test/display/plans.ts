/** Plans written by hand: every kind of layer, aliases, data-dependent extents, several profiles, and a hundred layers. */
import type { ExprNode } from '../../src/native';
import type { DataType, TensorFormat } from '../../src/runtime/enums';
import type {
  MemoryRegion,
  Plan,
  PlanLayer,
  PlanLayerTensor,
  PlanNativeLayer,
  PlanPluginLayer,
  PlanReformatLayer,
  PlanTensor,
} from '../../src/runtime/engine/plan';

/** `use('x', 'kHALF:kCHW4')` */
export function use(tensor: string, text = 'kFLOAT:kLINEAR'): PlanLayerTensor {
  const [type, format] = text.split(':') as [DataType, TensorFormat];
  return { tensor, type, format };
}

/** Extents: a number, or the name of an unknown extent. */
export function tensor(
  name: string,
  extents: readonly (number | string | ExprNode)[],
  fields: Partial<PlanTensor> = {},
): PlanTensor {
  const shape = extents.map(
    (extent): ExprNode =>
      typeof extent === 'number'
        ? { constant: extent }
        : typeof extent === 'string'
          ? { variable: extent }
          : extent,
  );
  const dims = shape.map((extent) => ('constant' in extent ? extent.constant : -1));
  return {
    name,
    type: 'kFLOAT',
    mode: null,
    location: 'kDEVICE',
    dims,
    shape,
    ...fields,
  };
}

export function plugin(
  name: string,
  inputs: PlanLayerTensor[],
  outputs: PlanLayerTensor[],
  fields: Partial<PlanPluginLayer> = {},
): PlanPluginLayer {
  return {
    kind: 'plugin',
    name,
    profile: 0,
    inputs,
    outputs,
    timeMs: null,
    tactic: 0,
    workspaceBytes: 0,
    alternatives: 1,
    plugin: {
      generation: 'V3',
      name: 'Probe',
      version: '2',
      namespace: '',
      fields: [],
      bytes: new Uint8Array(),
    },
    ...fields,
  };
}

export function reformat(
  name: string,
  input: PlanLayerTensor,
  output: PlanLayerTensor,
  fields: Partial<PlanReformatLayer> = {},
): PlanReformatLayer {
  const step = { name, profile: 0, inputs: [input], outputs: [output], timeMs: null };
  return { kind: 'reformat', ...step, ...fields };
}

export function nativeLayer(
  name: string,
  layerType: string,
  inputs: PlanLayerTensor[],
  outputs: PlanLayerTensor[],
  attributes: Record<string, unknown> = {},
): PlanNativeLayer {
  return {
    kind: 'native',
    name,
    profile: 0,
    inputs,
    outputs,
    timeMs: null,
    layerType,
    attributes,
    nodes: [],
    constants: [],
  };
}

export function plan(fields: Partial<Plan>): Plan {
  return {
    name: '',
    tensors: [],
    profiles: [{ shapes: {}, values: {} }],
    layers: [],
    constants: {},
    memory: [{ bytes: 0, regions: [] }],
    libraries: [],
    verbosity: 'kLAYER_NAMES_ONLY',
    ...fields,
  };
}

const region = (
  name: string,
  offset: number,
  bytes: number,
  firstLayer: number,
  lastLayer: number,
  kind: MemoryRegion['kind'] = 'tensor',
): MemoryRegion => ({ name, kind, offset, bytes, firstLayer, lastLayer });

/** Two profiles; a convolution, reformats to kCHW4 and back, a plugin in place, a plugin whose extents depend on data. */
export function mixedPlan(): Plan {
  const image = ['x[0]', 16, 8, 8];
  const least = { min: [1, 16, 8, 8], opt: [2, 16, 8, 8], max: [4, 16, 8, 8] };
  const most = { min: [4, 16, 8, 8], opt: [8, 16, 8, 8], max: [16, 16, 8, 8] };
  const values = { s: { min: [1, 1], opt: [4, 2], max: [8, 8] } };
  const layers = (profile: number): PlanLayer[] => {
    const mark = profile === 0 ? '' : ` [profile ${profile}]`;
    const inPlace = { ...use('sum'), aliasOf: 'probed for add' };
    const vectorised = profile === 0 ? 'kHALF:kCHW4' : 'kHALF:kHWC8';
    const all: PlanLayer[] = [
      nativeLayer('conv', 'kCONVOLUTION', [use('x')], [use('features')], {
        kernelSize: [3, 3],
        nbOutputMaps: 16,
        padding: [1, 1],
      }),
      reformat('features to probe', use('features'), use('features for probe', vectorised)),
      plugin(
        'probe',
        [use('features for probe', vectorised)],
        [use('probed', vectorised), use('unused', 'kINT32:kLINEAR')],
        { tactic: 2, workspaceBytes: 4096, alternatives: 6, timeMs: 0.012345 },
      ),
      reformat('probed to add', use('probed', vectorised), use('probed for add')),
      plugin('add', [use('probed for add'), use('features')], [inPlace], {
        alternatives: 2,
        timeMs: 0.004,
      }),
      plugin(
        'nonzero',
        [use('sum')],
        [use('indices', 'kINT32:kLINEAR'), use('count', 'kINT64:kLINEAR')],
      ),
      nativeLayer('tail', 'kRESIZE', [use('sum'), use('s', 'kINT64:kLINEAR')], [use('y')], {
        mode: 'kCUBIC',
      }),
    ];
    return all.map((layer) => ({ ...layer, name: layer.name + mark, profile }));
  };
  return plan({
    name: 'mixed',
    tensors: [
      tensor('x', image, { mode: 'kINPUT' }),
      tensor('s', [2], { mode: 'kINPUT', type: 'kINT64', location: 'kHOST' }),
      tensor('features', image),
      tensor('features for probe', image, { type: 'kHALF' }),
      tensor('probed', image, { type: 'kHALF' }),
      tensor('unused', [1], { type: 'kINT32' }),
      tensor('probed for add', image),
      tensor('sum', image),
      tensor(
        'indices',
        [
          4,
          {
            sizeTensor: 1,
            opt: { constant: 8 },
            upper: { operation: 'kPROD', first: { variable: 'x[0]' }, second: { constant: 1024 } },
          },
        ],
        { mode: 'kOUTPUT', type: 'kINT32' },
      ),
      tensor('count', [], { mode: 'kOUTPUT', type: 'kINT64' }),
      tensor('y', ['x[0]', 16, 's{0}', 's{1}'], { mode: 'kOUTPUT' }),
    ],
    profiles: [
      { shapes: { x: least }, values },
      { shapes: { x: most }, values },
    ],
    layers: [...layers(0), ...layers(1)],
    memory: [
      { first: 0, scale: 1 },
      { first: 7, scale: 4 },
    ].map(({ first, scale }) => ({
      bytes: 49152 * scale,
      regions: [
        region('features', 0, 16384 * scale, first, first + 4),
        region('features for probe', 16384 * scale, 8192 * scale, first + 1, first + 2),
        region('probed', 24576 * scale, 8192 * scale, first + 2, first + 3),
        region('probe', 32768 * scale, 4096, first + 2, first + 2, 'workspace'),
        region('unused', 32768 * scale + 4096, 256, first + 2, first + 2),
        region('probed for add', 32768 * scale, 16384 * scale, first + 3, first + 6),
      ],
    })),
  });
}

/** A chain of `length` plugins with a second line that skips every fifth. */
export function longPlan(length: number): Plan {
  const names = Array.from({ length: length + 1 }, (_, at) => (at === 0 ? 'x' : `t${at}`));
  const layers = names.slice(1).map((output, at) => {
    const skip = at >= 5 && at % 5 === 0 ? [use(names[at - 5] ?? 'x')] : [];
    const name =
      at % 17 === 3 ? `/backbone/blocks.${at}/attention/output/dense/Add_${at}` : `p${at}`;
    return plugin(name, [use(names[at] ?? ''), ...skip], [use(output)], {
      timeMs: 0.01 + at / 1e4,
    });
  });
  const tensors = names.map((name, at) =>
    tensor(name, [1, 64, 16, 16], {
      mode: at === 0 ? 'kINPUT' : at === length ? 'kOUTPUT' : null,
    }),
  );
  const regions = names
    .slice(1, -1)
    .map((name, at) => region(name, (at % 3) * 65536, 65536, at, Math.min(length - 1, at + 1)));
  return plan({ name: 'long', tensors, layers, memory: [{ bytes: 3 * 65536, regions }] });
}
