import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatLayout, offsetFormula } from '../../src/display/format-layout';
import { formatPicture } from '../../src/display/format-picture';
import { TENSOR_FORMATS, type TensorFormat } from '../../src/runtime/enums';
import { byteSize, type Dims } from '../../src/runtime/tensor';
import { assertTidy, textBoxes } from './svg-boxes';
import { tags } from './svg-tags';

interface Data {
  cells: (number[] | null)[];
  bytes: number;
}

/** Computes a formula of numbers, names, brackets, + * / and % as C++ does with integers. */
function compute(formula: string, names: Record<string, number>): number {
  const tokens = formula.match(/\d+|[A-Za-z]+|[()+*/%]/g) ?? [];
  let at = 0;
  const factor = (): number => {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const inner = sum();
      assert.is(tokens[at++], ')');
      return inner;
    }
    return names[token] ?? Number(token);
  };
  const product = (): number => {
    let left = factor();
    for (let sign = tokens[at]; sign === '*' || sign === '/' || sign === '%'; sign = tokens[at]) {
      at++;
      const right = factor();
      left = sign === '*' ? left * right : sign === '/' ? Math.floor(left / right) : left % right;
    }
    return left;
  };
  const sum = (): number => {
    let left = product();
    while (tokens[at] === '+') {
      at++;
      left += product();
    }
    return left;
  };
  const result = sum();
  assert.is(at, tokens.length, formula);
  return result;
}

const FORMATS = TENSOR_FORMATS.filter((format) => !format.includes('DLA'));

test('the formula below the picture is where the kernel puts every element', () => {
  for (const format of FORMATS) {
    const deep = format.includes('DHW');
    const dims = deep ? [5, 2, 3, 2] : [5, 3, 2];
    const layout = formatLayout(dims, format);
    const formula = offsetFormula(layout);
    const [C = 0, H = 0, W = 0] = [dims[0], ...dims.slice(-2)];
    let elements = 0;
    for (const [at, index] of (formatPicture(dims, format).toJSON() as Data).cells.entries()) {
      if (index === null) continue;
      elements++;
      const [c = 0, h = 0, w = 0] = [index[0], ...index.slice(-2)];
      const names = { c, h, w, C, H, W, d: index[1] ?? 0, D: dims[1] ?? 0 };
      assert.is(compute(formula, names), at, `${format} ${index.join()}: ${formula}`);
    }
    assert.is(
      elements,
      dims.reduce((product, extent) => product * extent, 1),
      format,
    );
  }
});

test('as many cells as the host allocates, for every format and rank', () => {
  const shapes: Dims[] = [[1, 3, 2, 2], [2, 3], [3, 2, 2], [1, 2, 3, 2, 2], []];
  for (const format of FORMATS)
    for (const dims of shapes) {
      const { cells, bytes } = formatPicture(dims, format, { type: 'kHALF' }).toJSON() as Data;
      assert.is(bytes, byteSize({ type: 'kHALF', dims, format }), `${format} ${dims.join()}`);
      assert.is(cells.length * 2, bytes);
    }
});

test('kCHW4 of three channels: a padding cell behind every point', () => {
  const figure = formatPicture([1, 3, 2, 2], 'kCHW4');
  const { cells } = figure.toJSON() as Data;
  assert.equal(cells.slice(0, 5), [[0, 0, 0, 0], [0, 1, 0, 0], [0, 2, 0, 0], null, [0, 0, 0, 1]]);
  assert.match(figure.toText(), '12 elements + 4 of padding = 64 bytes');
  assert.match(figure.toText('zh'), '12 个元素 + 4 个填充 = 64 字节');
  const svg = figure.toSVG?.() ?? '';
  tags(svg);
  assert.is(textBoxes(svg).filter(({ name }) => name === '–').length, 4);
  assert.ok(textBoxes(svg).some(({ name }) => name === '2,1,1'));
});

test('nothing lies over anything else, in both languages', () => {
  const cases: [Dims, TensorFormat][] = [
    [[1, 3, 2, 2], 'kCHW32'],
    [[2, 10, 2, 1, 2], 'kDHWC8'],
    [[3, 40, 4, 4], 'kCHW16'],
    [[2, 3], 'kHWC8'],
    [[0, 3, 2, 2], 'kCHW4'],
    [[], 'kLINEAR'],
  ];
  for (const [dims, format] of cases)
    for (const language of ['en', 'zh'] as const)
      assertTidy(formatPicture(dims, format).toSVG?.(language) ?? '');
  assert.match(formatPicture([2, 3], 'kHWC8').toText(), 'it lies as kLINEAR');
  assert.match(formatPicture([3, 40, 4, 4], 'kCHW16').toText(), '2048 more cells');
});

test('formats and tensors that cannot be drawn', () => {
  const codeOf = (act: () => unknown): string | undefined => {
    try {
      act();
    } catch (error) {
      return (error as { code?: string }).code;
    }
    return undefined;
  };
  assert.is(
    codeOf(() => formatPicture([1, 3, 2, 2], 'kDLA_LINEAR')),
    'REFORMAT_UNSUPPORTED',
  );
  assert.is(
    codeOf(() => formatPicture([1, 64, 64, 64], 'kCHW4')),
    'TENSOR_TOO_LARGE',
  );
  assert.is(
    codeOf(() => formatPicture([-1, 3], 'kLINEAR')),
    'DIMS_INVALID',
  );
});

test.run();
