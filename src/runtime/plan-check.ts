import { EngineFileError } from '../errors';
import type { ExprNode, PluginField } from '../native';
import { DATA_TYPES, DIMENSION_OPERATIONS, PLUGIN_FIELD_TYPES, TENSOR_FORMATS } from './enums';
import type { Plan, PlanLayer, PlanLayerTensor, PlanTensor } from './plan';
import type { ShapeRange } from './optimization-profile';

/**
 * Checks that what an engine file holds is a plan, in every part: the checksum says only that the bytes are as they were written.
 * @throws {EngineFileError} `ENGINE_CORRUPT` with the place and what stands there
 */
export function checkPlan(value: unknown): Plan {
  const plan = record(value, 'plan');
  const checked: Plan = {
    tensors: list(plan['tensors'], 'tensors', tensor),
    profiles: list(plan['profiles'], 'profiles', (ranges, at) =>
      Object.fromEntries(
        Object.entries(record(ranges, at)).map(([name, r]) => [name, range(r, `${at}.${name}`)]),
      ),
    ),
    layers: list(plan['layers'], 'layers', layer),
  };
  const names = new Set(checked.tensors.map(({ name }) => name));
  for (const { name, profile, inputs, outputs } of checked.layers) {
    const missing = [...inputs, ...outputs].find((at) => !names.has(at.tensor));
    if (missing) wrong(`layers.${name}`, 'tensors of the engine', missing.tensor);
    if (profile >= checked.profiles.length)
      wrong(`layers.${name}.profile`, 'a profile of the engine', profile);
  }
  return checked;
}

function tensor(value: unknown, at: string): PlanTensor {
  const fields = record(value, at);
  const mode = fields['mode'];
  return {
    name: text(fields['name'], `${at}.name`),
    type: oneOf(DATA_TYPES, fields['type'], `${at}.type`),
    mode: mode === null ? null : oneOf(['kINPUT', 'kOUTPUT'] as const, mode, `${at}.mode`),
    dims: dims(fields['dims'], `${at}.dims`),
    shape: list(fields['shape'], `${at}.shape`, (node, where) => expression(node, where, 0)),
  };
}

function range(value: unknown, at: string): ShapeRange {
  const fields = record(value, at);
  return {
    min: dims(fields['min'], `${at}.min`),
    opt: dims(fields['opt'], `${at}.opt`),
    max: dims(fields['max'], `${at}.max`),
  };
}

function layer(value: unknown, at: string): PlanLayer {
  const fields = record(value, at);
  const plugin = record(fields['plugin'], `${at}.plugin`);
  const timeMs = fields['timeMs'];
  return {
    name: text(fields['name'], `${at}.name`),
    profile: whole(fields['profile'], `${at}.profile`),
    plugin: {
      generation: oneOf(['V2', 'V3'] as const, plugin['generation'], `${at}.plugin.generation`),
      name: text(plugin['name'], `${at}.plugin.name`),
      version: text(plugin['version'], `${at}.plugin.version`),
      namespace: text(plugin['namespace'], `${at}.plugin.namespace`),
      fields: list(plugin['fields'], `${at}.plugin.fields`, pluginField),
      bytes: bytes(plugin['bytes'], `${at}.plugin.bytes`),
    },
    inputs: list(fields['inputs'], `${at}.inputs`, layerTensor),
    outputs: list(fields['outputs'], `${at}.outputs`, layerTensor),
    tactic: whole(fields['tactic'], `${at}.tactic`, -(2 ** 31)),
    workspaceBytes: whole(fields['workspaceBytes'], `${at}.workspaceBytes`),
    timeMs: timeMs === null ? null : finite(timeMs, `${at}.timeMs`),
  };
}

function layerTensor(value: unknown, at: string): PlanLayerTensor {
  const fields = record(value, at);
  return {
    tensor: text(fields['tensor'], `${at}.tensor`),
    type: oneOf(DATA_TYPES, fields['type'], `${at}.type`),
    format: oneOf(TENSOR_FORMATS, fields['format'], `${at}.format`),
  };
}

function pluginField(value: unknown, at: string): PluginField {
  const fields = record(value, at);
  const data = fields['data'];
  return {
    name: text(fields['name'], `${at}.name`),
    type: oneOf(PLUGIN_FIELD_TYPES, fields['type'], `${at}.type`),
    length: whole(fields['length'], `${at}.length`),
    data: data === null ? null : bytes(data, `${at}.data`),
  };
}

/** An expression may nest as deep as a plugin made it, within reason. */
const DEEPEST_EXPRESSION = 1000;

function expression(value: unknown, at: string, depth: number): ExprNode {
  const fields = record(value, at);
  if (depth > DEEPEST_EXPRESSION)
    wrong(at, `at most ${DEEPEST_EXPRESSION} nested operations`, 'more');
  const part = (name: string) => expression(fields[name], `${at}.${name}`, depth + 1);
  if ('constant' in fields)
    return { constant: whole(fields['constant'], at, Number.MIN_SAFE_INTEGER) };
  if ('variable' in fields) return { variable: text(fields['variable'], at) };
  if ('sizeTensor' in fields) {
    return { sizeTensor: whole(fields['sizeTensor'], at), opt: part('opt'), upper: part('upper') };
  }
  const operation = oneOf(DIMENSION_OPERATIONS, fields['operation'], `${at}.operation`);
  return { operation, first: part('first'), second: part('second') };
}

function wrong(at: string, expected: string, actual: unknown): never {
  throw new EngineFileError('ENGINE_CORRUPT', `Cannot read the engine: ${at} is not valid`, {
    method: 'deserializeCudaEngine',
    expected,
    actual: actual === undefined ? 'nothing' : actual,
  });
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    wrong(at, 'a map', typeof value);
  return value as Record<string, unknown>;
}

function list<Item>(
  value: unknown,
  at: string,
  item: (value: unknown, at: string) => Item,
): Item[] {
  if (!Array.isArray(value)) wrong(at, 'a list', typeof value);
  return (value as unknown[]).map((entry, i) => item(entry, `${at}[${i}]`));
}

function text(value: unknown, at: string): string {
  return typeof value === 'string' ? value : wrong(at, 'a string', typeof value);
}

function bytes(value: unknown, at: string): Uint8Array {
  // A copy of its own: what is read must not keep the whole file alive.
  return value instanceof Uint8Array ? value.slice() : wrong(at, 'bytes', typeof value);
}

function finite(value: unknown, at: string): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : wrong(at, 'a number', value);
}

function whole(value: unknown, at: string, least = 0): number {
  const number = finite(value, at);
  return Number.isInteger(number) && number >= least
    ? number
    : wrong(at, `a whole number from ${least}`, number);
}

function dims(value: unknown, at: string): number[] {
  const extents = list(value, at, (extent, where) => whole(extent, where, -1));
  return extents.length <= 8 ? extents : wrong(at, 'at most 8 extents', extents.length);
}

function oneOf<Name extends string>(names: readonly Name[], value: unknown, at: string): Name {
  return names.includes(value as Name)
    ? (value as Name)
    : wrong(at, `one of ${names.join(', ')}`, value);
}
