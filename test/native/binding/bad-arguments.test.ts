/** Every method with wrong arguments throws an error with a code, and nothing crashes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  binding,
  call,
  codeOf,
  creatorOf,
  desc,
  dynamicDesc,
  messageOf,
  newV2,
  newV3,
  present,
  probeLibrary,
} from './binding';

binding.setLogger(null);
binding.pluginRegistry.loadLibrary(probeLibrary);
const { DeviceBuffer, ExprBuilder, Invocation, Stream } = binding;
const expr = new ExprBuilder();
const other = new ExprBuilder();
const buffer = new DeviceBuffer(16);
const stream = new Stream();
const invocation = new Invocation([desc], [desc]);
const v2 = newV2('Probe');
const v3 = newV3('Probe');
const core = present(v3.getCapabilityInterface('kCORE'));
const build = present(v3.getCapabilityInterface('kBUILD'));
const runtime = present(v3.getCapabilityInterface('kRUNTIME'));
const creatorV1 = creatorOf('Probe', '1');
const creatorV3 = creatorOf('Probe', '2');

/** Values that are no argument of anything here. */
const nonsense = [
  undefined,
  null,
  true,
  1.5,
  NaN,
  Infinity,
  -1,
  2 ** 60,
  10n,
  'kNOPE',
  Symbol('s'),
];
const objects = [
  {},
  [],
  [[]],
  [null],
  [{}],
  () => 1,
  new Uint8Array(3),
  new Proxy({}, {}),
  Object.create(null),
];
const anything: unknown[] = [...nonsense, ...objects];

const nine = Array<number>(9).fill(1);
const badDescs: unknown[] = [
  ...nonsense,
  {},
  { ...desc, dims: nine },
  { ...desc, dims: [1.5] },
  { ...desc, dims: [2 ** 53] },
  { ...desc, dims: 'xyz' },
  { ...desc, dims: [undefined] },
  { ...desc, type: 'kNOPE' },
  { ...desc, type: 0 },
  { ...desc, format: 'LINEAR' },
  { ...desc, scale: 'one' },
  { type: 'kFLOAT', format: 'kLINEAR' },
];
const badDynamicDescs: unknown[] = [
  ...badDescs.map((bad) => ({ ...dynamicDesc, desc: bad })),
  desc,
  { ...dynamicDesc, min: nine },
  { ...dynamicDesc, opt: undefined },
  { ...dynamicDesc, max: [NaN] },
];
const listsOf = (bad: unknown[]): unknown[] => [
  ...bad.map((one) => [one]),
  ...nonsense,
  {},
  Array(5000).fill(desc),
];
const badTypes = listsOf(['kNOPE', 3, null]);
const foreign = [other.constant(1)];
const badExprs: unknown[] = [
  ...nonsense,
  {},
  [3],
  [null],
  [{}],
  Array(9).fill(expr.constant(1)),
  foreign,
];
const badFields = listsOf([
  null,
  3,
  {},
  { name: 'a', type: 'kINT32', length: 1, data: null },
  { name: 'a', type: 'kINT32', length: 1 },
  { name: 'a', type: 'kINT32', length: -1, data: new Uint8Array(4) },
  { name: 'a', type: 'kINT32', length: 1.5, data: new Uint8Array(4) },
  { name: 'a', type: 'kINT32', length: 2 ** 31, data: new Uint8Array(4) },
  { name: 'a', type: 'kFLOAT64', length: 2 ** 31 - 1, data: new Uint8Array(4) },
  { name: 'a', type: 'kDIMS', length: 2 ** 30, data: new Uint8Array(4) },
  { name: 'a', type: 'kint32', length: 1, data: new Uint8Array(4) },
  { name: 'a', type: 'kINT32', length: 1, data: [1, 2, 3, 4] },
  { name: 'a', type: 'kINT32', length: 1, data: new ArrayBuffer(4) },
  { name: null, type: 'kINT32', length: 1, data: new Uint8Array(4) },
]);

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
  [buffer, 'fill', [0], { 0: [...anything, 256] }],
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

test('constructors refuse wrong arguments', () => {
  for (const value of [...anything, 2 ** 41]) {
    assert.is(
      codeOf(() => Reflect.construct(DeviceBuffer, [value])),
      'ARGUMENT_INVALID',
    );
  }
  for (const value of listsOf(badDescs)) {
    assert.is(
      codeOf(() => Reflect.construct(Invocation, [value, []])),
      'ARGUMENT_INVALID',
    );
    assert.is(
      codeOf(() => Reflect.construct(Invocation, [[], value])),
      'ARGUMENT_INVALID',
    );
  }
});

test('what the native side makes cannot be constructed', () => {
  for (const object of [creatorV1, v2, v3, core, build, runtime, expr.constant(1)]) {
    const make = (): unknown => Reflect.construct(object.constructor, [{}, 1, null]);
    assert.is(codeOf(make), 'CONSTRUCTOR_INTERNAL', object.constructor.name);
  }
});

test('a method of one class does not run on an object of another', () => {
  const all: object[] = [
    creatorV1,
    v2,
    v3,
    core,
    build,
    runtime,
    expr,
    expr.constant(1),
    buffer,
    stream,
    invocation,
  ];
  for (const object of all) {
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(object))) {
      const property = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(object), method);
      const run = (property?.value ?? property?.get) as
        | ((...args: unknown[]) => unknown)
        | undefined;
      if (method === 'constructor' || typeof run !== 'function') continue;
      for (const receiver of [
        ...all.filter((one) => one.constructor !== object.constructor),
        {},
        null,
        1,
      ]) {
        assert.throws(() => Reflect.apply(run, receiver, []), undefined, method);
      }
    }
  }
});

test('an array that changes while it is read', () => {
  const growing = [desc];
  Object.defineProperty(growing, 0, {
    get: () => {
      growing.push(desc);
      return desc;
    },
  });
  assert.type(call(v2, 'getWorkspaceSize', growing, [desc]), 'number');
  const destroying = newV2('Probe');
  const trap = {
    ...desc,
    get dims() {
      destroying.destroy();
      return [1];
    },
  };
  assert.is(
    codeOf(() => destroying.getWorkspaceSize([trap], [desc])),
    'OBJECT_DESTROYED',
  );
  const throwing = {
    get dims(): number[] {
      throw Object.assign(new Error('mine'), { code: 'MINE' });
    },
  };
  assert.is(
    codeOf(() => call(v2, 'getWorkspaceSize', [throwing], [])),
    'MINE',
  );
});

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
