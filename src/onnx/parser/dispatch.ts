import type { DecodedFunction, DecodedNode } from '../decoded';
import { NATIVE_OPERATORS } from '../import-native';
import type { NodeImporter } from '../native/node-context';
import { findCreator } from './creator-search';
import { REFUSED_OPERATORS, SUBGRAPH_OPERATORS, TAKEN_OPERATORS } from './operator-names';
import { parserError, Refusal, type ErrorPlace, type ParserErrorCode } from './parser-error';
import type { ParserPluginCreator, ParserTensor } from './parser-network';
import type { ParseState } from './parse-state';

/** Who imports a node. */
export type Importer =
  | { kind: 'native'; importer: NodeImporter }
  | { kind: 'function'; function: DecodedFunction }
  | { kind: 'plugin'; creator: ParserPluginCreator };

/**
 * Who imports a node. As in TensorRT's parser the operator's name decides, and its domain does not matter: TensorRT's own operators come
 * first, then functions of the model, then plugins.
 *
 * @throws {Refusal} where nobody does
 */
export function importerOf<Tensor extends ParserTensor>(
  node: DecodedNode,
  place: ErrorPlace,
  state: ParseState<Tensor>,
): Importer {
  const { opType } = node;
  const own = TAKEN_OPERATORS.has(opType) || NATIVE_OPERATORS.has(opType);
  if (own && state.pluginOverride) {
    const creator = findCreator(node, state.registry);
    if (creator) return { kind: 'plugin', creator };
  }
  const importer = NATIVE_OPERATORS.get(opType);
  if (importer) return { kind: 'native', importer };
  if (own) throw refusal('kUNSUPPORTED_NODE', notHere(node, state), place);
  if (REFUSED_OPERATORS.has(opType)) {
    throw refusal('kUNSUPPORTED_NODE', "TensorRT's parser refuses this operator", place, 'false');
  }
  const local = state.model.functions.get(opType);
  if (local) return { kind: 'function', function: local };
  const creator = findCreator(node, state.registry);
  if (creator) return { kind: 'plugin', creator };
  const desc =
    'creator && "Plugin not found, are the plugin name, version, and namespace correct?"';
  throw refusal('kINVALID_NODE', state.missing.of(node), place, desc);
}

/** TensorRT's parser imports it; this host has no such layer. */
function notHere<Tensor extends ParserTensor>(
  node: DecodedNode,
  state: ParseState<Tensor>,
): string {
  if (SUBGRAPH_OPERATORS.has(node.opType)) {
    return 'it holds graphs, which TensorRT runs and this host does not; export the model without it (one branch, or the loop unrolled)';
  }
  const here = 'TensorRT has a layer for it, this host has none';
  const creators = state.registry.getAllCreators();
  return creators.some((creator) => creator.getPluginName() === node.opType)
    ? `${here}; a plugin of this name is registered, but the operator's own layer goes first: parser.setFlag('kENABLE_PLUGIN_OVERRIDE') takes the plugin, or give the operator another name`
    : here;
}

function refusal(code: ParserErrorCode, reason: string, place: ErrorPlace, desc = reason): Refusal {
  return new Refusal(parserError(code, reason, { place, desc }));
}
