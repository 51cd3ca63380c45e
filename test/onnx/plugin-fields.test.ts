/** Attributes as plugin fields: what TensorRT's parser makes of every kind, its mistakes included and named. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginField } from '../../src/native';
import { modelProto } from '../../src/onnx/messages';
import { writeModel, type ElementType, type ModelAttribute } from '../../src/onnx/model';
import type { ParserPluginRegistry } from '../../src/onnx/parser/parser-network';
import { field, float32 } from '../../src/runtime/plugin/plugin-field';
import type { PluginFieldType } from '../../src/runtime/enums';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { float, parsed, type Parsed } from './parsed';

const fields = suite('attributes as plugin fields');
const addScalar = registryWithPlugins().getCreator('AddScalar', '2');

/** A registry with one plugin, "Any", whose creator lists these fields and keeps what it gets. */
function registryOf(declared: readonly PluginField[]): {
  registry: ParserPluginRegistry;
  received: PluginField[][];
} {
  const received: PluginField[][] = [];
  const creator = {
    generation: 'V3' as const,
    getPluginName: () => 'Any',
    getPluginVersion: () => '1',
    getPluginNamespace: () => '',
    getFieldNames: () => [...declared],
    createPlugin: (name: string, given: PluginField[]) => {
      received.push(given);
      return addScalar.createPlugin(name, [field('scalar', float32(1), 'kFLOAT32')], 'kBUILD');
    },
  };
  return { registry: { getAllCreators: () => [creator], getCreator: () => creator }, received };
}

const declare = (name: string, type: PluginFieldType = 'kUNKNOWN'): PluginField => ({
  name,
  type,
  length: 1,
  data: null,
});

interface Received {
  got: { name: string; type: string; length: number; bytes: string }[];
  result: Parsed;
}

/** What the creator gets of a node with these attributes. */
function receivedOf(
  attributes: Readonly<Record<string, ModelAttribute>>,
  declared: readonly PluginField[] = Object.keys(attributes).map((name) => declare(name)),
): Received {
  return receivedFrom(
    writeModel({
      nodes: [{ name: 'any', opType: 'Any', inputs: ['x'], outputs: ['y'], attributes }],
      inputs: [float('x', 2)],
      outputs: [float('y', 2)],
    }),
    declared,
  );
}

function receivedFrom(bytes: Uint8Array, declared: readonly PluginField[]): Received {
  const { registry, received } = registryOf(declared);
  const result = parsed(bytes, { registry });
  const got = (received[0] ?? []).map(({ name, type, length, data }) => ({
    name,
    type,
    length,
    bytes: Buffer.from(data ?? []).toString('hex'),
  }));
  return { got, result };
}

/** One attribute `a`, and how it arrives. */
const arrives = (
  value: ModelAttribute,
  type: PluginFieldType,
  length: number,
  bytes: string,
  warning: RegExp | null = null,
) => {
  const { got, result } = receivedOf({ a: value });
  if (result.error) throw result.error;
  assert.equal(got, [{ name: 'a', type, length, bytes }]);
  if (warning) assert.match(result.logged.join('\n'), warning);
  else assert.equal(result.logged, []);
};

fields('numbers and strings', () => {
  arrives({ float: 1.5 }, 'kFLOAT32', 1, '0000c03f');
  arrives({ floats: [1.5, -2] }, 'kFLOAT32', 2, '0000c03f000000c0');
  arrives(3, 'kINT32', 1, '03000000');
  arrives([1, -1], 'kINT32', 2, '01000000ffffffff');
  arrives('ab', 'kCHAR', 3, '616200');
  arrives('', 'kCHAR', 1, '00');
  arrives({ strings: ['a', 'bc'] }, 'kCHAR', 5, '6100626300');
  arrives({ bytes: Uint8Array.of(255, 0, 1) }, 'kCHAR', 4, 'ff000100');
  arrives([], 'kINT32', 0, '');
});

fields('64 bits become 32: the upper half is lost, and that is said', () => {
  const lost = /kWARNING Node "any" \(Any\): attribute "a" holds 1099511627779, .* gets 3;/;
  arrives(2n ** 40n + 3n, 'kINT32', 1, '03000000', lost);
  arrives([0n, 2n ** 40n + 3n], 'kINT32', 2, '0000000003000000', lost);
  // More digits than a JavaScript number has.
  arrives(2n ** 62n + 5n, 'kINT32', 1, '05000000', /holds 4611686018427387909/);
  arrives(-(2n ** 31n), 'kINT32', 1, '00000080');
});

fields('tensors, whose type counts', () => {
  const tensor = (type: ElementType, data: ArrayBufferView, ...dims: number[]) => ({
    tensor: { type, dims, data },
  });
  arrives(tensor('float', Float32Array.of(1.5), 1), 'kFLOAT32', 1, '0000c03f');
  arrives(tensor('float16', Uint16Array.of(0x3c00, 0), 2, 1), 'kFLOAT16', 2, '003c0000');
  arrives(tensor('bfloat16', Uint16Array.of(0x3f80), 1), 'kBF16', 1, '803f');
  arrives(tensor('int8', Int8Array.of(-1, 2), 2), 'kINT8', 2, 'ff02');
  arrives(tensor('int32', Int32Array.of(-1), 1), 'kINT32', 1, 'ffffffff');
  arrives(tensor('float', new Float32Array(), 0), 'kFLOAT32', 0, '');
  arrives(tensor('float', Float32Array.of(2)), 'kFLOAT32', 1, '00000040');
  const rounded = /tensor of double, and arrives as kFLOAT32, rounded/;
  arrives(tensor('double', Float64Array.of(1.5), 1), 'kFLOAT32', 1, '0000c03f', rounded);
});

fields(
  'tensors of int64 and bool are labelled kFLOAT16 by mistake, those of uint8 become int32',
  () => {
    const tensor = (type: ElementType, data: ArrayBufferView) => ({
      tensor: { type, dims: [1], data },
    });
    const mistake = /labels it kFLOAT16 by mistake/;
    const long = tensor('int64', BigInt64Array.of(5n));
    arrives(long, 'kFLOAT16', 1, '0500000000000000', mistake);
    arrives(tensor('bool', Uint8Array.of(1)), 'kFLOAT16', 1, '01', mistake);
    const widened = /tensor of uint8, and arrives as kINT32, an element each/;
    arrives(tensor('uint8', Uint8Array.of(7)), 'kINT32', 1, '07000000', widened);
  },
);

fields('tensors that cannot be read end the import', () => {
  for (const [type, data] of [
    ['int16', Int16Array.of(1)],
    ['uint16', Uint16Array.of(1)],
    ['uint32', Uint32Array.of(1)],
    ['uint64', BigUint64Array.of(1n)],
    ['complex64', Float32Array.of(1, 2)],
  ] as const) {
    const { error } = receivedOf({ a: { tensor: { type, dims: [1], data } } }).result;
    assert.is(error?.errors[0]?.nodeName, 'any');
    assert.match(error?.message ?? '', `attribute "a" is a tensor of ${type} (TensorProto type`);
  }
});

fields(
  "only the creator's names, in the creator's order; the rest is dropped, and that is said",
  () => {
    const { got, result } = receivedOf({ b: 2, other: 3, a: 1, plugin_version: '1' }, [
      declare('a', 'kINT32'),
      declare('missing'),
      declare('b', 'kFLOAT32'),
    ]);
    assert.equal(
      got.map(({ name, type }) => [name, type]),
      [
        ['a', 'kINT32'],
        ['b', 'kINT32'],
      ],
    );
    const logged = result.logged.join('\n');
    assert.match(
      logged,
      'kWARNING Attribute missing not found in plugin node! Ensure that the plugin creator has a default value defined or the engine may fail to build.',
    );
    assert.match(logged, 'the creator does not get "other"');
    assert.match(logged, 'attribute "b" arrives as kINT32');
    assert.not.match(logged, 'plugin_version');
  },
);

fields(
  'kinds that cannot be fields arrive without data; of two attributes of a name the first counts',
  () => {
    const bytes = modelProto
      .encode(
        modelProto.fromObject({
          opsetImport: [{ domain: '', version: 17 }],
          graph: {
            node: [
              {
                opType: 'Any',
                input: ['x'],
                output: ['y'],
                attribute: [
                  { name: 'graph', type: 5 },
                  { name: 'none' },
                  { name: 'twice', type: 2, i: 1 },
                  { name: 'twice', type: 2, i: 2 },
                ],
              },
            ],
            input: [{ name: 'x', type: { tensorType: { elemType: 1, shape: { dim: [] } } } }],
            output: [{ name: 'y', type: { tensorType: { elemType: 1, shape: { dim: [] } } } }],
          },
        }),
      )
      .finish();
    const { got, result } = receivedFrom(
      bytes,
      ['graph', 'none', 'twice'].map((name) => declare(name)),
    );
    if (result.error) throw result.error;
    assert.equal(got, [
      { name: 'graph', type: 'kFLOAT16', length: 0, bytes: '' },
      { name: 'none', type: 'kFLOAT16', length: 0, bytes: '' },
      { name: 'twice', type: 'kINT32', length: 1, bytes: '01000000' },
    ]);
    assert.match(result.logged.join('\n'), 'attribute "graph" is of a kind that cannot be a field');
  },
);

fields.run();
