import type { LayerDescription } from './layer-description';

/** Texts that stand in quotes in kONELINE, where others have none. */
const QUOTED = ['PluginVersion', 'PluginMetadata'];

/** `Name: p0, LayerType: PluginV3, Inputs: [ { Name: x, … }], …`: a layer as kONELINE has it. */
export function oneLine(description: LayerDescription): string {
  return entries(description);
}

function entries(object: object): string {
  return Object.entries(object)
    .map(([key, value]) => `${key}: ${oneLineValue(key, value)}`)
    .join(', ');
}

function oneLineValue(key: string, value: unknown): string {
  if (isObjects(value)) return `[ ${value.map((each) => `{ ${entries(each)} }`).join(', ')}]`;
  if (typeof value === 'string' && !QUOTED.includes(key)) return value;
  return plainValue(value);
}

/** A layer as kJSON has it: a key a line, lists of objects at the key's own depth, other lists in one line. */
export function json(description: LayerDescription): string {
  return `{\n${members(description, '  ')}\n}`;
}

function members(object: object, indent: string): string {
  return Object.entries(object)
    .map(([key, value]) => `${indent}${JSON.stringify(key)}: ${jsonValue(value, indent)}`)
    .join(',\n');
}

function jsonValue(value: unknown, indent: string): string {
  if (!isObjects(value)) return plainValue(value);
  const objects = value.map((each) => `${indent}{\n${members(each, `${indent}  `)}\n${indent}}`);
  return `[\n${objects.join(',\n')}]`;
}

function isObjects(value: unknown): value is object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}

/** `[1,3]`, `["a", "b"]`, `"a"`, `1`. */
function plainValue(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const texts = value.some((each) => typeof each === 'string');
  return `[${value.map(plainValue).join(texts ? ', ' : ',')}]`;
}
