import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { native } from '../../../src/native-loader';
import type { Exprs, NativeExprBuilder } from '../../../src/native';
import type { PluginLayer, Tensor } from '../../../src/runtime/network/layer';
import type { LayerPlugin } from '../../../src/runtime/plugin/layer-plugin';
import { evaluateDims, extentName, inputExprs } from '../../../src/runtime/network/shapes';
import { SymbolicShapes } from '../../../src/runtime/network/symbolic-shapes';

const LAYERS = 100;

/** Its output has twice the extents, as sums: every expression holds the one before twice. */
const doubling: Partial<LayerPlugin> = {
  generation: 'V3',
  label: 'Double version 1',
  outputTypes: () => ['kFLOAT'],
  outputShapes: (inputs: Exprs[], _shapeInputs, _nbOutputs, builder: NativeExprBuilder) =>
    inputs.map((shape) =>
      shape.map((extent) => builder.operation('kSUM', extent, extent) ?? extent),
    ),
};

/** x, and what each layer of the chain makes. */
function chain(): Tensor[] {
  const tensors = [{ name: 'x', producer: null, outputIndex: 0 }];
  for (let i = 0; i < LAYERS; i += 1) {
    const layer = { kind: 'plugin', name: `layer ${i}`, inputs: [tensors[i]], shapeInputs: [] };
    const output = { name: `t${i}`, producer: layer as unknown as null, outputIndex: 0 };
    Object.assign(layer, { outputs: [output] });
    tensors.push(output);
  }
  return tensors as unknown as Tensor[];
}

test('extents do not grow from plugin to plugin, and are computed from one to the next', () => {
  const builder = new (native().ExprBuilder)();
  const shapes = new SymbolicShapes(
    {
      inputType: () => 'kFLOAT',
      input: ({ name }) => ({ shape: inputExprs(name, [-1, 3], builder), values: null }),
      pluginOf: (_layer: PluginLayer) => doubling as LayerPlugin,
    },
    builder,
  );
  const variables = new Map<string, number>();
  const found = chain().map((tensor) => {
    const dims = evaluateDims(shapes.extentsOf(tensor), { variables, sizeTensor: () => -1 });
    dims.forEach((extent, axis) => variables.set(extentName(tensor.name, axis), extent));
    if (tensor.producer) return dims;
    variables.set('x[0]', 5);
    return [5, 3];
  });
  found.forEach((dims, layer) => assert.equal(dims, [5 * 2 ** layer, 3 * 2 ** layer]));
  const longest = Math.max(
    ...chain().map((tensor) => JSON.stringify(shapes.extentsOf(tensor)).length),
  );
  assert.ok(longest < 20_000, `${longest} characters`);
});
test.run();
