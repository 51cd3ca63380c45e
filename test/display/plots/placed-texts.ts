import * as assert from 'uvu/assert';
import { textWidth } from '../../../src/display/svg';

/** A text of a drawing, where it stands. */
export interface PlacedText {
  text: string;
  left: number;
  right: number;
  /** A little less than the letters are high, so that lines may stand close. */
  top: number;
  bottom: number;
}

/** All texts of an SVG whose groups are only shifted. */
export function placedTexts(svg: string): PlacedText[] {
  const placed: PlacedText[] = [];
  const shifts: [number, number][] = [[0, 0]];
  const pattern = /<(\/?)(\w+)([^>]*?)(\/?)>([^<]*)/g;
  for (const [, close, name, attributes = '', empty, content = ''] of svg.matchAll(pattern)) {
    if (close === '/') {
      if (name === 'g') shifts.pop();
      continue;
    }
    const [x, y] = shifts[shifts.length - 1] ?? [0, 0];
    const [, dx = '0', dy = '0'] = /translate\(([-\d.e]+)[ ,]([-\d.e]+)\)/.exec(attributes) ?? [];
    const at: [number, number] = [x + Number(dx), y + Number(dy)];
    if (name === 'g' && empty === '') shifts.push(at);
    if (name === 'text' && content.trim() !== '') placed.push(placedText(content, attributes, at));
  }
  return placed;
}

function placedText(content: string, attributes: string, [x, y]: [number, number]): PlacedText {
  const attribute = (name: string): string | undefined =>
    new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
  const text = content.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  const size = parseFloat(attribute('font-size') ?? '11');
  const width = textWidth(text, size, attribute('font-weight') === 'bold');
  const anchor = attribute('text-anchor');
  const left = x - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
  return { text, left, right: left + width, top: y - 0.7 * size, bottom: y };
}

/** No text on another one, and none over the edge of the drawing. */
export function assertReadable(svg: string): void {
  const texts = placedTexts(svg);
  const [, width, height] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  texts.forEach((a, at) => {
    const inside =
      a.left >= 0 && a.right <= (width ?? 0) && a.top >= 0 && a.bottom <= (height ?? 0);
    assert.ok(inside, `"${a.text}" leaves the drawing`);
    for (const b of texts.slice(at + 1)) {
      const apart =
        a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      assert.ok(apart, `"${a.text}" stands on "${b.text}"`);
    }
  });
}
