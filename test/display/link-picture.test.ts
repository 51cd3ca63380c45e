import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linkPicture } from '../../src/display/link-picture';

const picture = linkPicture([
  { name: 'plugin.o', has: ['getCreators'], needs: ['launch', 'getLogger', 'forgotten'] },
  { name: 'kernel.o', has: ['launch'], needs: [] },
  { name: 'libnvinfer.so.10', has: ['getLogger'], needs: [], kind: 'library' },
]);

test('says of every hole who fills it, or that nobody does', () => {
  assert.is(
    picture.toText(),
    'plugin.o needs launch: kernel.o has it\n' +
      'plugin.o needs getLogger: libnvinfer.so.10 has it\n' +
      'plugin.o needs forgotten: nobody has it',
  );
  assert.match(picture.toText('zh'), /plugin\.o 需要 forgotten：没有谁提供$/);
});

test('draws every name once where it is, an arrow for each hole that is filled, and the one that is not', () => {
  const svg = picture.toSVG?.() ?? '';
  for (const name of ['T getCreators', 'U launch', 'T launch', 'U getLogger', 'U forgotten'])
    assert.is(svg.split(`>${name}<`).length, 2, name);
  assert.is(svg.match(/stroke-width="1\.4"/g)?.length, 2);
  assert.is(svg.split('>nobody has it<').length, 2);
});

test.run();
