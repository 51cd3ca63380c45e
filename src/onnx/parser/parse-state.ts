import type { DecodedModel, DecodedNode } from '../decoded';
import type { GraphValues } from '../import-native';
import { ConstantLayers } from '../native/constant-layers';
import { quoted } from '../quoted';
import { cString, MissingCreators } from './creator-search';
import { parserError, Refusal, type ErrorPlace, type ParserError } from './parser-error';
import type {
  ParserLayer,
  ParserNetwork,
  ParserPluginRegistry,
  ParserTensor,
} from './parser-network';
import { UniqueNames } from './unique-names';

/** What names mean where nodes are imported: in the graph, or in a function that is expanded. */
export interface Scope<Tensor> {
  values: GraphValues<Tensor>;
  opsets: ReadonlyMap<string, number>;
  /** The calls of functions around, outermost first, each as `callOf` writes it. */
  functions: readonly string[];
  /** The node of the graph whose function this is. */
  caller: number | null;
}

/** TensorRT takes names of at most 4096 bytes, with the closing NUL. */
export const LONGEST_NAME = 4095;
/** Nodes that functions may expand to: a few of them that call each other can ask for any number. */
const MOST_EXPANDED = 20_000;
/** Errors after which nobody reads on. */
const MOST_ERRORS = 1000;

/** One model while it is parsed. */
export class ParseState<Tensor extends ParserTensor> {
  readonly names = new UniqueNames();
  readonly constants: ConstantLayers<Tensor>;
  readonly errors: ParserError[] = [];
  /** Outputs of nodes by the nodes' names; of two nodes of one name the first. */
  readonly layerOutputs = new Map<string, readonly Tensor[]>();
  readonly graphOutputs: ReadonlySet<string>;
  readonly missing: MissingCreators;
  private readonly named = new Set<unknown>();
  private expanded = 0;

  constructor(
    readonly model: DecodedModel,
    readonly network: ParserNetwork<Tensor>,
    readonly registry: ParserPluginRegistry,
    /** Whether a plugin of an operator's name is taken before TensorRT's own layer. */
    readonly pluginOverride: boolean,
  ) {
    this.missing = new MissingCreators(registry);
    this.graphOutputs = new Set(model.graph.outputs.map(({ name }) => name));
    this.constants = new ConstantLayers(network, (layer, { name }) => {
      if (name !== '') this.nameLayer(layer as ParserLayer<Tensor>, name);
    });
  }

  /** Runs a step; where it refuses something, that is kept. @returns null where it did */
  collect<Result>(step: () => Result): Result | null {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.errors.push(error.error);
      this.cause ??= error.cause;
      return null;
    }
  }

  /** What the first refusal came from, where a plugin or the network threw it. */
  cause: unknown = undefined;

  /** Whether there are so many errors that looking for more is no use. */
  get hopeless(): boolean {
    return this.errors.length >= MOST_ERRORS;
  }

  nameLayer(layer: ParserLayer<Tensor>, name: string): void {
    this.named.add(layer);
    layer.setName(this.names.forLayer(shortened(name)));
  }

  /**
   * Names the layers of one node. The last that computes something has the node's name, those around it say what they are.
   */
  nameLayers(layers: readonly ParserLayer<Tensor>[], name: string): void {
    const own = layers.filter((layer) => !this.named.has(layer));
    const main = own.filter((layer) => !isAround(layer)).at(-1) ?? own.at(-1);
    for (const layer of own) {
      const kind = (layer.getType?.() ?? '').replace(/^k/, '').toLowerCase();
      this.nameLayer(layer, layer === main ? name : `${name}/${kind}`);
    }
  }

  nameTensor(tensor: Tensor, name: string): void {
    const unique = this.names.forTensor(shortened(name));
    if (tensor.name !== unique && !tensor.isNetworkInput()) tensor.setName(unique);
  }

  /** Counts the nodes of functions. @throws {Refusal} `kUNSUPPORTED_GRAPH` */
  expand(nodes: number, place: ErrorPlace): void {
    this.expanded += nodes;
    if (this.expanded <= MOST_EXPANDED) return;
    const reason = `the functions that it calls expand to more than ${MOST_EXPANDED} nodes`;
    throw new Refusal(parserError('kUNSUPPORTED_GRAPH', reason, { place }));
  }
}

/** Where in the file a node is; one inside a function is where that function is called. */
export function placeOf(node: DecodedNode, index: number, scope: Scope<unknown>): ErrorPlace {
  return {
    node: scope.caller ?? index,
    nodeName: node.name,
    nodeOperator: node.opType,
    localFunctionStack: scope.functions,
  };
}

/** A call of a function, as `IParserError::localFunctionStack` has it. */
export function callOf({ name }: DecodedNode, called: string): string {
  return `${name} (${called})`;
}

/** The node's name, or one after its first output. */
export function nodeName({ name, outputs }: DecodedNode): string {
  const [output] = outputs;
  return shortened(name === '' && output !== undefined ? `node_of_${output}` : name);
}

/** Layers that bring a tensor into another shape for the one that computes. */
function isAround<Tensor>(layer: ParserLayer<Tensor>): boolean {
  return ['kSHUFFLE', 'kCONSTANT', 'kCAST', 'kSHAPE'].includes(layer.getType?.() ?? '');
}

/** A name as the C string that TensorRT takes. */
function shortened(name: string): string {
  return cString(name).slice(0, LONGEST_NAME);
}

/** @throws {Refusal} where a name of an input or output of the network is none for TensorRT */
export function checkBindingName(name: string, what: string): void {
  if (name !== '' && shortened(name) === name) return;
  const reason = `${what} ${quoted(name)} has a name that TensorRT does not take: 1 to ${LONGEST_NAME} characters, none of them NUL`;
  throw new Refusal(parserError('kINVALID_GRAPH', reason));
}
