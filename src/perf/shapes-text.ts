/** Shapes as trtexec writes them: `1x3x256x256`, `scalar`, and `name:dims,name:dims` in --shapes. */
import { ApiUsageError } from '../errors';
import type { Dims } from '../runtime/tensor';
import { nearestName } from './nearest-name';

/** Shapes by the name of the input, which may hold one wildcard (`*`). Of a shape tensor the values. */
export type InputShapes = ReadonlyMap<string, Dims>;

/** `1x3x256x256`. */
export function printShape(dims: readonly number[]): string {
  return dims.length === 0 ? 'scalar' : dims.join('x');
}

/** The shapes as an option's value; names that hold a separator are put in quotes. */
export function printShapes(shapes: Iterable<readonly [string, readonly number[]]>): string {
  return [...shapes]
    .map(([name, dims]) => `${/[:,]/.test(name) ? `'${name}'` : name}:${printShape(dims)}`)
    .join(',');
}

/**
 * Parses what --shapes and its relatives take.
 * @throws {ApiUsageError} `SHAPES_SYNTAX` with the part that was not understood
 */
export function parseShapes(option: string, text: string): InputShapes {
  const shapes = new Map<string, Dims>();
  for (const [name, value] of parseNamed(option, text)) {
    if (shapes.has(name)) throw syntax(option, `${name}:${value}`, `"${name}" is named twice`);
    shapes.set(name, parseShape(option, name, value));
  }
  return shapes;
}

function parseShape(option: string, name: string, value: string): Dims {
  const text = value.trim();
  if (text === '' || text === 'scalar') return [];
  return text.split('x').map((extent) => {
    if (/^[+-]?\d+$/.test(extent) && Number.isSafeInteger(Number(extent))) return Number(extent);
    throw syntax(option, `${name}:${value}`, `"${extent}" is no whole number`);
  });
}

/**
 * Parses `name:value,'quoted:name':value`. Without quotes the name ends at the last colon.
 * @throws {ApiUsageError} `SHAPES_SYNTAX`
 */
export function parseNamed(option: string, text: string): [string, string][] {
  if (text === '') return [];
  return splitOutsideQuotes(text).map((part) => {
    const quotes = part.split("'").length - 1;
    if (quotes !== 0 && quotes !== 2)
      throw syntax(option, part, `a name is quoted by two ', and there are ${quotes}`);
    const end = quotes === 2 ? part.indexOf(':', part.lastIndexOf("'")) : part.lastIndexOf(':');
    const name = part.slice(0, end).replaceAll("'", '').trim();
    if (end < 0 || name === '')
      throw syntax(option, part, 'a name, a colon and a value are needed');
    if (name.split('*').length > 2) throw syntax(option, part, 'a name may hold one * only');
    return [name, part.slice(end + 1)];
  });
}

function splitOutsideQuotes(text: string): string[] {
  const parts: string[] = [];
  let [begin, quoted] = [0, false];
  for (let i = 0; i <= text.length; i += 1) {
    if (text[i] === "'") quoted = !quoted;
    if (i < text.length && (text[i] !== ',' || quoted)) continue;
    parts.push(text.slice(begin, i));
    begin = i + 1;
  }
  return parts;
}

function syntax(option: string, part: string, why: string): ApiUsageError {
  return new ApiUsageError('SHAPES_SYNTAX', `Cannot read ${option}: "${part}": ${why}`, {
    expected: `${option}=input:1x3x256x256,other:1x4`,
  });
}

/** Whether a name fits a pattern with at most one `*`. */
export function matchesName(pattern: string, name: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === name;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return (
    name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after)
  );
}

/** What is given for a tensor: by its own name, else by a pattern that its name fits. */
export function givenFor<Value>(
  given: ReadonlyMap<string, Value>,
  name: string,
): Value | undefined {
  const own = given.get(name);
  if (own !== undefined) return own;
  return [...given].find(([pattern]) => matchesName(pattern, name))?.[1];
}

/** The same for a correction: what was given under a name that no input has, where this input's is the nearest. */
export function meantFor<Value>(
  given: ReadonlyMap<string, Value>,
  name: string,
  names: readonly string[],
): Value | undefined {
  const own = givenFor(given, name);
  if (own !== undefined) return own;
  const mistaken = [...given].find(
    ([word]) =>
      !names.some((known) => matchesName(word, known)) && nearestName(word, names) === name,
  );
  return mistaken?.[1];
}
