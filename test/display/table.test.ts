import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { byteMap } from '../../src/display/bytes';
import { fieldValueText } from '../../src/display/field-value';
import { notebookLanguage, show } from '../../src/display/show';
import { creatorTable, fieldTable, table, tensorTable, traceTable } from '../../src/display/table';
import { callsText } from '../../src/display/call-text';
import type { PluginField } from '../../src/native';
import type { PluginFieldType } from '../../src/runtime/enums';
import type { TraceRecord } from '../../src/trace/record';

const bytes = (data: ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
const makeField = (
  type: PluginFieldType,
  length: number,
  data: ArrayBufferView | null,
): PluginField => ({
  name: 'f',
  type,
  length,
  data: data === null ? null : bytes(data),
});

test('a table in HTML is escaped, numbers to the right', () => {
  const html = table(['a<', 'n'], [['<script>&', 1]]).toHTML();
  assert.is(
    html,
    '<table><thead><tr><th style="text-align:left">a&lt;</th><th style="text-align:left">n</th></tr></thead>' +
      '<tbody>\n<tr><td style="text-align:left"><code>&lt;script&gt;&amp;</code></td>' +
      '<td style="text-align:right">1</td></tr>\n</tbody></table>',
  );
});

test('a table in HTML: lines of code each for themselves, sentences as text', () => {
  const code = table(['c', 'n'], [['a\nb', 1]]).toHTML();
  assert.match(
    code,
    '<td style="text-align:left;vertical-align:top"><code>a</code><br><code>b</code>',
  );
  assert.match(code, '<td style="text-align:right;vertical-align:top">1</td>');
  const prose = table(
    ['what', 'meaning'],
    [
      ['H2D Latency', 'Copying in.\nOnce a query.'],
      ['其他', '拷入。'],
    ],
  ).toHTML();
  assert.match(prose, '<code>H2D\u00a0Latency</code>');
  assert.match(
    prose,
    '<td style="text-align:left;vertical-align:top">Copying in.<br>Once a query.</td>',
  );
  assert.match(prose, '<td style="text-align:left">拷入。</td>');
});

test('a table of two languages is in that of its reader, its data in English', () => {
  const figure = table(
    ['n', { en: 'cause', zh: '原因' }],
    [[1, { en: 'It is not loaded.', zh: '没有加载。' }]],
  );
  assert.is(figure.toText(), figure.toText('en'));
  assert.is(figure.toText('en'), 'n  cause\n-  -----------------\n1  It is not loaded.');
  assert.is(figure.toText('zh'), 'n  原因\n-  ----------\n1  没有加载。');
  assert.match(figure.toHTML(), '<td style="text-align:left">It is not loaded.</td>');
  assert.match(figure.toHTML('zh'), '<th style="text-align:left">原因</th>');
  assert.match(figure.toHTML('zh'), '<td style="text-align:left">没有加载。</td>');
  assert.equal(figure.toJSON(), [{ n: 1, cause: 'It is not loaded.' }]);
});

test('a table as text is aligned, also with Chinese', () => {
  assert.is(
    table(
      ['名', 'n'],
      [
        ['ab', 1],
        ['数据', 20],
      ],
    ).toText(),
    '名     n\n----  --\nab     1\n数据  20',
  );
  assert.is(table(['a'], []).toText(), 'a\n-');
});

test('creators, fields and tensors', () => {
  const creator = {
    generation: 'V3',
    getPluginName: () => 'AddScalar',
    getPluginVersion: () => '2',
    getPluginNamespace: () => '',
    getFieldNames: () => [makeField('kFLOAT32', 1, null)],
  };
  assert.equal(creatorTable([creator]).toJSON(), [
    {
      name: 'AddScalar',
      version: '2',
      namespace: '""',
      generation: 'V3',
      fields: 'f: kFLOAT32 × 1',
    },
  ]);
  assert.equal(fieldTable([makeField('kINT32', 2, Int32Array.of(-1, 7))]).toJSON(), [
    { name: 'f', type: 'kINT32', length: 2, data: '[-1, 7]' },
  ]);
  const values = new Float32Array([0.1, 2, 3]);
  assert.equal(tensorTable([{ name: 'x', type: 'kFLOAT', dims: [3], values }], 2).toJSON(), [
    { tensor: 'x', type: 'kFLOAT', dims: '[3]', values: '0.1, 2, … 1 more' },
  ]);
});

const call: TraceRecord = {
  seq: 4,
  phase: 'build',
  object: 'plugin#1',
  class: 'P@2',
  parent: null,
  method: 'configurePlugin',
  args: {
    in: [{ type: 'kFLOAT', format: 'kLINEAR', dims: [-1, 4], min: [1, 4], opt: [], max: [8, 4] }],
  },
  result: 0,
  durationUs: 1.234,
  thread: 1,
};

test('trace records: chosen columns, readable arguments, calls that did not return', () => {
  assert.equal(traceTable([call], ['method', 'args', 'result', 'durationUs']).toJSON(), [
    {
      method: 'configurePlugin',
      args: 'in: [kFLOAT:kLINEAR [-1,4] min [1,4] max [8,4]]',
      result: '0',
      durationUs: 1.2,
    },
  ]);
  assert.match(traceTable([{ ...call, unfinished: true }]).toText(), 'did not return');
  assert.is(
    callsText([
      { ...call, args: {} },
      { ...call, args: {} },
      { ...call, method: 'clone', args: {}, result: 'plugin#2' },
    ]),
    'configurePlugin() = 0  ×2\nclone() = plugin#2',
  );
});

test('field values are read by their label', () => {
  assert.is(fieldValueText(makeField('kFLOAT32', 1, Float32Array.of(0.1))), '0.1');
  assert.is(fieldValueText(makeField('kFLOAT32', 1, Float64Array.of(1.5))), '0');
  assert.is(
    fieldValueText(makeField('kFLOAT16', 2, Uint16Array.of(0x3e00, 0xfc00))),
    '[1.5, -Infinity]',
  );
  assert.is(fieldValueText(makeField('kBF16', 1, Uint16Array.of(0x3fc0))), '1.5');
  assert.is(fieldValueText(makeField('kINT64', 1, BigInt64Array.of(-5n))), '-5');
  assert.is(fieldValueText(makeField('kCHAR', 3, Uint8Array.of(0x61, 0x22, 0))), '"a"\\0"');
  assert.is(fieldValueText(makeField('kINT32', 2, Int16Array.of(1, 0, 2))), '[1, ?]');
  assert.is(fieldValueText(makeField('kFLOAT32', 1, null)), 'null');
  assert.match(fieldValueText(makeField('kINT8', 40, new Uint8Array(40))), '… 24 more');
});

test('a byte map shows what is read, what is not, and what is missing', () => {
  const svg = byteMap(makeField('kFLOAT32', 1, Float64Array.of(1.5))).toSVG?.('zh') ?? '';
  assert.match(svg, '>f8</text>');
  assert.match(svg, '不会被读取');
  assert.match(byteMap(makeField('kINT32', 1, Int16Array.of(1))).toSVG?.() ?? '', 'past the end');
  assert.match(byteMap(makeField('kFLOAT32', 1, null)).toSVG?.() ?? '', 'data is null');
  assert.is(
    byteMap(makeField('kFLOAT32', 1, Float32Array.of(1.5))).toText(),
    'f: kFLOAT32 × 1, bytes: 00 00 c0 3f, value: 1.5',
  );
  assert.not.match(
    byteMap(makeField('kUNKNOWN', 100, new Uint8Array(100))).toSVG?.() ?? '',
    /NaN|undefined/,
  );
  assert.not.match(
    byteMap(makeField('kINT32', 0, new Uint8Array(0))).toSVG?.() ?? '',
    /NaN|undefined|Infinity/,
  );
});

test('outside a notebook figures are printed', () => {
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (line: unknown) => lines.push(line);
  try {
    show(table(['a'], [['b']]));
    show('text');
    show({ a: 1 });
  } finally {
    console.log = log;
  }
  assert.equal(lines, ['a\n-\nb', 'text', '{ a: 1 }']);
});

test('the language is that of the folder a notebook lies in', () => {
  assert.is(notebookLanguage('/home/me/workbook/notebooks/zh'), 'zh');
  assert.is(notebookLanguage('/home/me/workbook/notebooks/en'), 'en');
  assert.is(notebookLanguage('/home/zh'), 'en');
});

test.run();
