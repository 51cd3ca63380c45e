/** Every method with wrong arguments throws an error with a code, and nothing crashes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  anything,
  badDescs,
  badDynamicDescs,
  badExprs,
  badFields,
  badTypes,
  foreign,
  listsOf,
  nine,
} from './bad-values';
import { binding, call, codeOf, desc, dynamicDesc, messageOf } from './binding';
import {
  buffer,
  build,
  creatorV1,
  creatorV3,
  event,
  expr,
  invocation,
  other,
  otherBuffer,
  program,
  reformat,
  runtime,
  stream,
  v2,
  v3,
} from './good-objects';

/** Method, good arguments, and for an argument the values that must be refused. */
type Row = [target: object, method: string, good: unknown[], bad: Record<number, unknown[]>];
const without = (...excluded: unknown[]): unknown[] =>
  anything.filter((value) => !excluded.includes(value));

const rows: Row[] = [
  [
    binding,
    'setLogger',
    [null],
    { 0: anything.filter((v) => v !== null && typeof v !== 'function') },
  ],
  [
    binding.pluginRegistry,
    'getCreator',
    ['Probe', '1', ''],
    {
      0: without('kNOPE'),
      1: without('kNOPE'),
      2: without('kNOPE'),
    },
  ],
  [binding.pluginRegistry, 'deregisterLibrary', [99], { 0: [...anything, 99] }],
  [binding.trace, 'setEnabled', [true], { 0: without(true) }],
  [binding.trace, 'setPhase', [''], { 0: without('kNOPE') }],
  [binding.trace, 'read', [0], { 0: anything }],
  [expr, 'constant', [1], { 0: without(-1) }],
  [expr, 'variable', ['x'], { 0: without('kNOPE') }],
  [
    expr,
    'operation',
    ['kSUM', expr.constant(1), expr.constant(2)],
    {
      0: anything,
      1: [...anything, ...foreign],
      2: [...anything, ...foreign],
    },
  ],
  [
    expr,
    'declareSizeTensor',
    [0, expr.constant(1), expr.constant(2)],
    {
      0: anything,
      1: [...anything, ...foreign, expr.declareSizeTensor(1, expr.constant(1), expr.constant(2))],
      2: [...anything, ...foreign],
    },
  ],
  [
    buffer,
    'copyFrom',
    [new Uint8Array(4), 0, stream],
    {
      0: [
        ...anything.filter((v) => !(v instanceof Uint8Array)),
        new Uint8Array(17),
        new ArrayBuffer(4),
      ],
      1: [...anything.filter((v) => v !== undefined), 17, 13],
      2: anything.filter((v) => v !== undefined),
    },
  ],
  [
    buffer,
    'copyTo',
    [new Uint8Array(4), 0, stream],
    {
      0: [...anything.filter((v) => !(v instanceof Uint8Array)), new Float64Array(3)],
      1: [...anything.filter((v) => v !== undefined), 13],
      2: anything.filter((v) => v !== undefined),
    },
  ],
  [
    buffer,
    'copyFromDevice',
    [otherBuffer, 0, 0, 4, stream],
    {
      0: anything,
      1: [...anything, 13, 17],
      2: [...anything, 13, 17],
      3: [...anything, 17],
      4: anything.filter((v) => v !== undefined),
    },
  ],
  [
    buffer,
    'fill',
    [0, 0, 4, stream],
    {
      0: [...anything, 256],
      1: [...anything.filter((v) => v !== undefined), 13, 17],
      2: [...anything.filter((v) => v !== undefined), 17],
      3: anything.filter((v) => v !== undefined),
    },
  ],
  [buffer, 'fillGuard', [0, 4], { 0: [...anything, 13], 1: [...anything, 17] }],
  [buffer, 'guardIntact', [0, 4], { 0: [...anything, 13], 1: [...anything, 17] }],
  [buffer, 'view', [0, 4], { 0: [...anything, 13], 1: [...anything, 17] }],
  [stream, 'waitEvent', [event], { 0: [...anything, stream] }],
  [event, 'record', [stream], { 0: [...anything, event] }],
  [event, 'elapsedMs', [event], { 0: [...anything, stream] }],
  [reformat, 'setDescs', [desc, desc], { 0: badDescs, 1: badDescs }],
  [
    reformat,
    'setInput',
    [buffer, 0],
    { 0: without(null), 1: [...anything.filter((v) => v !== undefined), 17] },
  ],
  [
    reformat,
    'setOutput',
    [buffer, 0],
    { 0: without(null), 1: [...anything.filter((v) => v !== undefined), 17] },
  ],
  [reformat, 'enqueue', [stream], { 0: anything }],
  [program, 'addEnqueue', [v2, invocation], { 0: [...anything, runtime, build], 1: anything }],
  [program, 'addReformat', [reformat], { 0: [...anything, program] }],
  [
    program,
    'run',
    [stream, 0, 0],
    {
      0: anything,
      1: [...anything.filter((v) => v !== undefined), 99],
      2: [...anything.filter((v) => v !== undefined), 99],
    },
  ],
  [invocation, 'setInputDesc', [0, desc], { 0: [...anything, 1], 1: badDescs }],
  [invocation, 'setOutputDesc', [0, desc], { 0: [...anything, 1], 1: badDescs }],
  [
    invocation,
    'setInputAddress',
    [0, buffer, 0],
    {
      0: [...anything, 1],
      1: without(null),
      2: [...anything.filter((v) => v !== undefined), 17],
    },
  ],
  [
    invocation,
    'setOutputAddress',
    [0, buffer, 0],
    {
      0: [...anything, 1],
      1: without(null),
      2: [...anything.filter((v) => v !== undefined), 17],
    },
  ],
  [
    invocation,
    'setWorkspace',
    [buffer, 0],
    {
      0: without(null),
      1: [...anything.filter((v) => v !== undefined), 17],
    },
  ],
  [creatorV1, 'createPlugin', ['p', []], { 0: without('kNOPE'), 1: badFields }],
  [
    creatorV3,
    'createPlugin',
    ['p', [], 'kBUILD'],
    { 0: without('kNOPE'), 1: badFields, 2: anything },
  ],
  [
    creatorV1,
    'deserializePlugin',
    ['p', new Uint8Array(0)],
    {
      0: without('kNOPE'),
      1: anything.filter((v) => !(v instanceof Uint8Array)),
    },
  ],
  [creatorV3, 'deserializePlugin', ['p', new Uint8Array(0)], { 0: ['p'] }],
  [v2, 'setPluginNamespace', [''], { 0: without('kNOPE') }],
  [v2, 'getOutputDataType', [0, ['kFLOAT']], { 0: anything, 1: badTypes }],
  [
    v2,
    'getOutputDimensions',
    [0, [[expr.constant(1)]], expr],
    {
      0: anything,
      1: listsOf(badExprs),
      2: [...anything, other],
    },
  ],
  [
    v2,
    'supportsFormatCombination',
    [0, [desc, desc], 1, 1],
    {
      0: [...anything, 2],
      1: [...listsOf(badDescs), [], [desc, desc, desc]],
      2: anything,
      3: anything,
    },
  ],
  [
    v2,
    'configurePlugin',
    [[dynamicDesc], [dynamicDesc]],
    {
      0: listsOf(badDynamicDescs),
      1: listsOf(badDynamicDescs),
    },
  ],
  [v2, 'getWorkspaceSize', [[desc], [desc]], { 0: listsOf(badDescs), 1: listsOf(badDescs) }],
  [v2, 'enqueue', [invocation, stream], { 0: anything, 1: anything }],
  [v2, 'serialize', [62], { 0: anything }],
  [
    build,
    'configurePlugin',
    [[dynamicDesc], [dynamicDesc]],
    {
      0: listsOf(badDynamicDescs),
      1: listsOf(badDynamicDescs),
    },
  ],
  [build, 'getOutputDataTypes', [1, ['kFLOAT']], { 0: [...anything, 1e6], 1: badTypes }],
  [
    build,
    'getOutputShapes',
    [[[expr.constant(1)]], [], 1, expr],
    {
      0: listsOf(badExprs),
      1: listsOf(badExprs),
      2: [...anything, 1e6],
      3: [...anything, other],
    },
  ],
  [
    build,
    'supportsFormatCombination',
    [0, [dynamicDesc, dynamicDesc], 1, 1],
    {
      0: [...anything, 2],
      1: [...listsOf(badDynamicDescs), []],
      2: anything,
      3: anything,
    },
  ],
  [
    build,
    'getWorkspaceSize',
    [[dynamicDesc], [dynamicDesc]],
    {
      0: listsOf(badDynamicDescs),
      1: listsOf(badDynamicDescs),
    },
  ],
  [build, 'getValidTactics', [0], { 0: [...anything, 2 ** 30] }],
  [build, 'getAliasedInput', [0], { 0: [...anything, 0] }],
  [runtime, 'onShapeChange', [[desc], [desc]], { 0: listsOf(badDescs), 1: listsOf(badDescs) }],
  [runtime, 'setTactic', [0], { 0: without(-1) }],
  [runtime, 'enqueue', [invocation, stream], { 0: anything, 1: anything }],
  [v3, 'getCapabilityInterface', ['kCORE'], { 0: anything }],
];

for (const [target, method, good, bad] of rows) {
  const name = `${target.constructor.name}.${method}`;
  for (const [index, values] of Object.entries(bad)) {
    test(`${name}: argument ${index}`, () => {
      for (const value of values) {
        const args = [...good];
        args[Number(index)] = value;
        const code = codeOf(() => call(target, method, ...args));
        const shown =
          typeof value === 'symbol'
            ? 'a symbol'
            : JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v));
        assert.ok(code !== 'nothing was thrown', `${name} took ${shown} as argument ${index}`);
      }
    });
  }
}

test('an error says where, what was expected and what came', () => {
  assert.is(
    messageOf(() =>
      call(build, 'configurePlugin', [{ ...dynamicDesc, desc: { ...desc, dims: nine } }], []),
    ),
    'Cannot call configurePlugin: inputs[0].desc.dims: expected an array of at most 8, got an array of length 9',
  );
  assert.is(
    messageOf(() => call(v2, 'getOutputDataType', 0, ['kFLOATS'])),
    'Cannot call getOutputDataType: inputTypes[0]: expected the name of a DataType such as "kFLOAT", got "kFLOATS"',
  );
});

test.run();
