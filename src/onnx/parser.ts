import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { log } from '../runtime/logger';
import { inspectable } from '../runtime/inspect';
import { getPluginRegistry } from '../runtime/plugin/plugin-registry';
import { decodeModel } from './decode';
import type { DecodedModel } from './decoded';
import { NATIVE_OPERATORS } from './import-native';
import { OnnxFileError } from './invalid-file';
import { INITIALIZER_NOT_IMPORTED } from './parser/bindings';
import { parseModel } from './parser/parse-model';
import { OnnxParserError, parserError, type ParserError } from './parser/parser-error';
import type { ParserNetwork, ParserPluginRegistry, ParserTensor } from './parser/parser-network';
import { ParseState } from './parser/parse-state';

/** In the words of TensorRT's parser. */
const NOT_DESERIALIZED =
  'Assertion failed: model->ParseFromCodedStream(&codedInput) && "Failed to parse the ONNX model."';

/** `nvonnxparser::OnnxParserFlag`, those that mean something on this host. */
export type OnnxParserFlag = 'kENABLE_PLUGIN_OVERRIDE';

/**
 * `nvonnxparser::IParser`: fills a network from an ONNX model. Operators become native layers, all others plugin layers, whose fields are
 * the node's attributes.
 *
 * @example
 * ```ts
 * const network = createBuilder().createNetwork();
 * createParser(network).parseFromFile('models/srcnn-dynamic-trt-resize.onnx');
 * ```
 */
export class OnnxParser<Tensor extends ParserTensor = ParserTensor> {
  private readonly errors: ParserError[] = [];
  private readonly flags = new Set<OnnxParserFlag>();
  private layerOutputs: ReadonlyMap<string, readonly Tensor[]> = new Map();

  /** @internal Parsers come from createParser. */
  constructor(
    private readonly network: ParserNetwork<Tensor>,
    private readonly registry: ParserPluginRegistry,
  ) {}

  /**
   * Adds the model's layers to the network, marks and names its outputs.
   *
   * @param model The bytes of an ONNX file.
   * @param options.folder Where files of external data lie; without it a model that has such data is refused.
   * @throws {OnnxParserError} with everything that was refused; the network keeps what was added until then
   */
  parse(model: Uint8Array, options: { folder?: string } = {}): void {
    if (this.network.layers.length > 0) {
      const reason = 'the network has layers already; parse() wants an empty one';
      this.fail('NETWORK_NOT_EMPTY', 'the model', [parserError('kINVALID_VALUE', reason)]);
    }
    this.parseBytes(model, 'the model', options);
  }

  /** The same for a file; files of external data lie in its folder. @throws {OnnxParserError} */
  parseFromFile(path: string): void {
    this.parseBytes(this.read(path), path, { folder: dirname(path) });
  }

  /** Whether this host has native layers for an operator of ONNX; all others are looked for among the plugins. */
  supportsOperator(name: string): boolean {
    return NATIVE_OPERATORS.has(name);
  }

  /** How many errors there were since the last clearErrors(). */
  getNbErrors(): number {
    return this.errors.length;
  }
  /** null where there is no error of this index. */
  getError(index: number): ParserError | null {
    return this.errors[index] ?? null;
  }
  clearErrors(): void {
    this.errors.length = 0;
  }

  /** kENABLE_PLUGIN_OVERRIDE: a registered plugin goes before TensorRT's own operator of its name (NvOnnxParser.h 10.16; 10.6 has no such flag). */
  setFlag(flag: OnnxParserFlag): void {
    this.flags.add(flag);
  }
  clearFlag(flag: OnnxParserFlag): void {
    this.flags.delete(flag);
  }
  getFlag(flag: OnnxParserFlag): boolean {
    return this.flags.has(flag);
  }

  /** An output of a node of the model that was parsed last; null where there is none. @param name The node's name, or `node_of_` and its first output. */
  getLayerOutputTensor(name: string, index: number): Tensor | null {
    return this.layerOutputs.get(name)?.[index] ?? null;
  }

  private read(path: string): Uint8Array {
    try {
      if (!statSync(path).isFile()) throw new Error('it is no regular file');
      return readFileSync(path);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const errors = [parserError('kMODEL_DESERIALIZE_FAILED', reason)];
      return this.fail('ONNX_FILE_UNREADABLE', path, errors, error);
    }
  }

  private parseBytes(bytes: Uint8Array, name: string, options: { folder?: string }): void {
    const model = this.decode(bytes, name, options);
    const override = this.flags.has('kENABLE_PLUGIN_OVERRIDE');
    const state = new ParseState(model, this.network, this.registry, override);
    this.layerOutputs = state.layerOutputs;
    parseModel(state);
    if (state.errors.length > 0) {
      this.fail('ONNX_PARSE_FAILED', name, state.errors, state.cause);
    }
    const { nodes, inputs, outputs } = model.graph;
    log(
      'kINFO',
      `Parsed ${name}: ${nodes.length} nodes became ${this.network.layers.length} layers, ${inputs.length} inputs, ${outputs.length} outputs`,
    );
  }

  private decode(bytes: Uint8Array, name: string, options: { folder?: string }): DecodedModel {
    try {
      return decodeModel(bytes, options);
    } catch (error) {
      if (!(error instanceof OnnxFileError)) throw error;
      const { node, readable, problem, initializer } = error;
      const reason = error.message.slice(error.message.indexOf(problem));
      const [code, desc] = !readable
        ? (['kMODEL_DESERIALIZE_FAILED', NOT_DESERIALIZED] as const)
        : node
          ? (['kINVALID_NODE', `Invalid Node - ${node.name}`] as const)
          : (['kINVALID_GRAPH', initializer ? INITIALIZER_NOT_IMPORTED : reason] as const);
      const place = node && {
        node: node.index,
        nodeName: node.name,
        nodeOperator: node.opType,
        localFunctionStack: [],
      };
      return this.fail(
        'ONNX_INVALID',
        name,
        [parserError(code, reason, { desc, ...(place && { place }) })],
        error,
      );
    }
  }

  private fail(code: string, name: string, errors: readonly ParserError[], cause?: unknown): never {
    for (const each of errors) this.errors.push(each);
    const error = new OnnxParserError(code, name, errors, { cause });
    log('kERROR', error.message);
    throw error;
  }

  static {
    inspectable(OnnxParser, (parser) => ({ errors: parser.errors }));
  }
}

/**
 * `nvonnxparser::createParser`.
 *
 * @param network An empty network of either host.
 * @param registry Where plugins are looked for, by default the registry of this process.
 */
export function createParser<Tensor extends ParserTensor>(
  network: ParserNetwork<Tensor>,
  registry: ParserPluginRegistry = getPluginRegistry(),
): OnnxParser<Tensor> {
  return new OnnxParser(network, registry);
}

export { OnnxParserError, type ParserError, type ParserErrorCode } from './parser/parser-error';
export type { ParserNetwork, ParserTensor } from './parser/parser-network';
