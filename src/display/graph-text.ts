/** The graph of an engine for a terminal: a line a layer, with what it reads and makes. */
import type { EngineGraph, GraphTensor } from './engine-graph';
import type { GraphWords } from './graph-words';
import { useText, workText } from './plan-view';

function tensorText(tensor: GraphTensor, words: GraphWords): string {
  const alias = tensor.aliasOf === null ? '' : ` (${words.shares(tensor.aliasOf)})`;
  const role = tensor.role === 'output' ? ` (${words.output})` : '';
  const unused = tensor.consumers.length === 0 && role === '' ? ` (${words.unused})` : '';
  return `${tensor.name}: ${useText(tensor.use, tensor.dims)}${role}${alias}${unused}`;
}

/**
 * @example
 * ```text
 * profile 0, extents at kOPT
 * input x: kFLOAT:kLINEAR [2,16,8,8]
 * 1  reformat x to probe: kFLOAT:kLINEAR → kHALF:kCHW4
 *      x → x reformatted: kHALF:kCHW4 [2,16,8,8]
 * ```
 */
export function graphText(graph: EngineGraph, words: GraphWords): string {
  const lines = [words.subtitle(graph.profile, graph.select)];
  for (const tensor of graph.tensors)
    if (tensor.role === 'input' && tensor.producer === null)
      lines.push(`${tensor.host ? words.hostInput : words.input} ${tensorText(tensor, words)}`);
  graph.layers.forEach((layer, index) => {
    lines.push(`${index + 1}  ${layer.kind} ${layer.name}: ${workText(layer)}`);
    const reads = graph.tensors.filter(({ consumers }) => consumers.includes(index));
    const makes = graph.tensors.filter(({ producer }) => producer === index);
    const names = reads.map(({ name }) => name).join(', ');
    for (const tensor of makes) lines.push(`     ${names} → ${tensorText(tensor, words)}`);
  });
  if (graph.layers.length === 0) lines.push(words.empty);
  return lines.join('\n');
}
