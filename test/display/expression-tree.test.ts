import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readFileSync } from 'node:fs';
import type { TreeNode } from '../../src/display/expression-nodes';
import { expressionTree } from '../../src/display/expression-tree';
import type { ExprNode } from '../../src/native';
import type { DimensionOperation } from '../../src/runtime/enums';
import { createBuilder } from '../../src/runtime/builder';
import type { TraceRecord } from '../../src/trace/record';
import { workbookPath } from '../../src/workbook-path';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { assertTidy, textBoxes } from './svg-boxes';
import { tags, titles } from './svg-tags';

interface Data {
  of: string;
  dimensions: { head: string; tree: TreeNode }[];
}

const operation = (name: DimensionOperation, first: ExprNode, second: ExprNode): ExprNode => ({
  operation: name,
  first,
  second,
});
const constant = (value: number): ExprNode => ({ constant: value });
const variable = (name: string): ExprNode => ({ variable: name });

test('the dims of NonZero: constants, extents of the input, and a size tensor with its numbers', () => {
  const plugin = registryWithPlugins().getCreator('NonZero', '2').createPlugin('nonzero', []);
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    const layer = network.addPluginV3([network.addInput('x', 'kFLOAT', [-1, 3])], [], plugin);
    const indices = layer.getOutput(0).setName('indices');
    const figure = expressionTree(indices, { values: { x: [2, 3] } });
    const { dimensions } = figure.toJSON() as Data;
    assert.equal(
      dimensions.map(({ tree }) => [tree.kind, tree.title]),
      [
        ['constant', '2'],
        ['sizeTensor', 'output 1'],
      ],
    );
    const [opt, upper] = dimensions[1]?.tree.children ?? [];
    assert.equal([opt?.role, opt?.node.detail, opt?.node.value], ['opt', 'kCEIL_DIV', 3]);
    assert.equal([upper?.role, upper?.node.detail, upper?.node.value], ['upper', 'kPROD', 6]);
    assert.match(figure.toText(), /inputs\[0\]\.d\[0\] \(x\[0\]\) = 2/);
    assert.match(figure.toText('zh'), '大小由 plugin 在 enqueue 里算出');
    assert.match(figure.toSVG?.('zh') ?? '', '常量');
    // By position as by name.
    assert.equal(expressionTree(indices, { values: [[2, 3]] }).toText(), figure.toText());
    assert.not.match(expressionTree(indices).toText(), ' = ');
    assertTidy(figure.toSVG?.() ?? '');
    assertTidy(figure.toSVG?.('zh') ?? '');
  } finally {
    network.destroy();
    builder.destroy();
    plugin.destroy();
  }
});

test('values of a shape input, and an input that another plugin makes', () => {
  const registry = registryWithPlugins();
  const plugin = registry.getCreator('Tile', '2').createPlugin('tile', []);
  const builder = createBuilder();
  const network = builder.createNetwork();
  try {
    const x = network.addInput('x', 'kFLOAT', [-1, 4]);
    const repeats = network.addInput('repeats', 'kINT64', [2]);
    const once = network.addPluginV3([x], [repeats], plugin).getOutput(0).setName('once');
    const twice = network.addPluginV3([once], [repeats], plugin).getOutput(0).setName('twice');
    const values = { x: [3, 4], repeats: [2, 5] };
    const { dimensions } = expressionTree(twice, { values }).toJSON() as Data;
    assert.equal(
      dimensions.map(({ tree }) => [
        tree.detail,
        tree.value,
        ...tree.children.map(({ node }) => `${node.title} ${node.detail} ${node.value ?? ''}`),
      ]),
      [
        ['kPROD', 12, 'inputs[0].d[0] x[0] * repeats{0} 6', 'shapeInputs[0].d[0] repeats{0} 2'],
        ['kPROD', 100, 'inputs[0].d[1] 4 * repeats{1} 20', 'shapeInputs[0].d[1] repeats{1} 5'],
      ],
    );
    assertTidy(expressionTree(twice, { values }).toSVG?.() ?? '');
  } finally {
    network.destroy();
    builder.destroy();
    plugin.destroy();
  }
});

test('every operation has its sign and its number', () => {
  const expected: [DimensionOperation, string, number][] = [
    ['kSUM', '+', 9],
    ['kPROD', '×', 14],
    ['kMAX', 'max', 7],
    ['kMIN', 'min', 2],
    ['kSUB', '−', 5],
    ['kEQUAL', '==', 0],
    ['kLESS', '<', 0],
    ['kFLOOR_DIV', '⌊ a / b ⌋', 3],
    ['kCEIL_DIV', '⌈ a / b ⌉', 4],
  ];
  const shape = expected.map(([name]) => operation(name, variable('x[0]'), constant(2)));
  const figure = expressionTree({ name: 'y', shape }, { values: { x: [7] } });
  assert.equal(
    (figure.toJSON() as Data).dimensions.map(({ tree }) => [tree.detail, tree.title, tree.value]),
    expected,
  );
  assertTidy(figure.toSVG?.() ?? '');
});

test('a division by zero is said, not computed', () => {
  const shape = [operation('kFLOOR_DIV', variable('x[0]'), variable('x[1]'))];
  const figure = expressionTree({ name: 'y', shape }, { values: { x: [4, 0] } });
  assert.match(figure.toText(), 'divides by 0');
  assert.match(figure.toSVG?.('zh') ?? '', '除以 0');
});

test('a deep or wide tree is cut to the page, the rest is in a tooltip', () => {
  let deep = variable('x[0]');
  let wide = variable('x[0]');
  for (let at = 0; at < 40; at++) deep = operation('kSUM', deep, constant(at));
  for (let at = 0; at < 7; at++) wide = operation('kMAX', wide, wide);
  const svg = expressionTree({ name: 'y', shape: [deep, wide] }).toSVG?.() ?? '';
  tags(svg);
  assertTidy(svg);
  assert.ok(Number(/width="([\d.]+)"/.exec(svg)?.[1]) <= 910);
  assert.ok(textBoxes(svg).some(({ name }) => name === '…'));
  assert.ok(titles(svg).some((title) => title.endsWith('+ 39')));
});

test('a record keeps constants, and that there was an expression', () => {
  const records = readFileSync(workbookPath('recordings/v3-single.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TraceRecord);
  const asked = records.find(({ method }) => method === 'getOutputShapes') as TraceRecord;
  const figure = expressionTree(asked);
  const { dimensions } = figure.toJSON() as Data;
  assert.equal(
    dimensions.map(({ tree }) => tree.title),
    ['?', '3', '8', '8'],
  );
  assert.match(figure.toText(), 'the record does not keep');
  assertTidy(figure.toSVG?.('zh') ?? '');
  assert.throws(
    () => expressionTree({ ...asked, method: 'clone', result: 'plugin#2' }),
    (error: { code?: string }) => error.code === 'RECORD_WITHOUT_DIMS',
  );
});

test('a scalar has no dimensions', () => {
  const figure = expressionTree({ name: 's', shape: [] });
  assert.match(figure.toText(), 'a scalar');
  assertTidy(figure.toSVG?.() ?? '');
});

test.run();
