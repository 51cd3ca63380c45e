/** Where things stand in a drawing, as far as numbers tell: to find what lies over what. */
import * as assert from 'uvu/assert';
import { textWidth } from '../../src/display/svg';

interface Box {
  name: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
}

function plain(content: string): string {
  return content
    .replace(/<title>.*?<\/title>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');
}

/** The lines of text of a drawing without transformations; a line's box is its letters without what hangs below. */
export function textBoxes(svg: string): Box[] {
  return [...svg.matchAll(/<text([^>]*)>(.*?)<\/text>/g)].map(
    ([, attributes = '', content = '']) => {
      const name = plain(content);
      const size = Number(attribute(attributes, 'font-size'));
      const width = textWidth(name, size, attribute(attributes, 'font-weight') === 'bold');
      const x = Number(attribute(attributes, 'x'));
      const y = Number(attribute(attributes, 'y'));
      const anchor = attribute(attributes, 'text-anchor');
      const left = anchor === 'end' ? x - width : anchor === 'middle' ? x - width / 2 : x;
      return { name, left, right: left + width, top: y - size * 0.72, bottom: y };
    },
  );
}

export function rectBoxes(svg: string): Box[] {
  return [...svg.matchAll(/<rect([^>]*)\/>/g)].map(([, attributes = '']) => {
    const [x = NaN, y = NaN, width = NaN, height = NaN] = ['x', 'y', 'width', 'height'].map(
      (name) => Number(attribute(attributes, name)),
    );
    return { name: `rect ${x},${y}`, left: x, right: x + width, top: y, bottom: y + height };
  });
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.right - 0.5 &&
    b.left < a.right - 0.5 &&
    a.top < b.bottom - 0.5 &&
    b.top < a.bottom - 0.5
  );
}

function holds(outer: Box, inner: Box): boolean {
  return (
    outer.left <= inner.left + 0.5 &&
    outer.right >= inner.right - 0.5 &&
    outer.top <= inner.top + 0.5 &&
    outer.bottom >= inner.bottom - 0.5
  );
}

/** No line of text over another, no rectangle over another that is not inside it, and everything on the page. */
export function assertTidy(svg: string): void {
  const texts = textBoxes(svg);
  const rects = rectBoxes(svg);
  texts.forEach((text, at) => {
    for (const other of texts.slice(at + 1))
      assert.not.ok(overlap(text, other), `"${text.name}" over "${other.name}"`);
  });
  rects.forEach((rect, at) => {
    for (const other of rects.slice(at + 1))
      assert.ok(
        !overlap(rect, other) || holds(rect, other) || holds(other, rect),
        `${rect.name} over ${other.name}`,
      );
  });
  const [, width = '', height = ''] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const page = { name: 'page', left: 0, top: 0, right: Number(width), bottom: Number(height) };
  for (const box of [...texts, ...rects])
    assert.ok(holds(page, box), `${box.name} is not on the page of ${width} by ${height}`);
}
