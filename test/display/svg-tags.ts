import * as assert from 'uvu/assert';

/** An SVG as a list of tags, checked for balance on the way. */
export function tags(svg: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  for (const [, close, name = '', rest = ''] of svg.matchAll(/<(\/?)([a-zA-Z]+)([^<>]*)>/g)) {
    if (close === '/') assert.is(open.pop(), name);
    else {
      names.push(name);
      if (!rest.endsWith('/')) open.push(name);
    }
  }
  assert.equal(open, []);
  assert.not.ok(/<(?![/a-zA-Z])|&(?!(amp|lt|gt|quot);)/.test(svg));
  return names;
}

/** The tooltips. */
export function titles(svg: string): string[] {
  return [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) => title);
}
