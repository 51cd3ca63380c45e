import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EngineFileError } from '../../../src/errors';
import type { ExprNode } from '../../../src/native';
import type {
  MemoryRegion,
  Plan,
  PlanNativeLayer,
  PlanPluginLayer,
} from '../../../src/runtime/engine/plan';
import { checkPlan } from '../../../src/runtime/engine/plan-check';
import { samplePlan } from '../sample-plan';

type Change = (plan: Plan) => unknown;
type Loose = Record<string, unknown>;

/** The sample as the file holds it (maps by name as pairs), after a change. */
function stored(change: Change = () => undefined): unknown {
  const plan = samplePlan();
  change(plan);
  return {
    ...plan,
    profiles: plan.profiles.map(({ shapes, values }) => ({
      shapes: Object.entries(shapes),
      values: Object.entries(values),
    })),
    constants: Object.entries(plan.constants),
  };
}

function refusal(content: unknown): string {
  try {
    checkPlan(content);
  } catch (error) {
    if (!(error instanceof EngineFileError)) throw error;
    assert.is(error.code, 'ENGINE_CORRUPT');
    return error.message.replace('Cannot read the engine: ', '');
  }
  return 'accepted';
}
/** Sets a property to a value that its type does not allow. */
const put = (target: object | undefined, key: string, value: unknown): void => {
  (target as Loose)[key] = value;
};
const plugin = (plan: Plan) => plan.layers[0] as PlanPluginLayer;
const native = (plan: Plan) => plan.layers[3] as PlanNativeLayer;
const region = (plan: Plan, index: number) => plan.memory[0]?.regions[index] as MemoryRegion;

function refused(name: string, cases: [says: RegExp, change: Change][]): void {
  test(name, () => {
    for (const [says, change] of cases) {
      const said = refusal(stored(change));
      assert.ok(says.test(said), `${says} does not say: ${said}`);
    }
  });
}

test('the sample itself is accepted', () => {
  assert.equal(checkPlan(stored()), samplePlan());
});

test('every value anywhere in a plan is checked', () => {
  const free = /\.attributes\.|\.float$|^name$|^libraries\[\d\]\.name$/;
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
      const at = path.join('.');
      // A number fits nowhere where text, bytes or null stood, and text fits no number.
      const other = typeof value === 'number' ? 'text' : { bad: NaN };
      if (free.test(at) || at.includes('attributes')) return;
      const content = stored();
      let target = content as Loose;
      for (const key of path.slice(0, -1)) target = target[key] as Loose;
      target[path.at(-1) as string] = other;
      assert.is.not(refusal(content), 'accepted', at);
      return;
    }
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(stored(), []);
});

test('every property has to be there, but aliasOf', () => {
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    for (const key of Object.keys(value)) {
      const at = [...path, key].join('.');
      if (!Array.isArray(value) && !at.includes('attributes') && key !== 'aliasOf') {
        const content = stored();
        let target = content as Loose;
        for (const step of path) target = target[step] as Loose;
        Reflect.deleteProperty(target, key);
        assert.is.not(refusal(content), 'accepted', at);
      }
      visit((value as Loose)[key], [...path, key]);
    }
  };
  visit(stored(), []);
});

test('hostile values are refused, and the message stays short', () => {
  const hostile: unknown[] = [
    NaN,
    Infinity,
    -1,
    0.5,
    2 ** 60,
    1n,
    [],
    new Array(1e6).fill(0),
    'x'.repeat(1e6),
    new Date(0),
    new Uint8Array(8),
    Object.create(null),
    () => 0,
  ];
  for (const value of hostile) {
    const said = refusal(stored((plan) => put(plan.layers[0], 'workspaceBytes', value)));
    assert.match(said, /^layers\[0\]\.workspaceBytes is not valid; expected a whole number/);
    assert.ok(said.length < 300, said);
  }
  for (const value of [null, [], 3, 'x', new Uint8Array(3)])
    assert.is.not(refusal(value), 'accepted', String(value));
});

refused('tensors', [
  [/tensors\[1\]\.name.*each name once; actual "x"/, (p) => put(p.tensors[1], 'name', 'x')],
  [/tensors\[0\]\.dims.*at most 8/, (p) => put(p.tensors[0], 'dims', new Array(9).fill(1))],
  [/tensors\[0\]\.dims\[0\].*from -1; actual -2/, (p) => put(p.tensors[0], 'dims', [-2, 4])],
  [/tensors\[0\]\.shape.*as many extents as dims: 1/, (p) => put(p.tensors[0], 'dims', [4])],
  [
    /tensors\[0\]\.dims\[1\].*4, as its shape says; actual 5/,
    (p) => put(p.tensors[0], 'dims', [-1, 5]),
  ],
  [/kPOWER/, (p) => put(p.tensors[7]?.shape[0], 'operation', 'kPOWER')],
  [/extent `x\[0\]` or element/, (p) => put(p.tensors[0]?.shape[0], 'variable', 'nobody[0]')],
  [/extent `x\[0\]` or element/, (p) => put(p.tensors[0]?.shape[0], 'variable', 'x[2]')],
  [/extent `x\[0\]` or element/, (p) => put(p.tensors[0]?.shape[0], 'variable', 'x')],
  [/at most 1000 nested operations/, (p) => put(p.tensors[7], 'shape', nested(1001, 3))],
  [
    /tensors\[7\]\.shape.*divides by 0/,
    (p) => {
      const zero: ExprNode = {
        operation: 'kFLOOR_DIV',
        first: { constant: 1 },
        second: { constant: 0 },
      };
      put(p.tensors[7], 'shape', [zero, zero, zero]);
    },
  ],
]);

/** Extents of which the first nests `depth` operations. */
function nested(depth: number, rank: number): ExprNode[] {
  let node: ExprNode = { variable: 'x[0]' };
  for (let i = 0; i < depth; i += 1)
    node = { operation: 'kSUM', first: node, second: { constant: 1 } };
  return Array.from({ length: rank }, () => node);
}

refused('profiles', [
  [
    /^profiles is not valid; expected at least one/,
    (p) => {
      p.profiles = [];
      p.layers = [];
      p.memory = [];
    },
  ],
  [
    /profiles.*at most 1000/,
    (p) => (p.profiles = new Array<Plan['profiles'][0]>(1001).fill(p.profiles[0] as never)),
  ],
  [
    /profiles\[0\].*inputs of the engine; actual "a"/,
    (p) => put(p.profiles[0]?.shapes, 'a', p.profiles[0]?.shapes['x']),
  ],
  [
    /profiles\[0\]\.shapes.*a range for input "x"/,
    (p) => Reflect.deleteProperty(p.profiles[0]?.shapes as object, 'x'),
  ],
  [
    /profiles\[1\]\.shapes\[0\]\[1\]\[0\].*min <= opt <= max.*8, 7, 64/,
    (p) => put(p.profiles[1]?.shapes['x'], 'opt', [7, 4]),
  ],
  [/of one length.*2, 1, 2/, (p) => put(p.profiles[0]?.shapes['x'], 'opt', [4])],
  [/ranges that fit \[-1,4\]/, (p) => put(p.profiles[0]?.shapes['x'], 'max', [8, 5])],
  [/from 0; actual -1/, (p) => put(p.profiles[0]?.shapes['x'], 'min', [-1, 4])],
]);

refused('layers', [
  [
    /layers\[4\]: aliasOf of "y".*an input of the layer; actual "x"/,
    (p) => put(p.layers[4]?.outputs[0], 'aliasOf', 'x'),
  ],
  [/layers\[4\]\.inputs.*no aliasOf/, (p) => put(p.layers[4]?.inputs[0], 'aliasOf', 'r')],
  [/aliasOf.*text|aliasOf.*string/, (p) => put(p.layers[4]?.outputs[0], 'aliasOf', 7)],
  [/layers\[1\]\.name.*each name once; actual "add"/, (p) => put(p.layers[1], 'name', 'add')],
  [/layers\[0\]\.kind.*one of plugin, reformat, native/, (p) => put(p.layers[0], 'kind', 'magic')],
  [/layers\[0\]\.profile.*2 profiles, in order; actual 2/, (p) => put(p.layers[0], 'profile', 2)],
  [
    /layers\[10\]\.profile.*in order; actual 0/,
    (p) => p.layers.push({ ...plugin(p), name: 'late' }),
  ],
  [/layers\[0\]\.inputs.*actual "y"/, (p) => put(p.layers[0]?.inputs[0], 'tensor', 'y')],
  [/layers\[0\]\.inputs.*actual "nobody"/, (p) => put(p.layers[0]?.inputs[0], 'tensor', 'nobody')],
  [
    /layers\[0\]\.outputs.*tensors of the engine; actual "nobody"/,
    (p) => put(p.layers[0]?.outputs[0], 'tensor', 'nobody'),
  ],
  [
    /layers\[1\]\.outputs.*that nothing makes before; actual "a"/,
    (p) => put(p.layers[1]?.outputs[0], 'tensor', 'a'),
  ],
  [/layers of profile 0.*one that makes "y"/, (p) => p.layers.splice(4, 1)],
  [/layers\[0\]\.plugin\.generation/, (p) => put(plugin(p).plugin, 'generation', 'V9')],
  [/layers\[0\]\.tactic.*to 2147483647/, (p) => put(p.layers[0], 'tactic', 2 ** 31)],
  [
    /fields\[0\]\.data.*8 bytes for 2 elements of kFLOAT32; actual 4 bytes/,
    (p) => put(plugin(p).plugin.fields[0], 'length', 2),
  ],
  [
    /fields\[0\]\.data.*9663676344|from 0 to 2147483647/,
    (p) => put(plugin(p).plugin.fields[0], 'length', 2 ** 31),
  ],
  [
    /layers\[1\]\.outputs.*one output/,
    (p) => p.layers[1]?.outputs.push(p.layers[1].outputs[0] as never),
  ],
  [
    /layers\[1\].*the same extents on both sides/,
    (p) => {
      put(p.tensors[3], 'dims', [-1]);
      put(p.tensors[3], 'shape', [{ variable: 'x[0]' }]);
    },
  ],
  [
    /size tensors it makes; actual 1/,
    (p) =>
      put(p.tensors[2]?.shape, '0', {
        sizeTensor: 1,
        opt: { constant: 1 },
        upper: { constant: 1 },
      }),
  ],
]);

refused('native layers', [
  [
    /the type of "r".*one of kFLOAT,.*; actual "kFP8"/,
    (p) => put(native(p).outputs[0], 'type', 'kFP8'),
  ],
  [
    /the format of "r".*kLINEAR; actual "kHWC8"/,
    (p) => put(native(p).outputs[0], 'format', 'kHWC8'),
  ],
  [/nodes\[1\]\.inputs.*actual "offset"/, (p) => put(native(p).nodes[1], 'inputs', ['offset'])],
  [
    /nodes\[0\]\.outputs.*not written before; actual "b"/,
    (p) => put(native(p).nodes[0], 'outputs', ['b']),
  ],
  [/a node that writes "r"/, (p) => put(native(p).nodes[1], 'outputs', ['q'])],
  [/constants of the engine; actual "bias"/, (p) => native(p).constants.push('bias')],
  [/attributes\.axis.*a whole number/, (p) => put(native(p).nodes[1]?.attributes, 'axis', 0.5)],
  [/attributes\.alpha\.float.*a number/, (p) => put(native(p).nodes[1]?.attributes, 'alpha', {})],
  [
    /attributes\.shape.*nested lists/,
    (p) => put(native(p).attributes, 'shape', JSON.parse('['.repeat(20) + ']'.repeat(20))),
  ],
  [
    /constants\[0\]\[1\]\.data.*8 bytes for \[2\] of float; actual 4/,
    (p) => put(p.constants['scale'], 'dims', [2]),
  ],
  [/constants\[0\]\[1\]\.type/, (p) => put(p.constants['scale'], 'type', 'complex64')],
]);

refused('memory', [
  [/memory.*one plan a profile: 2; actual a list of 1/, (p) => p.memory.pop()],
  [
    /regions\[1\]\.offset.*a multiple of 256; actual 1025/,
    (p) => put(region(p, 1), 'offset', 1025),
  ],
  [
    /regions\[1\].*an end, with 256 guard bytes, inside/,
    (p) => put(region(p, 1), 'bytes', 2 ** 40),
  ],
  [/regions\[2\].*with 256 guard bytes.*actual 1920/, (p) => put(p.memory[0], 'bytes', 2175)],
  // The workspace of "add" ends at 1000.
  [/"a".*memory of its own; actual "that of "add""/, (p) => put(region(p, 1), 'offset', 1024)],
  [/regions\[1\]\.bytes.*at least 128; actual 127/, (p) => put(region(p, 1), 'bytes', 127)],
  [/regions\[0\]\.bytes.*at least 1000/, (p) => put(region(p, 0), 'bytes', 999)],
  [/a region for the workspace add/, (p) => p.memory[0]?.regions.shift()],
  [/regions\[1\]\.name.*a tensor of the profile, once/, (p) => put(region(p, 1), 'name', 'unused')],
  [/regions\[2\]\.name.*once; actual "a"/, (p) => put(region(p, 2), 'name', 'a')],
  [/regions\[1\].*layers of profile 0; actual "0 to 7"/, (p) => put(region(p, 1), 'lastLayer', 7)],
  [/lastLayer.*from 3; actual 2/, (p) => put(region(p, 4), 'lastLayer', 2)],
  [/the tensor a.*memory while layer 1 runs/, (p) => put(region(p, 1), 'lastLayer', 0)],
  [
    /"h".*memory of its own; actual "that of "a""/,
    (p) => put(region(p, 2), 'offset', region(p, 1).offset),
  ],
  [/the size of "x"/, (p) => put(p.profiles[0]?.shapes['x'], 'max', [2 ** 52, 4])],
]);

refused('libraries', [
  [
    /libraries\[0\]\.name.*without folder; actual "\.\.\/evil"/,
    (p) => put(p.libraries[0], 'name', '../evil'),
  ],
  [/libraries\[0\]\.name/, (p) => put(p.libraries[0], 'name', '..')],
  [/libraries\[0\]\.name/, (p) => put(p.libraries[0], 'name', '')],
  [/libraries\[0\]\.bytes.*bytes; actual "text"/, (p) => put(p.libraries[0], 'bytes', 'text')],
]);
test.run();
