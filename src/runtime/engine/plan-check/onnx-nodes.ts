import { ONNX_TYPES, type OnnxAttribute, type OnnxNode, type OnnxType } from '../../../onnx/model';
import type { PlanConstant, PlanNativeLayer } from '../plan';
import { volume } from '../../tensor';
import { bytes, dims, list, oneOf, record, text, whole, wrong } from './reading';

/** One ONNX node of a native layer. */
export function onnxNode(value: unknown, at: string): OnnxNode {
  const fields = record(value, at);
  const node = {
    opType: text(fields['opType'], `${at}.opType`),
    inputs: list(fields['inputs'], `${at}.inputs`, text),
    outputs: list(fields['outputs'], `${at}.outputs`, text),
  };
  if (fields['attributes'] === undefined) return node;
  const entries = Object.entries(record(fields['attributes'], `${at}.attributes`));
  const checked = entries.map(([name, attribute]) => [
    name,
    onnxAttribute(attribute, `${at}.attributes.${name}`),
  ]);
  return { ...node, attributes: Object.fromEntries(checked) as Record<string, OnnxAttribute> };
}

function onnxAttribute(value: unknown, at: string): OnnxAttribute {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return whole(value, at, Number.MIN_SAFE_INTEGER);
  if (Array.isArray(value)) {
    return list(value, at, (element, where) => whole(element, where, Number.MIN_SAFE_INTEGER));
  }
  const float = record(value, at)['float'];
  // Padding with minus infinity is meant.
  return typeof float === 'number' ? { float } : wrong(`${at}.float`, 'a number', float);
}

/** What the inspector shows of a native layer: numbers, names, truths, and lists and maps of them. */
export function attributes(value: unknown, at: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record(value, at)).map(([name, entry]) => [
      name,
      shownValue(entry, `${at}.${name}`, 0),
    ]),
  );
}

const DEEPEST_ATTRIBUTE = 8;

function shownValue(value: unknown, at: string, depth: number): unknown {
  if (value === null || ['number', 'string', 'boolean'].includes(typeof value)) return value;
  if (depth > DEEPEST_ATTRIBUTE) wrong(at, `at most ${DEEPEST_ATTRIBUTE} nested lists`, 'more');
  const inner = (entry: unknown, where: string) => shownValue(entry, where, depth + 1);
  if (Array.isArray(value)) return list(value, at, inner);
  return Object.fromEntries(
    Object.entries(record(value, at)).map(([name, entry]) => [name, inner(entry, `${at}.${name}`)]),
  );
}

const BYTES_OF: Readonly<Record<OnnxType, number>> = {
  float: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  double: 8,
  bfloat16: 2,
};
const TYPES = Object.keys(ONNX_TYPES) as OnnxType[];

/** Weights: as many bytes as their extents and type say. */
export function constant(value: unknown, at: string): PlanConstant {
  const fields = record(value, at);
  const checked: PlanConstant = {
    type: oneOf(TYPES, fields['type'], `${at}.type`),
    dims: dims(fields['dims'], `${at}.dims`, 0),
    data: bytes(fields['data'], `${at}.data`),
  };
  const size = volume(checked.dims) * BYTES_OF[checked.type];
  if (checked.data.length !== size) {
    wrong(`${at}.data`, `${size} bytes for [${checked.dims}] of ${checked.type}`, checked.data);
  }
  return checked;
}

/**
 * Checks that a native layer's nodes read only what is there (inputs of the layer, its constants, what nodes before wrote), that each
 * edge is written once, and that every output is written.
 */
export function checkEdges(
  layer: PlanNativeLayer,
  constants: Readonly<Record<string, PlanConstant>>,
  at: string,
): void {
  const unknown = layer.constants.find((name) => !(name in constants));
  if (unknown !== undefined) wrong(`${at}.constants`, 'constants of the engine', unknown);
  const known = new Set([...layer.inputs.map(({ tensor }) => tensor), ...layer.constants]);
  layer.nodes.forEach(({ inputs, outputs }, i) => {
    // An input or output without a name is an optional one left out.
    const missing = inputs.find((name) => name !== '' && !known.has(name));
    if (missing !== undefined)
      wrong(`${at}.nodes[${i}].inputs`, 'edges written before, inputs or constants', missing);
    for (const name of outputs) {
      if (known.has(name)) wrong(`${at}.nodes[${i}].outputs`, 'edges not written before', name);
      if (name !== '') known.add(name);
    }
  });
  const open = layer.outputs.find(({ tensor }) => !known.has(tensor));
  if (open) wrong(`${at}.nodes`, `a node that writes "${open.tensor}"`, 'none');
}
