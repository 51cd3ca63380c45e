/** Building blocks of the SVG figures: escaped elements, and text widths that do not depend on a browser. */

type Attributes = Record<string, string | number | undefined>;

/** Escapes text for XML content and attribute values; characters that XML 1.0 forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** Coordinates with at most two decimals, so that the same figure is the same text. */
function format(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeXml(value);
}

/** One element; `children` are already XML. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const list = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${format(value)}"`)
    .join('');
  return children.length === 0
    ? `<${name}${list}/>`
    : `<${name}${list}>${children.join('')}</${name}>`;
}

/** A `<text>` element; `tooltip` becomes its `<title>`. */
export function text(content: string, attributes: Attributes, tooltip?: string): string {
  const title = tooltip === undefined ? '' : element('title', {}, escapeXml(tooltip));
  return element('text', attributes, title + escapeXml(content));
}

/** Helvetica's metrics (Arial's and Liberation Sans' are the same), with the usual Chinese faces behind them. */
export const SANS =
  "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','WenQuanYi Zen Hei',sans-serif";

/** Advance widths of Helvetica in thousandths of the font size, for U+0020 to U+007E. */
const ADVANCE = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
  556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
  611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
  667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
  222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Width of `content` in pixels when set in SANS at `size` pixels; bold is taken as 6 % wider, other scripts as full width. */
export function textWidth(content: string, size: number, bold = false): number {
  let thousandths = 0;
  for (const character of content) {
    const code = character.codePointAt(0) ?? 0;
    thousandths += ADVANCE[code - 0x20] ?? (code < 0x2e80 ? 600 : 1000);
  }
  return (thousandths / 1000) * size * (bold ? 1.06 : 1);
}

/** A whole SVG document with a title and a description for readers that do not see it. */
export function svgDocument(
  width: number,
  height: number,
  title: string,
  description: string,
  body: string,
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${format(width)} ${format(height)}`,
      width,
      height,
      role: 'img',
      'aria-label': title,
      style: 'max-width:100%;height:auto',
      'font-family': SANS,
    },
    element('desc', {}, escapeXml(description)),
    body,
  );
}
