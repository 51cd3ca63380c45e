/** Plugins that return what no plugin may return: an error with a code, never a crash. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { PluginField } from '../../../src/native';
import {
  binding,
  codeOf,
  compileLibrary,
  creatorOf,
  dynamicDesc,
  messageOf,
  newV2,
  newV3,
  present,
  text,
} from './binding';

const folder = mkdtempSync(join(tmpdir(), 'workbook-'));
const library = join(folder, 'misbehaving.so');
compileLibrary('misbehaving', library);
const messages: string[] = [];
binding.setLogger((severity, message) => messages.push(`${severity}: ${message}`));
binding.pluginRegistry.loadLibrary(library);

const v3 = (how: string) => newV3('Misbehaving', [text('how', how)]);
const v2 = (how: string) => newV2('Misbehaving', [text('how', how)]);
const shapes = (how: string) => {
  const builder = new binding.ExprBuilder();
  return v3(how)
    .getCapabilityInterface('kBUILD')
    ?.getOutputShapes([[builder.variable('x[0]')]], [], 1, builder);
};

test('a logger is found by the library while it loads', () => {
  assert.equal(messages, ['kINFO: getCreators was called']);
});

for (const [how, code] of [
  ['too many dims', 'PLUGIN_RESULT_INVALID'],
  ['negative dims', 'PLUGIN_RESULT_INVALID'],
  ['foreign extent', 'EXPRESSION_FOREIGN'],
  ['null extent', 'EXPRESSION_FOREIGN'],
  ['invalid operation', 'EXPRESSION_FOREIGN'],
  ['foreign operand', 'EXPRESSION_FOREIGN'],
] as const) {
  test(`output shapes, ${how}`, () => {
    assert.is(
      codeOf(() => shapes(how)),
      code,
    );
    if (how.includes('oper')) return;
    const builder = new binding.ExprBuilder();
    const plugin = v2(how);
    const ask = (): unknown => plugin.getOutputDimensions(0, [[builder.constant(1)]], builder);
    assert.is(codeOf(ask), code);
  });
}

test('the error names plugin and method', () => {
  assert.match(
    messageOf(() => shapes('too many dims')),
    /^Cannot use what plugin#\d+ Misbehaving@2 returned from getOutputShapes: nbDims is 9, expected 0 to 8$/,
  );
});

test('null and endless names', () => {
  assert.is(
    codeOf(() => v3('null name').getCapabilityInterface('kCORE')?.getPluginName()),
    'STRING_NULL',
  );
  assert.is(
    codeOf(() => v3('long name').getCapabilityInterface('kCORE')?.getPluginName()),
    'STRING_TOO_LONG',
  );
  assert.is(
    codeOf(() => v2('null name').getPluginType()),
    'STRING_NULL',
  );
});

test('types without a name', () => {
  const build = present(v3('unknown type').getCapabilityInterface('kBUILD'));
  assert.is(
    codeOf(() => build.getOutputDataTypes(1, ['kFLOAT'])),
    'PLUGIN_RESULT_INVALID',
  );
  assert.is(
    codeOf(() => v2('unknown type').getOutputDataType(0, ['kFLOAT'])),
    'PLUGIN_RESULT_INVALID',
  );
});

test('writing past the end', () => {
  const build = present(v3('overrun').getCapabilityInterface('kBUILD'));
  assert.is(
    codeOf(() => build.getOutputDataTypes(1, ['kFLOAT'])),
    'PLUGIN_OVERRUN',
  );
  assert.is(
    codeOf(() => build.getValidTactics(2)),
    'PLUGIN_OVERRUN',
  );
  assert.is(
    codeOf(() => v2('overrun').serialize(16)),
    'SERIALIZE_OVERRUN',
  );
});

test('return codes come back as numbers', () => {
  const build = present(v3('fails').getCapabilityInterface('kBUILD'));
  assert.is(build.getOutputDataTypes(1, ['kFLOAT']), 5);
  assert.is(build.getValidTactics(2), 7);
  assert.is(shapes('fails'), 6);
});

test('null plugins and capabilities are null', () => {
  assert.is(creatorOf('Misbehaving', '1').createPlugin('p', [text('how', 'no plugin')]), null);
  assert.is(
    creatorOf('Misbehaving', '2').createPlugin('p', [text('how', 'no plugin')], 'kBUILD'),
    null,
  );
  assert.is(v3('no clone').clone(), null);
  assert.is(v3('no clone').getCapabilityInterface('kRUNTIME')?.attachToContext(), null);
  assert.is(v2('no clone').clone(), null);
  assert.is(v3('no build').getCapabilityInterface('kBUILD'), null);
});

test('fields that cannot be read', () => {
  for (const how of [
    'null fields',
    'null field array',
    'nameless field',
    'negative length',
    'unknown field type',
  ]) {
    const runtime = present(v3(how).getCapabilityInterface('kRUNTIME'));
    assert.is(
      codeOf(() => runtime.getFieldsToSerialize()),
      'PLUGIN_RESULT_INVALID',
      how,
    );
  }
  v3('null fields');
  assert.is(
    codeOf(() => creatorOf('Misbehaving', '2').getFieldNames()),
    'PLUGIN_RESULT_INVALID',
  );
});

test('another V2 interface than IPluginV2DynamicExt', () => {
  assert.is(
    codeOf(() => v2('other interface')),
    'PLUGIN_UNSUPPORTED',
  );
  assert.match(
    messageOf(() => v2('other interface')),
    /a plugin of IPluginV2, expected IPluginV2DynamicExt/,
  );
});

test('a wrong label on a field reads zeros', () => {
  // Four bytes labelled as three doubles: the plugin reads 32 bytes.
  const field: PluginField = {
    name: 'd',
    type: 'kFLOAT64',
    length: 3,
    data: new Uint8Array([1, 2, 3, 4]),
  };
  const plugin = newV3('Misbehaving', [field]);
  const read = plugin.getCapabilityInterface('kBUILD')?.getMetadataString();
  assert.is(read, '1 2 3 4 ' + '0 '.repeat(28));
  plugin.destroy();
});

test('reading past the bytes of deserializePlugin() gives zeros', () => {
  present(
    creatorOf('Misbehaving', '1').deserializePlugin('p', new Uint8Array(3).fill(9)),
  ).destroy();
});

test('descriptors behind pos are marked invalid where they are missing', () => {
  const build = present(v3('').getCapabilityInterface('kBUILD'));
  assert.is(build.supportsFormatCombination(0, [dynamicDesc], 2, 1), true);
  assert.is(build.supportsFormatCombination(0, [dynamicDesc, dynamicDesc], 2, 1), false);
});

test.after(() => rmSync(folder, { recursive: true }));
test.run();
