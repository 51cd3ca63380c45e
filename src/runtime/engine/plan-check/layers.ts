import type { PluginField } from '../../../native';
import { DATA_TYPES, PLUGIN_FIELD_TYPES, TENSOR_FORMATS, type PluginFieldType } from '../../enums';
import type { SerializedPlugin } from '../../plugin/layer-plugin';
import { COMPUTED } from '../../network/operations/types';
import type { PlanLayer, PlanLayerTensor } from '../plan';
import { attributes, onnxNode } from './onnx-nodes';
import { bytes, list, oneOf, positive, record, text, timeOrNull, whole, wrong } from './reading';

const KINDS = ['plugin', 'reformat', 'native'] as const;
const GENERATIONS = ['V2', 'V3'] as const;
/** A tactic is an int32_t. */
const [LEAST_TACTIC, MOST_TACTIC] = [-(2 ** 31), 2 ** 31 - 1];

/** A layer by itself; how it hangs together with the others is checked with the graph. */
export function layer(value: unknown, at: string): PlanLayer {
  const fields = record(value, at);
  const step = {
    name: text(fields['name'], `${at}.name`),
    profile: whole(fields['profile'], `${at}.profile`),
    inputs: list(fields['inputs'], `${at}.inputs`, layerTensor),
    outputs: list(fields['outputs'], `${at}.outputs`, layerTensor),
    timeMs: timeOrNull(fields['timeMs'], `${at}.timeMs`),
  };
  const kind = oneOf(KINDS, fields['kind'], `${at}.kind`);
  switch (kind) {
    case 'plugin':
      return {
        kind,
        ...step,
        plugin: plugin(fields['plugin'], `${at}.plugin`),
        tactic: whole(fields['tactic'], `${at}.tactic`, LEAST_TACTIC, MOST_TACTIC),
        workspaceBytes: whole(fields['workspaceBytes'], `${at}.workspaceBytes`),
        alternatives: whole(fields['alternatives'], `${at}.alternatives`),
      };
    case 'reformat':
      if (step.inputs.length !== 1) wrong(`${at}.inputs`, 'one input', step.inputs);
      if (step.outputs.length !== 1) wrong(`${at}.outputs`, 'one output', step.outputs);
      return { kind, ...step };
    case 'native':
      for (const { tensor, type, format } of [...step.inputs, ...step.outputs]) {
        if (format !== 'kLINEAR') wrong(`${at}: the format of "${tensor}"`, 'kLINEAR', format);
        oneOf<string>(COMPUTED, type, `${at}: the type of "${tensor}"`);
      }
      return {
        kind,
        ...step,
        layerType: text(fields['layerType'], `${at}.layerType`),
        attributes: attributes(fields['attributes'], `${at}.attributes`),
        nodes: list(fields['nodes'], `${at}.nodes`, onnxNode),
        constants: list(fields['constants'], `${at}.constants`, text),
      };
  }
}

function layerTensor(value: unknown, at: string): PlanLayerTensor {
  const fields = record(value, at);
  const aliasOf = fields['aliasOf'];
  const scale = fields['scale'];
  return {
    tensor: text(fields['tensor'], `${at}.tensor`),
    type: oneOf(DATA_TYPES, fields['type'], `${at}.type`),
    format: oneOf(TENSOR_FORMATS, fields['format'], `${at}.format`),
    ...(scale === undefined ? {} : { scale: positive(scale, `${at}.scale`) }),
    ...(aliasOf === undefined ? {} : { aliasOf: text(aliasOf, `${at}.aliasOf`) }),
  };
}

function plugin(value: unknown, at: string): SerializedPlugin {
  const fields = record(value, at);
  const metadata = fields['metadata'];
  return {
    generation: oneOf(GENERATIONS, fields['generation'], `${at}.generation`),
    name: text(fields['name'], `${at}.name`),
    version: text(fields['version'], `${at}.version`),
    namespace: text(fields['namespace'], `${at}.namespace`),
    fields: list(fields['fields'], `${at}.fields`, pluginField),
    bytes: bytes(fields['bytes'], `${at}.bytes`),
    ...(metadata === undefined ? {} : { metadata: text(metadata, `${at}.metadata`) }),
  };
}

/** Bytes of one element. kUNKNOWN counts bytes; a kDIMS is a `nvinfer1::Dims` (NvInferRuntimeBase.h 10.16: int32_t and 8 int64_t). */
const FIELD_BYTES: Readonly<Record<PluginFieldType, number>> = {
  kFLOAT16: 2,
  kFLOAT32: 4,
  kFLOAT64: 8,
  kINT8: 1,
  kINT16: 2,
  kINT32: 4,
  kCHAR: 1,
  kDIMS: 72,
  kUNKNOWN: 1,
  kBF16: 2,
  kINT64: 8,
  kFP8: 1,
  kINT4: 0.5,
  kFP4: 0.5,
};

/** A field that getFieldsToSerialize gave: the creator will read `length` elements of it. */
function pluginField(value: unknown, at: string): PluginField {
  const fields = record(value, at);
  const type = oneOf(PLUGIN_FIELD_TYPES, fields['type'], `${at}.type`);
  const length = whole(fields['length'], `${at}.length`, 0, 2 ** 31 - 1);
  const data = fields['data'] === null ? null : bytes(fields['data'], `${at}.data`);
  const least = Math.ceil(length * FIELD_BYTES[type]);
  if (data && data.length < least) {
    wrong(`${at}.data`, `${least} bytes for ${length} elements of ${type}`, data);
  }
  return { name: text(fields['name'], `${at}.name`), type, length, data };
}
