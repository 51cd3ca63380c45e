import {
  DATA_TYPES,
  PLUGIN_FIELD_TYPES,
  type DataType,
  type PluginFieldType,
} from '../runtime/enums';
import { integer, list, listOf, map, oneOf, refuse, string, strings } from './scenario-values';

interface LayerTensors {
  name: string;
  inputs: string[];
  outputs: string[];
}
export interface ScenarioPluginLayer extends LayerTensors {
  kind: 'pluginV2' | 'pluginV3';
  plugin: string;
  version: string;
  namespace: string;
  fields: { name: string; type: PluginFieldType; data: string | number[] }[];
  shapeInputs: string[];
}
/** A layer of TensorRT's own. An activation is kRELU; a convolution's weights are all 0.01, its padding kernel / 2. */
export type ScenarioNativeLayer =
  | (LayerTensors & { kind: 'activation' })
  | (LayerTensors & { kind: 'convolution'; outMaps: number; kernel: number })
  | (LayerTensors & { kind: 'cast'; type: DataType });
export type ScenarioLayer = ScenarioPluginLayer | ScenarioNativeLayer;

const LAYER_KINDS = ['pluginV2', 'pluginV3', 'activation', 'convolution', 'cast'] as const;

/** Reads one layer of a scenario. @throws {ApiUsageError} `SCENARIO_INVALID` */
export function scenarioLayer(entry: unknown, at: string): ScenarioLayer {
  const source = map(entry, at);
  const kind = oneOf(LAYER_KINDS, source['kind'], `${at}.kind`);
  const tensors = {
    name: string(source['name'], `${at}.name`),
    inputs: strings(source['inputs'], `${at}.inputs`),
    outputs: strings(source['outputs'], `${at}.outputs`),
  };
  if (kind === 'pluginV2' || kind === 'pluginV3')
    return { kind, ...tensors, ...pluginOf(source, at) };
  if (tensors.inputs.length !== 1 || tensors.outputs.length !== 1)
    refuse(`${at} is not valid`, `one input and one output of ${kind}`, tensors);
  if (kind === 'cast')
    return { kind, ...tensors, type: oneOf(DATA_TYPES, source['type'], `${at}.type`) };
  if (kind === 'activation') return { kind, ...tensors };
  return {
    kind,
    ...tensors,
    outMaps: integer(source['outMaps'], `${at}.outMaps`, 1),
    kernel: integer(source['kernel'], `${at}.kernel`, 1),
  };
}

function pluginOf(
  source: Record<string, unknown>,
  at: string,
): Omit<ScenarioPluginLayer, 'kind' | 'name' | 'inputs' | 'outputs'> {
  return {
    plugin: string(source['plugin'], `${at}.plugin`),
    version: string(source['version'], `${at}.version`),
    namespace: string(source['namespace'] ?? '', `${at}.namespace`),
    shapeInputs: strings(source['shapeInputs'] ?? [], `${at}.shapeInputs`),
    fields: listOf(source['fields'] ?? [], `${at}.fields`, (value, place) => {
      const field = map(value, place);
      return {
        name: string(field['name'], `${place}.name`),
        type: oneOf(PLUGIN_FIELD_TYPES, field['type'], `${place}.type`),
        data: fieldData(field['data'], `${place}.data`),
      };
    }),
  };
}

function fieldData(value: unknown, at: string): string | number[] {
  if (typeof value === 'string') return value;
  return list(value, at).map((entry, i) =>
    typeof entry === 'number'
      ? entry
      : refuse(`${at}[${i}] is not valid`, 'a number', typeof entry),
  );
}
