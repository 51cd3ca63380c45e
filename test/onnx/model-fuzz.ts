/** Damaged ONNX files through the parser: each is parsed, or refused with an OnnxParserError, quickly. */
import { writeModel, type ModelContents, type ModelNode } from '../../src/onnx/model';
import { createParser, OnnxParserError } from '../../src/onnx/parser';
import { createBuilder } from '../../src/runtime/builder';
import { addLogger } from '../../src/runtime/logger';
import { trace } from '../../src/trace/trace';
import { mutated, original, type Original } from './model-mutation';
import { float, int64s } from './parsed';

/** What TensorRT's parser has this code for too. */
const TENSORRTS_INTERNAL = /^(ONNX graph has duplicate|Trying to access weights or a null tensor)/;

export interface FuzzReport {
  runs: number;
  /** How often each code came, and `accepted`. */
  outcomes: Record<string, number>;
  /** Where anything else came, or it took long. */
  failures: { seed: number; what: string }[];
  slowestMs: number;
}

/** Files of this size are parsed in well under this time. */
const MOST_MS = 2000;

/** Parses `count` damaged files, made from the seeds `from`, `from + 1`, … */
export function fuzz(originals: readonly Original[], from: number, count: number): FuzzReport {
  const report: FuzzReport = { runs: 0, outcomes: {}, failures: [], slowestMs: 0 };
  const quiet = addLogger(() => undefined);
  // A million calls of plugins would fill the memory.
  trace.setEnabled(false);
  for (let seed = from; seed < from + count; seed += 1) {
    const file = mutated(seed, originals);
    const start = performance.now();
    const { outcome, problem } = parseOnce(file);
    const ms = performance.now() - start;
    if (problem) report.failures.push({ seed, what: problem });
    if (ms > MOST_MS) report.failures.push({ seed, what: `took ${ms.toFixed(0)} ms` });
    report.slowestMs = Math.max(report.slowestMs, ms);
    report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
    report.runs += 1;
  }
  quiet();
  trace.setEnabled(true);
  return report;
}

function parseOnce(file: Uint8Array): { outcome: string; problem: string | null } {
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    createParser(network).parse(file);
    return { outcome: 'accepted', problem: null };
  } catch (error) {
    if (!(error instanceof OnnxParserError)) {
      const problem = error instanceof Error ? String(error.stack) : String(error);
      return { outcome: 'failed', problem };
    }
    const internal = error.errors.find(
      ({ code, desc }) => code === 'kINTERNAL_ERROR' && !TENSORRTS_INTERNAL.test(desc),
    );
    const cause = error.cause instanceof Error ? String(error.cause.stack) : '';
    const problem = internal ? `${error.message}\n${cause}` : null;
    const short =
      error.message.length < 60_000 ? null : `its message has ${error.message.length} characters`;
    return { outcome: error.code, problem: problem ?? short };
  } finally {
    network.destroy();
    builder.destroy();
  }
}

/** Models with every kind of attribute, tensor, operator and plugin. */
export function originals(): Original[] {
  return [plugins, shapes, operators, functions].map((model) => original(writeModel(model)));
}

const bytes = (...values: number[]) => Float32Array.from(values);

const plugins: ModelContents = {
  nodes: [
    {
      name: 'plus',
      opType: 'AddScalar',
      domain: 'Test',
      inputs: ['x'],
      outputs: ['a'],
      attributes: { scalar: { float: 2 }, plugin_version: '2', plugin_namespace: '' },
    },
    {
      name: 'resize',
      opType: 'DynamicTRTResize',
      domain: 'Test',
      inputs: ['a', 'size'],
      outputs: ['b'],
      attributes: {
        align_corners: 1,
        plugin_version: '2',
        tensorrt_plugin_shape_input_indices: [1],
      },
    },
    {
      name: 'table',
      opType: 'LookupTable',
      inputs: ['b'],
      outputs: ['c'],
      attributes: {
        table: { tensor: { type: 'double', dims: [3], data: Float64Array.of(1, 2, 3) } },
        plugin_version: '2',
        more: { strings: ['some', 'text'] },
        some: { floats: [1, 2] },
        other: { tensor: { type: 'int64', dims: [1], data: BigInt64Array.of(5n) } },
      },
    },
    {
      name: 'norm',
      opType: 'LayerNorm',
      inputs: ['b', 'scale', 'scale'],
      outputs: ['y'],
      attributes: { epsilon: { float: 1e-5 }, axis: -1, plugin_version: '2' },
    },
  ],
  inputs: [float('x', 1, 3, 'h', 'w')],
  outputs: [float('y', 1, 3, 4, 4), float('b', 1, 3, 4, 4)],
  constants: [int64s('size', 4, 4), { ...float('scale', 4), data: bytes(1, 2, 3, 4) }],
  opsets: { '': 17, Test: 1 },
};

const shapes: ModelContents = {
  nodes: [
    { opType: 'Shape', inputs: ['x'], outputs: ['sx'], attributes: { start: 0, end: 4 } },
    { opType: 'Slice', inputs: ['sx', 'zero', 'two', 'zero'], outputs: ['nc'] },
    { opType: 'Shape', inputs: ['factor'], outputs: ['sf'] },
    { opType: 'Gather', inputs: ['sf', 'pair'], outputs: ['hw'], attributes: { axis: 0 } },
    { opType: 'Concat', inputs: ['nc', 'hw'], outputs: ['sizes'], attributes: { axis: 0 } },
    {
      name: 'resize',
      opType: 'Resize',
      inputs: ['x', '', '', 'sizes'],
      outputs: ['r'],
      attributes: {
        mode: 'cubic',
        cubic_coeff_a: { float: -0.75 },
        coordinate_transformation_mode: 'half_pixel',
      },
    },
    {
      name: 'conv',
      opType: 'Conv',
      inputs: ['r', 'w', 'b'],
      outputs: ['c'],
      attributes: {
        kernel_shape: [1, 1],
        pads: [0, 0, 0, 0],
        strides: [1, 1],
        group: 1,
        auto_pad: 'NOTSET',
      },
    },
    {
      opType: 'ConstantOfShape',
      inputs: ['sizes'],
      outputs: ['zeros'],
      attributes: { value: { tensor: { type: 'float', dims: [1], data: bytes(0) } } },
    },
    { opType: 'Expand', inputs: ['c', 'sizes'], outputs: ['e'] },
    { opType: 'Split', inputs: ['e', 'parts'], outputs: ['s0', 's1'], attributes: { axis: 1 } },
    { opType: 'Reshape', inputs: ['s0', 'flat'], outputs: ['y'] },
    {
      opType: 'Pad',
      inputs: ['s1', 'pads', 'fill'],
      outputs: ['p'],
      attributes: { mode: 'constant' },
    },
  ],
  inputs: [float('x', 1, 3, 'h', 'w'), float('factor', 1, 1, 'oh', 'ow')],
  outputs: [float('y', 'n'), float('p', 1, 1, 'a', 'b'), float('zeros', 1, 3, 'a', 'b')],
  constants: [
    int64s('zero', 0),
    int64s('two', 2),
    int64s('pair', 2, 3),
    int64s('parts', 1, 2),
    int64s('flat', -1),
    int64s('pads', 0, 0, 1, 1, 0, 0, 1, 1),
    { ...float('fill'), data: bytes(0) },
    { ...float('w', 3, 3, 1, 1), data: bytes(1, 0, 0, 0, 1, 0, 0, 0, 1) },
    { ...float('b', 3), data: bytes(1, 2, 3) },
  ],
  opsets: { '': 18 },
};

const node = (opType: string, inputs: string[], output: string, attributes = {}): ModelNode => ({
  opType,
  inputs,
  outputs: [output],
  attributes,
});

const operators: ModelContents = {
  nodes: [
    node('Clip', ['x', 'low', 'high'], 'a'),
    node('Squeeze', ['a', 'zero'], 'b'),
    node('Unsqueeze', ['b', 'zero'], 'c'),
    node('ReduceSum', ['c', 'last'], 'd', { keepdims: 1 }),
    node('Cast', ['d'], 'e', { to: 6 }),
    node('Softmax', ['c'], 'f', { axis: -1 }),
    node('Transpose', ['f'], 'g', { perm: [0, 1, 3, 2] }),
    node('MatMul', ['f', 'g'], 'h'),
    node('Flatten', ['h'], 'i', { axis: 2 }),
    node('PRelu', ['x', 'slope'], 'j'),
    node('GlobalAveragePool', ['j'], 'k'),
    node('MaxPool', ['j'], 'l', { kernel_shape: [2, 2], strides: [1, 1] }),
    node('BatchNormalization', ['l', 'three', 'three', 'three', 'three'], 'm', {
      epsilon: { float: 1e-5 },
    }),
    node('Constant', [], 'n', { value_floats: { floats: [1, 2] } }),
    node('Constant', [], 'o', { value_int: 3 }),
    node('Where', ['p', 'c', 'c'], 'q'),
    node('Greater', ['c', 'low'], 'p'),
    node('QuantizeLinear', ['x', 'step', 'point'], 'r'),
    node('DequantizeLinear', ['r', 'step', 'point'], 's'),
    node('ConvTranspose', ['x', 'kernel'], 't', { strides: [2, 2], output_padding: [1, 1] }),
    node('Upsample', ['x', 'scales'], 'u', { mode: 'nearest' }),
    node('Dropout', ['i'], 'v'),
    node('GatherElements', ['c', 'places'], 'w', { axis: 3 }),
  ],
  inputs: [float('x', 1, 3, 4, 'w')],
  outputs: ['i', 'k', 'm', 'q', 's', 't', 'u', 'v', 'e'].map((name) => ({
    name,
    type: name === 'e' ? 'int32' : 'float',
  })),
  constants: [
    { ...float('low'), data: bytes(-1) },
    { ...float('high'), data: bytes(1) },
    { ...float('step'), data: bytes(0.5) },
    { ...float('slope', 3, 1, 1), data: bytes(1, 2, 3) },
    { ...float('three', 3), data: bytes(1, 2, 3) },
    { ...float('kernel', 3, 1, 2, 2), data: new Float32Array(12) },
    { ...float('scales', 4), data: bytes(1, 1, 2, 2) },
    { name: 'point', type: 'int8', dims: [], data: Int8Array.of(0) },
    { name: 'places', type: 'int64', dims: [1, 1, 1, 1], data: BigInt64Array.of(0n) },
    int64s('zero', 0),
    int64s('last', 3),
  ],
  opsets: { '': 13 },
};

const functions: ModelContents = {
  nodes: [
    {
      name: 'outer',
      opType: 'Outer',
      domain: 'mine',
      inputs: ['x'],
      outputs: ['y'],
      attributes: { slope: { float: 0.5 } },
    },
    { name: 'again', opType: 'Inner', domain: 'mine', inputs: ['y'], outputs: ['z'] },
  ],
  inputs: [float('x', 2, 3)],
  outputs: [float('z', 2, 3)],
  functions: [
    {
      name: 'Inner',
      domain: 'mine',
      inputs: ['i'],
      outputs: ['o'],
      defaults: { alpha: { float: 0.1 } },
      nodes: [
        {
          opType: 'LeakyRelu',
          inputs: ['i'],
          outputs: ['o'],
          attributes: { alpha: { reference: 'alpha', kind: 'float' } },
        },
      ],
    },
    {
      name: 'Outer',
      domain: 'mine',
      inputs: ['i'],
      outputs: ['o'],
      attributes: ['slope'],
      nodes: [
        {
          opType: 'Inner',
          domain: 'mine',
          inputs: ['i'],
          outputs: ['h'],
          attributes: { alpha: { reference: 'slope', kind: 'float' } },
        },
        { opType: 'Inner', domain: 'mine', inputs: ['h'], outputs: ['o'] },
      ],
    },
  ],
  opsets: { '': 17, mine: 1 },
};
