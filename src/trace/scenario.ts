import type { PluginFieldType, DataType } from '../runtime/enums';
import type { LayerChoice, BuilderFlag } from '../runtime/builder-config';
import type { Dims } from '../runtime/tensor';
import { ApiUsageError } from '../errors';

/** One run of a small network, as data: see recordings/README.md. */
export interface Scenario {
  name: string;
  libraries: string[];
  flags: BuilderFlag[];
  inputs: { name: string; type: DataType; dims: Dims }[];
  layers: ScenarioLayer[];
  outputs: string[];
  profiles: Record<string, { min: Dims; opt: Dims; max: Dims }>[];
  config: { timingCache?: 'none' | 'fresh' };
  steps: ScenarioStep[];
  chosen: Record<string, LayerChoice>;
}

export interface ScenarioLayer {
  kind: 'pluginV2' | 'pluginV3';
  name: string;
  plugin: string;
  version: string;
  namespace: string;
  fields: { name: string; type: PluginFieldType; data: string | number[] }[];
  inputs: string[];
  shapeInputs: string[];
  outputs: string[];
}

export interface ScenarioStep {
  name: string;
  argument: unknown;
}

/** What this host can run; a scenario that needs more is refused, not run differently. */
const KNOWN = {
  kinds: ['pluginV2', 'pluginV3'],
  flags: ['kFP16', 'kSTRONGLY_TYPED'],
  steps: [
    'outputDimensions',
    'build',
    'destroyNetwork',
    'destroyPlugins',
    'deserialize',
    'createContext',
    'setInputShape',
    'setProfile',
    'enqueue',
    'profiledEnqueue',
    'secondContext',
    'destroyContext',
    'destroyEngine',
    'destroyRuntime',
  ],
};

/** Reads a scenario. @throws {ApiUsageError} `SCENARIO_INVALID` naming what is wrong and where */
export function parseScenario(text: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    refuse('it is not JSON', undefined, error instanceof Error ? error.message : error);
  }
  const source = map(value, 'scenario');
  const names = (list: unknown, at: string) =>
    array(list ?? [], at).map((name) => string(name, at));
  return {
    name: string(source['name'] ?? '', 'name'),
    libraries: names(source['libraries'], 'libraries'),
    flags: names(source['flags'], 'flags').map(
      (flag) => known(flag, KNOWN.flags, 'flags') as BuilderFlag,
    ),
    inputs: array(source['inputs'], 'inputs').map((entry, i) => {
      const input = map(entry, `inputs[${i}]`);
      return {
        name: string(input['name'], `inputs[${i}].name`),
        type: string(input['type'], `inputs[${i}].type`) as DataType,
        dims: dims(input['dims'], `inputs[${i}].dims`),
      };
    }),
    layers: array(source['layers'], 'layers').map((entry, i) => layer(entry, `layers[${i}]`)),
    outputs: names(source['outputs'], 'outputs'),
    profiles: array(source['profiles'] ?? [], 'profiles').map((profile, i) =>
      Object.fromEntries(
        Object.entries(map(profile, `profiles[${i}]`)).map(([name, ends]) => {
          const at = `profiles[${i}].${name}`;
          const range = map(ends, at);
          return [
            name,
            {
              min: dims(range['min'], at),
              opt: dims(range['opt'], at),
              max: dims(range['max'], at),
            },
          ];
        }),
      ),
    ),
    config: map(source['config'] ?? {}, 'config') as Scenario['config'],
    steps: array(source['steps'], 'steps').map((step, i) => {
      const [name, argument] =
        typeof step === 'string'
          ? [step, undefined]
          : (Object.entries(map(step, `steps[${i}]`))[0] ?? ['', undefined]);
      return { name: known(name, KNOWN.steps, `steps[${i}]`), argument };
    }),
    chosen: map(source['chosen'] ?? {}, 'chosen') as Record<string, LayerChoice>,
  };
}

function layer(entry: unknown, at: string): ScenarioLayer {
  const source = map(entry, at);
  const names = (key: string) =>
    array(source[key] ?? [], `${at}.${key}`).map((name) => string(name, `${at}.${key}`));
  return {
    kind: known(source['kind'], KNOWN.kinds, `${at}.kind`) as ScenarioLayer['kind'],
    name: string(source['name'], `${at}.name`),
    plugin: string(source['plugin'], `${at}.plugin`),
    version: string(source['version'], `${at}.version`),
    namespace: string(source['namespace'] ?? '', `${at}.namespace`),
    fields: array(source['fields'] ?? [], `${at}.fields`).map((value, i) => {
      const field = map(value, `${at}.fields[${i}]`);
      return {
        name: string(field['name'], `${at}.fields[${i}].name`),
        type: string(field['type'], `${at}.fields[${i}].type`) as PluginFieldType,
        data: field['data'] as string | number[],
      };
    }),
    inputs: names('inputs'),
    shapeInputs: names('shapeInputs'),
    outputs: names('outputs'),
  };
}

function refuse(state: string, expected: unknown, actual: unknown): never {
  throw new ApiUsageError('SCENARIO_INVALID', `Cannot run the scenario: ${state}`, {
    expected,
    actual,
  });
}

function map(value: unknown, at: string): Record<string, unknown> {
  const ok = typeof value === 'object' && value !== null && !Array.isArray(value);
  return ok
    ? (value as Record<string, unknown>)
    : refuse(`${at} is not valid`, 'an object', typeof value);
}

function array(value: unknown, at: string): unknown[] {
  return Array.isArray(value)
    ? (value as unknown[])
    : refuse(`${at} is not valid`, 'a list', typeof value);
}

function string(value: unknown, at: string): string {
  return typeof value === 'string' ? value : refuse(`${at} is not valid`, 'a string', typeof value);
}

function dims(value: unknown, at: string): Dims {
  const extents = array(value, at);
  return extents.every((extent) => Number.isInteger(extent))
    ? (extents as number[])
    : refuse(`${at} is not valid`, 'whole numbers', extents);
}

function known(value: unknown, names: readonly string[], at: string): string {
  const name = string(value, at);
  return names.includes(name)
    ? name
    : refuse(`${at} is not known to this host`, names.join(', '), name);
}
