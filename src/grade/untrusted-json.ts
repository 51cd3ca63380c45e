/** JSON that untrusted code wrote, read so that it costs little and changes nothing, whatever it is. */

/** Arrays and objects within each other. */
const MOST_DEPTH = 64;
/** Values: numbers, texts, arrays, objects and keys. */
const MOST_VALUES = 2_000_000;
/** Keys that mean something to JavaScript. */
const SPECIAL = new Set(['__proto__', 'constructor', 'prototype', 'toJSON', 'then']);

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** @throws {SyntaxError} where it is no JSON, or too much of it */
export function parseUntrusted(bytes: Buffer): JsonValue {
  measure(bytes);
  return cleaned(JSON.parse(bytes.toString('utf8')) as JsonValue);
}

const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = Buffer.from(
  '"\\,:[]{}',
) as unknown as [number, number, number, number, number, number, number, number];

/** Looks through the bytes before anything is made of them. */
function measure(bytes: Buffer): void {
  let [depth, values, inText] = [0, 1, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPEN || byte === OPEN_LIST) {
      depth += 1;
      values += 1;
      if (depth > MOST_DEPTH) throw new SyntaxError('it is nested too deeply');
    } else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1;
    else if (byte === COMMA || byte === COLON) values += 1;
    if (values > MOST_VALUES) throw new SyntaxError('it has too many values');
  }
}

/** The same without keys that mean something, so that it can be copied and merged like any other data. */
function cleaned(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  const clean: JsonObject = {};
  for (const [key, each] of Object.entries(value))
    if (!SPECIAL.has(key) && each !== undefined) clean[key] = cleaned(each);
  return clean;
}
