import { PluginError } from '../../errors';
import { duringPhase } from '../../trace/phase';
import { log } from '../../runtime/logger';
import type { DecodedNode } from '../decoded';
import type { GraphValue } from '../native/node-context';
import { quoted } from '../quoted';
import { PLUGIN_ATTRIBUTES } from './creator-search';
import { parserError, Refusal, type ErrorPlace, type ParserErrorCode } from './parser-error';
import type { ParserLayer, ParserPluginCreator, ParserTensor } from './parser-network';
import { nodeName, type ParseState } from './parse-state';
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
    const { fields } = this.loadedFields();
    const shapeInputs = this.shapeInputs();
    const plugin = this.create(fields);
    let layer: ParserLayer<Tensor>;
    try {
      layer = this.addLayer(plugin, shapeInputs);
    } finally {
      duringPhase('addLayers', () => plugin.destroy(), { method: null });
    }
    const { length: wanted } = this.node.outputs;
    if (wanted > layer.getNbOutputs()) {
      throw this.refusal(
        'kINVALID_GRAPH',
        `the plugin has ${layer.getNbOutputs()} outputs, and the node wants ${wanted}`,
      );
    }
    return Array.from({ length: wanted }, (_, index) => layer.getOutput(index));
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
      this.warn(`${name} is ignored: the plugin is an IPluginV2, which has no shape inputs`);
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
        );
      }
      const place = index < 0 ? index + count : index;
      if (chosen.has(place)) this.warn(`${name} names input ${place} twice`);
      chosen.add(place);
    }
    return chosen;
  }

  private addLayer(
    plugin: ReturnType<ParserPluginCreator['createPlugin']>,
    shapeInputs: ReadonlySet<number>,
  ): ParserLayer<Tensor> {
    const tensors = this.inputs.map((_, index) => this.tensorOf(index));
    const chosen = (shape: boolean) => tensors.filter((_, i) => shapeInputs.has(i) === shape);
    const { network } = this.state;
    const layer =
      this.creator.generation === 'V2'
        ? network.addPluginV2(chosen(false), plugin)
        : network.addPluginV3(chosen(false), chosen(true), plugin);
    this.state.nameLayer(layer, this.name);
    return layer;
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
      const desc = 'Could not create the plugin.';
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
