/** How gdb prints values, made short. */

const LONGEST = 120;
const HIDDEN = /^(<|_vptr\.|_vptr$|static )/;

/** A value on one short line; a text without its address. */
export function shortValue(value: string): string {
  const [, text] = /^0x[\da-f]+ (".*)$/s.exec(value) ?? [];
  const line = (text ?? value)
    .replace(/\b(?:nvinfer1::)(?:v_\d+_\d+::)?(?:\w+::)*(k[A-Z0-9_]+)\b/g, '$1')
    .replace(/ <repeats (\d+) times>/g, ' ×$1')
    .replace(/\s+/g, ' ');
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

/** The members of a printed object, `{<Base> = {…}, mScale = 1.5}`, without its bases: `[['mScale', '1.5']]`. */
export function membersOf(value: string): [name: string, value: string][] {
  const body = /^(?:\([^)]*\) )?\{(.*)\}$/s.exec(value.trim())?.[1];
  if (body === undefined) return [];
  return splitTop(body)
    .filter((part) => !HIDDEN.test(part) && part.includes(' = '))
    .map((part) => {
      const at = part.indexOf(' = ');
      return [part.slice(0, at), part.slice(at + 3)];
    });
}

/** Splits at the commas that are in no bracket and no text. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if ('{[(<'.includes(character)) depth += 1;
    else if ('}])>'.includes(character)) depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}
