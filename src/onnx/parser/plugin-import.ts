import { PluginError } from '../../errors';
import { duringPhase } from '../../trace/phase';
import { log } from '../../runtime/logger';
import type { DecodedNode } from '../decoded';
import type { GraphValue } from '../native/node-context';
import { quoted } from '../quoted';
import { PLUGIN_ATTRIBUTES } from './creator-search';
import {
  otherOutputCount,
  parserError,
  Refusal,
  type ErrorPlace,
  type ParserErrorCode,
} from './parser-error';
import type { ParserLayer, ParserPluginCreator, ParserTensor } from './parser-network';
import { LONGEST_NAME, nodeName, type ParseState } from './parse-state';
import { loadFields, UnsupportedField, type LoadedFields } from './plugin-fields';

/** One node that becomes a plugin layer. */
export class PluginImport<Tensor extends ParserTensor> {
  private readonly name: string;

  constructor(
    private readonly state: ParseState<Tensor>,
    private readonly node: DecodedNode,
    private readonly creator: ParserPluginCreator,
    private readonly inputs: readonly (GraphValue<Tensor> | null)[],
    private readonly place: ErrorPlace,
  ) {
    this.name = nodeName(node);
  }

  /**
   * Makes the plugin, adds the layer and ends the plugin: the network has its own clone.
   * @returns the layer's outputs @throws {Refusal}
   */
  run(): Tensor[] {
    this.checkName();
    const { fields } = this.loadedFields();
    const shapeInputs = this.shapeInputs();
    const plugin = this.create(fields);
    let layer: ParserLayer<Tensor>;
    try {
      layer = this.addLayer(plugin, shapeInputs);
    } finally {
      duringPhase('addLayers', () => plugin.destroy(), { method: null });
    }
    const count = layer.getNbOutputs();
    const named = this.node.outputs.filter((name) => name !== '').length;
    if (named !== count) {
      throw this.refusal(
        'kINVALID_GRAPH',
        `the plugin has ${count} outputs, and the node names ${named}: every output needs a name, one that nobody reads too`,
        otherOutputCount(count, named),
      );
    }
    return Array.from({ length: count }, (_, index) => layer.getOutput(index));
  }

  private checkName(): void {
    const { length } = Buffer.from(this.node.name);
    if (length <= LONGEST_NAME) return;
    const reason = `its name is of ${length} bytes, and a layer's name has at most ${LONGEST_NAME}`;
    throw this.refusal('kINVALID_NODE', reason, `Invalid Node - ${this.name}\n${reason}`);
  }

  private loadedFields(): LoadedFields {
    const declared = this.creator.getFieldNames();
    let loaded: LoadedFields;
    try {
      loaded = loadFields(this.node, declared);
    } catch (error) {
      if (!(error instanceof UnsupportedField)) throw error;
      throw this.refusal('kINVALID_NODE', error.message, `Invalid Node - ${this.name}`);
    }
    for (const warning of loaded.warnings) log('kWARNING', warning);
    for (const note of loaded.notes) this.warn(note);
    return loaded;
  }

  /** Which inputs are given to the plugin as values. */
  private shapeInputs(): ReadonlySet<number> {
    const name = PLUGIN_ATTRIBUTES.shapeInputs;
    const attribute = this.node.attributes.get(name);
    const chosen = new Set<number>();
    if (!attribute) return chosen;
    if (this.creator.generation === 'V2') {
      log(
        'kWARNING',
        `Node ${this.name} has shape input indices defined, but plugin creator is for an IPluginV2-derivative plugin. Ignoring shape input indices.`,
      );
      return chosen;
    }
    if (attribute.kind !== 'ints') {
      throw this.refusal('kUNSUPPORTED_NODE', `${name} must be INTS, and is ${attribute.kind}`);
    }
    const count = this.inputs.length;
    for (const value of this.node.exact.get(name)?.ints ?? []) {
      const index = Number(BigInt.asIntN(32, value));
      if (index >= count || index < -count) {
        throw this.refusal(
          'kUNSUPPORTED_NODE',
          `${name} names input ${index}, and the node has ${count}`,
          `Assertion failed: (curr < nbInputs) && (curr >= (-nbInputs)): Out-of-range shape input index: ${index}`,
        );
      }
      const place = index < 0 ? index + count : index;
      if (chosen.has(place)) {
        log('kWARNING', `Node ${this.name} has duplicate shape input index: ${index}`);
      }
      chosen.add(place);
    }
    return chosen;
  }

  private addLayer(
    plugin: ReturnType<ParserPluginCreator['createPlugin']>,
    shapeInputs: ReadonlySet<number>,
  ): ParserLayer<Tensor> {
    const tensors = this.inputs.map((_, index) => this.tensorOf(index));
    this.checkShapeInputs(tensors, shapeInputs);
    const chosen = (shape: boolean) => tensors.filter((_, i) => shapeInputs.has(i) === shape);
    const { network } = this.state;
    const layer =
      this.creator.generation === 'V2'
        ? network.addPluginV2(chosen(false), plugin)
        : network.addPluginV3(chosen(false), chosen(true), plugin);
    this.state.nameLayer(layer, this.name);
    return layer;
  }

  /** As TensorRT says it when it infers the shapes. */
  private checkShapeInputs(tensors: readonly Tensor[], shapeInputs: ReadonlySet<number>): void {
    for (const index of shapeInputs) {
      const tensor = tensors[index];
      if (!tensor) continue;
      const [type, rank] = [tensor.getType(), tensor.getDimensions().length];
      const fits = ['kINT32', 'kINT64', 'kBOOL'].includes(type) && rank <= 1;
      if (fits) continue;
      const reason = `input ${index} is named in ${PLUGIN_ATTRIBUTES.shapeInputs} and is ${type} of rank ${rank}; a shape input is kINT32, kINT64 or kBOOL, of rank 0 or 1`;
      throw this.refusal('kINVALID_NODE', reason, `Invalid Node - ${this.name}\n${reason}`);
    }
  }

  private tensorOf(index: number): Tensor {
    const value = this.inputs[index];
    if (!value) {
      const reason = `input ${index} is left out (an empty name), and a plugin layer takes no null tensors; feed a constant, or make another operator of it`;
      throw this.refusal('kINVALID_NODE', reason, `Invalid Node - ${this.name}`);
    }
    if ('tensor' in value) return value.tensor;
    const { name, type } = value.constant;
    const tensor = this.state.constants.tensorOf(value.constant);
    if (!tensor) {
      throw this.refusal(
        'kUNSUPPORTED_NODE',
        `its input ${quoted(name)} is a constant of ${type}, and there are no such tensors`,
      );
    }
    return tensor;
  }

  private create(fields: LoadedFields['fields']): ReturnType<ParserPluginCreator['createPlugin']> {
    try {
      return this.creator.createPlugin(this.name, fields, 'kBUILD');
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      const plugin = `plugin ${this.creator.getPluginName()} version ${this.creator.getPluginVersion()}`;
      const desc = 'Assertion failed: plugin: Could not create the plugin.';
      throw this.refusal('kUNSUPPORTED_NODE', `${plugin}: ${error.message}`, desc, error);
    }
  }

  private warn(text: string): void {
    log('kWARNING', `Node ${quoted(this.name)} (${this.node.opType}): ${text}`);
  }

  private refusal(
    code: ParserErrorCode,
    reason: string,
    desc: string = reason,
    cause?: unknown,
  ): Refusal {
    return new Refusal(parserError(code, reason, { place: this.place, desc }), cause);
  }
}
