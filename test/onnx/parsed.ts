/** Models for the parser's tests: written, parsed into a network of the reference host, with what was logged. */
import * as assert from 'uvu/assert';
import { addLogger } from '../../src/runtime/logger';
import { createBuilder } from '../../src/runtime/builder';
import type { NetworkDefinition } from '../../src/runtime/network/network';
import { writeModel, type ModelContents, type ModelTensor } from '../../src/onnx/model';
import { createParser, OnnxParserError, type OnnxParser } from '../../src/onnx/parser';
import type { ParserPluginRegistry } from '../../src/onnx/parser/parser-network';
import type { Tensor } from '../../src/runtime/network/layer';

export const float = (name: string, ...dims: (number | string)[]): ModelTensor => ({
  name,
  type: 'float',
  dims,
});
export const int64s = (name: string, ...values: number[]): ModelTensor => ({
  name,
  type: 'int64',
  dims: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

/** What came of a model. */
export interface Parsed {
  network: NetworkDefinition;
  parser: OnnxParser<Tensor>;
  /** null where it was parsed. */
  error: OnnxParserError | null;
  /** `kWARNING text`, without kINFO and kVERBOSE. */
  logged: string[];
}

/** Parses bytes, or a model that is written first. The network and its builder are never destroyed where `keep` does not do it. */
export function parsed(
  model: ModelContents | Uint8Array,
  options: { registry?: ParserPluginRegistry; override?: boolean; folder?: string } = {},
): Parsed {
  const network = createBuilder().createNetwork({ stronglyTyped: true });
  const parser = createParser<Tensor>(network, options.registry);
  if (options.override) parser.setFlag('kENABLE_PLUGIN_OVERRIDE');
  const logged: string[] = [];
  const remove = addLogger((severity, message) => {
    if (severity !== 'kINFO' && severity !== 'kVERBOSE') logged.push(`${severity} ${message}`);
  });
  try {
    const bytes = model instanceof Uint8Array ? model : writeModel(model);
    parser.parse(bytes, options.folder === undefined ? {} : { folder: options.folder });
    return { network, parser, error: null, logged };
  } catch (error) {
    if (!(error instanceof OnnxParserError)) throw error;
    return { network, parser, error, logged };
  } finally {
    remove();
  }
}

/** A network that has to be. */
export function networkOf(...args: Parameters<typeof parsed>): NetworkDefinition {
  const { network, error } = parsed(...args);
  if (error) throw error;
  return network;
}

/** The error that has to come. */
export function refusalOf(...args: Parameters<typeof parsed>): OnnxParserError {
  const { error } = parsed(...args);
  assert.ok(error, 'nothing was refused');
  return error;
}

/** `name: output[1,3,-1], …` of each layer. */
export function layersOf(network: NetworkDefinition): string[] {
  return network.layers.map(
    ({ name, outputs }) =>
      `${name}: ${outputs.map((tensor) => `${tensor.name}[${tensor.getDimensions().join(',')}]`).join(', ')}`,
  );
}
