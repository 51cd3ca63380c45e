/** Parses a recorded model again, with this host's parser and creators that do what the recorded ones did. */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { PluginError } from '../../../src/errors';
import type { NativePluginV2, NativePluginV3, PluginField } from '../../../src/native';
import { OnnxParserError } from '../../../src/onnx/parser';
import { createParser } from '../../../src/onnx/parser';
import type {
  ParserPluginCreator,
  ParserPluginRegistry,
} from '../../../src/onnx/parser/parser-network';
import type { PluginFieldType } from '../../../src/runtime/enums';
import { createBuilder } from '../../../src/runtime/builder';
import { addLogger } from '../../../src/runtime/logger';
import type { Tensor } from '../../../src/runtime/network/layer';
import { field, int32 } from '../../../src/runtime/plugin/plugin-field';
import { registryWithPlugins } from '../../runtime/add-scalar-engine';
import { probeFields, registryWithProbe } from '../../runtime/plugin-network';
import { factsHere, type CreateCall, type ParseFacts } from './parse-facts';
import { FOLDER, type ParserRecording, type RecordedCreator } from './parser-recording';

/** Parses the recording's model. Steps other than the first parse are not repeated. */
export function replay(recording: ParserRecording): ParseFacts {
  const { model, stronglyTyped = false, steps = ['parseFromFile'] } = recording.case;
  const created: CreateCall[] = [];
  const builder = createBuilder();
  const network = builder.createNetwork({ stronglyTyped });
  const parser = createParser<Tensor>(network, registryOf(recording, created));
  const path = join(FOLDER, model);
  const warnings: string[] = [];
  const remove = addLogger((severity, message) => {
    if (severity === 'kWARNING') warnings.push(message);
  });
  try {
    if (steps.includes('parse')) parser.parse(readFileSync(path), { folder: FOLDER });
    else parser.parseFromFile(path);
  } catch (error) {
    if (!(error instanceof OnnxParserError)) throw error;
  } finally {
    remove();
  }
  const errors = Array.from({ length: parser.getNbErrors() }, (_, i) => parser.getError(i)).flatMap(
    (error) => error ?? [],
  );
  const facts = factsHere(network, errors, created, warnings);
  network.destroy();
  builder.destroy();
  return facts;
}

/** The recorded creators; behind them the workbook's library, where the recording has it. */
function registryOf(
  { case: { creators, libraries = [], staticLibraries = [] } }: ParserRecording,
  created: CreateCall[],
): ParserPluginRegistry {
  const workbook = libraries.length > 0 || staticLibraries.some((name) => name.includes('_static'));
  const all: ParserPluginCreator[] = creators.map((creator) => creatorOf(creator, created));
  if (workbook) {
    const own = registryWithPlugins().getAllCreators();
    all.push(...own.filter((creator) => creator.getPluginName() === 'DynamicTRTResize'));
  }
  const registry = registryWithPlugins();
  return {
    getAllCreators: () => all,
    getCreator: (name, version, namespace) => registry.getCreator(name, version, namespace),
  };
}

function creatorOf(recorded: RecordedCreator, created: CreateCall[]): ParserPluginCreator {
  const { name, version, namespace, generation } = recorded;
  return {
    generation: generation === 2 ? 'V2' : 'V3',
    getPluginName: () => name,
    getPluginVersion: () => version,
    getPluginNamespace: () => namespace,
    getFieldNames: () =>
      (recorded.fields ?? []).map(({ type, ...each }) => ({
        ...each,
        type: type as PluginFieldType,
        data: null,
      })),
    createPlugin: (layer, fields, phase) => {
      created.push({
        creator: `${name}@${version}${namespace && `/${namespace}`} (V${generation})`,
        name: layer,
        fields: fields.map(seenField),
        phase: generation === 2 ? null : phase,
      });
      if (recorded.create !== 'null') return pluginOf(recorded, layer);
      throw new PluginError('PLUGIN_NOT_CREATED', `Cannot create plugin "${layer}"`, { layer });
    },
  };
}

/** A plugin of the test library that does the same. */
function pluginOf(recorded: RecordedCreator, layer: string): NativePluginV2 | NativePluginV3 {
  const { generation, outputs = 1, shapes, types } = recorded;
  const registry = registryWithProbe();
  if (shapes && generation === 2) {
    // With one input it finds no shape.
    const creator = registry.getCreator('DynamicTRTResize', '1');
    return creator.createPlugin(layer, [field('align_corners', int32(0), 'kINT32')]);
  }
  const fail = shapes ? 'getOutputShapes' : types ? 'getOutputDataTypes' : null;
  const creator = registry.getCreator('Probe', generation === 2 ? '1' : '2');
  return creator.createPlugin(layer, probeFields({ outputs, ...(fail && { fail }) }));
}

const BITS: Partial<Record<PluginFieldType, number>> = {
  kFLOAT64: 64,
  kINT64: 64,
  kFLOAT32: 32,
  kINT32: 32,
  kFLOAT16: 16,
  kBF16: 16,
  kINT16: 16,
  kINT4: 4,
};

/** What a creator sees that trusts the label: as many bytes as it promises, or the buffer's. */
function seenField({ name, type, length, data }: PluginField) {
  const promised = Math.ceil(((BITS[type] ?? 8) * length) / 8);
  const bytes = data && Buffer.from(data).subarray(0, promised).toString('hex');
  return { name, type, length, bytes };
}
