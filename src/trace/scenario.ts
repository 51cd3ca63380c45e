import type { LayerChoice } from '../runtime/build/builder-config';
import { DATA_TYPES, type DataType } from '../runtime/enums';
import type { ShapeRange } from '../runtime/build/optimization-profile';
import type { Dims } from '../runtime/tensor';
import { scenarioLayer, type ScenarioLayer } from './scenario-layer';
import { scenarioStep, type ScenarioStep } from './scenario-step';
import {
  integer,
  integers,
  list,
  listOf,
  map,
  mapOf,
  oneOf,
  refuse,
  string,
  strings,
} from './scenario-values';

/** One run of a small network, as data: see recordings/README.md. */
export interface Scenario {
  name: string;
  /** Plugin libraries to load; the Probe plugin's is always loaded. */
  libraries: string[];
  flags: ScenarioFlag[];
  inputs: { name: string; type: DataType; dims: Dims }[];
  /** In the order they are added. */
  layers: ScenarioLayer[];
  outputs: string[];
  /** By input: the range of its extents, or of its values where it is a shape tensor. */
  profiles: Record<string, ShapeRange | { values: ShapeRange }>[];
  config: { workspaceBytes?: number; timingCache: 'none' | 'fresh' };
  steps: ScenarioStep[];
  /** What timing decided in the recorded run, by plugin layer. */
  chosen: Record<string, LayerChoice>;
}

/** Flags of the builder, of the network (kSTRONGLY_TYPED) and preview features (kALIASED_PLUGIN_IO_10_03). */
export const SCENARIO_FLAGS = [
  'kFP16',
  'kINT8',
  'kSTRONGLY_TYPED',
  'kALIASED_PLUGIN_IO_10_03',
] as const;
export type ScenarioFlag = (typeof SCENARIO_FLAGS)[number];

/** Reads a scenario. @throws {ApiUsageError} `SCENARIO_INVALID` naming what is wrong and where */
export function parseScenario(text: string): Scenario {
  const source = map(parsed(text), 'scenario');
  const inputs = listOf(source['inputs'], 'inputs', (entry, at) => {
    const input = map(entry, at);
    return {
      name: string(input['name'], `${at}.name`),
      type: oneOf(DATA_TYPES, input['type'], `${at}.type`),
      dims: integers(input['dims'], `${at}.dims`),
    };
  });
  const known = new Set(inputs.map(({ name }) => name));
  const layers = list(source['layers'], 'layers').map((entry, i) => {
    const layer = scenarioLayer(entry, `layers[${i}]`);
    const shapeInputs = 'shapeInputs' in layer ? layer.shapeInputs : [];
    checkKnown([...layer.inputs, ...shapeInputs], known, `layers[${i}]`);
    for (const output of layer.outputs) known.add(output);
    return layer;
  });
  const outputs = strings(source['outputs'], 'outputs');
  checkKnown(outputs, known, 'outputs');
  return {
    name: string(source['name'] ?? '', 'name'),
    libraries: strings(source['libraries'] ?? [], 'libraries'),
    flags: listOf(source['flags'] ?? [], 'flags', (flag, at) => oneOf(SCENARIO_FLAGS, flag, at)),
    inputs,
    layers,
    outputs,
    profiles: listOf(source['profiles'] ?? [], 'profiles', (profile, at) =>
      mapOf(profile, at, inputRange),
    ),
    config: configuration(source['config'] ?? {}),
    steps: listOf(source['steps'], 'steps', scenarioStep),
    chosen: mapOf(source['chosen'] ?? {}, 'chosen', choice),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return refuse('it is not JSON', undefined, error instanceof Error ? error.message : error);
  }
}

function checkKnown(names: readonly string[], known: ReadonlySet<string>, at: string): void {
  for (const name of names)
    if (!known.has(name))
      refuse(`${at} uses a tensor that nothing before makes`, [...known].join(', '), name);
}

function inputRange(value: unknown, at: string): ShapeRange | { values: ShapeRange } {
  const source = map(value, at);
  if (!('values' in source)) return range(source, at);
  return { values: range(map(source['values'], `${at}.values`), `${at}.values`) };
}

function range(source: Record<string, unknown>, at: string): ShapeRange {
  return {
    min: integers(source['min'], `${at}.min`),
    opt: integers(source['opt'], `${at}.opt`),
    max: integers(source['max'], `${at}.max`),
  };
}

function configuration(value: unknown): Scenario['config'] {
  const { workspaceBytes, timingCache = 'none', ...rest } = map(value, 'config');
  for (const key of Object.keys(rest)) oneOf(['workspaceBytes', 'timingCache'], key, 'config');
  return {
    timingCache: oneOf(['none', 'fresh'], timingCache, 'config.timingCache'),
    ...(workspaceBytes === undefined
      ? {}
      : { workspaceBytes: integer(workspaceBytes, 'config.workspaceBytes', 0) }),
  };
}

function choice(value: unknown, at: string): LayerChoice {
  const source = map(value, at);
  const { tactic } = source;
  return {
    in: strings(source['in'], `${at}.in`),
    out: strings(source['out'], `${at}.out`),
    ...(tactic === undefined ? {} : { tactic: integer(tactic, `${at}.tactic`) }),
  };
}
