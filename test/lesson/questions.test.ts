import { existsSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Notebook } from '../../src/lesson/notebook';

/** The questions of the log that this workbook answers, by words that each one's entry in the index must have. */
const SOURCE = [
  '从头开始实现一个 Plugin',
  '接到 TensorRT 网络中去',
  '包装 kernel',
  '参与 Plugin 的资源管理',
  '交换些什么信息',
  '扩展性',
  '原生 Layer 相比性能',
  '构造函数、析构函数',
  'setuptools 都可以生成 .so',
  'supportsFormatCombination',
  '如何写 enqueue',
  '输入参数的含义',
  'fp16',
  '通过 setuptools 对 plugin 进行编译',
  '需要继承哪些类',
  '先生成 .o 文件',
  'PluginField("scalar", np.float32(scalar)',
  '标准的 debug 流程',
  'build_engine',
  'DimsExprs *inputs',
  'serialized data',
  'deserialize_value',
  'outputIndex',
  'DynamicPluginTensorDesc',
  'PluginFieldCollection',
  '多个文件进行编译',
  'Stream_t',
  '将输入输出表示为 Tensor',
  'template instanciate',
  '从 buffer 中获得数据',
  'DimsExprs 应该怎么使用',
  '双重指针',
  'onnx 导出错误',
  'input 设置错误',
  'trtexec',
  'Profiler',
];

const index = readFileSync('lessons/questions.md', 'utf8');
const plain = (text: string): string => text.toLowerCase().replace(/[\s`*]/g, '');

for (const question of SOURCE)
  test(`the index has: ${question}`, () => {
    assert.ok(plain(index).includes(plain(question)));
  });

test('every entry leads to a section of both notebooks', () => {
  const links = [
    ...index.matchAll(/\]\(\.\.\/(notebooks\/(?:en|zh)\/[\w-]+\.ipynb)#cell-id=([\w-]+)\)/g),
  ];
  assert.ok(links.length >= 2 * SOURCE.length);
  const known = new Map<string, Set<string>>();
  for (const [, file = '', anchor = ''] of links) {
    if (!known.has(file)) {
      assert.ok(existsSync(file), file);
      const { cells } = JSON.parse(readFileSync(file, 'utf8')) as Notebook;
      known.set(file, new Set(cells.map(({ id }) => id)));
    }
    assert.ok(known.get(file)?.has(anchor), `${file}#${anchor}`);
  }
});

test.run();
