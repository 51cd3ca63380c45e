/** What came of a parse, in one form for TensorRT's recordings and for this host, so that the two can be compared. */
import { PARSER_ERROR_CODES, type ParserError } from '../../../src/onnx/parser/parser-error';
import type { PluginLayer, Tensor } from '../../../src/runtime/network/layer';
import type { NetworkDefinition } from '../../../src/runtime/network/network';
import type { ParserRecording, RecordedError, RecordedField } from './parser-recording';

/** A call of createPlugin. */
export interface CreateCall {
  /** `Attr@1 (V3)` */
  creator: string;
  name: string;
  fields: RecordedField[];
  /** null where the creator is a V2 one. */
  phase: string | null;
}

/** Each is compared on its own, as text. */
export interface ParseFacts {
  /** `crash` where TensorRT did not return. */
  result: string;
  /** Where each error is, and its code. */
  errors: string;
  /** The words of each error. */
  descs: string;
  /** createPlugin calls, with fields. */
  created: string;
  /** Plugin layers with their tensors. */
  plugins: string;
  inputs: string;
  outputs: string;
  warnings: string;
}
export type Aspect = keyof ParseFacts;

export function recordedFacts(recording: ParserRecording): ParseFacts {
  const { network = { inputs: [], outputs: [], layers: [] }, errors = [], events } = recording;
  const created = events.filter(({ method }) => method === 'createPlugin');
  const parse = events.findIndex(({ step }) => step?.startsWith('parse') === true);
  return {
    result: recording.crash ? 'crash' : JSON.stringify(recording.result),
    errors: JSON.stringify(errors.map(placeOf)),
    descs: JSON.stringify(errors.map(({ desc }) => desc)),
    created: JSON.stringify(
      created.map(({ object = '', args = {} }) =>
        callOf({
          creator: object,
          name: args.name ?? '',
          fields: args.fields ?? [],
          phase: args.phase ?? null,
        }),
      ),
    ),
    plugins: JSON.stringify(
      network.layers
        .filter(({ type }) => type.startsWith('kPLUGIN'))
        .map(({ type, name, inputs, outputs }) => [
          type.slice('kPLUGIN_'.length),
          name,
          inputs.map((tensor) => tensor && tensorText(tensor)),
          outputs.map((tensor) => tensor && tensorText(tensor)),
        ]),
    ),
    inputs: JSON.stringify(network.inputs.map(tensorText)),
    outputs: JSON.stringify(network.outputs.map(tensorText)),
    warnings: JSON.stringify(
      events
        .slice(Math.max(0, parse))
        .filter(({ log }) => log === 'kWARNING')
        .map(({ message = '' }) => message.replace(/^[\w.]+:\d+: /, '')),
    ),
  };
}

/** The same of this host. */
export function factsHere(
  network: NetworkDefinition,
  errors: readonly ParserError[],
  created: readonly CreateCall[],
  warnings: readonly string[],
): ParseFacts {
  const plugins = network.layers.filter((layer): layer is PluginLayer => layer.kind === 'plugin');
  return {
    result: JSON.stringify(errors.length === 0),
    errors: JSON.stringify(
      errors.map((error) =>
        placeOf({
          ...error,
          code: PARSER_ERROR_CODES.indexOf(error.code),
          localFunctionStack: [...error.localFunctionStack],
        }),
      ),
    ),
    descs: JSON.stringify(errors.map(({ desc }) => desc)),
    created: JSON.stringify(created.map(callOf)),
    plugins: JSON.stringify(
      plugins.map((layer) => [
        layer.plugin.generation,
        layer.name,
        [...layer.inputs, ...layer.shapeInputs].map((tensor) => tensorHere(tensor)),
        layer.outputs.map((tensor) => tensorHere(tensor)),
      ]),
    ),
    inputs: JSON.stringify(network.inputs.map(tensorHere)),
    outputs: JSON.stringify(network.outputs.map(tensorHere)),
    warnings: JSON.stringify(warnings),
  };
}

function placeOf({ code, node, nodeName, nodeOperator, localFunctionStack }: RecordedError) {
  return [PARSER_ERROR_CODES[code] ?? code, node, nodeName, nodeOperator, localFunctionStack ?? []];
}

function callOf({ creator, name, fields, phase }: CreateCall) {
  return [
    creator,
    name,
    fields.map((field) => [field.name, field.type, field.length, field.bytes]),
    phase,
  ];
}

function tensorHere(tensor: Tensor): string {
  let dims: readonly number[] | null = null;
  try {
    dims = tensor.getDimensions();
  } catch {
    // What TensorRT tells by a rank of -1, which the recording has as null.
  }
  return tensorText({ name: tensor.name, type: tensor.getType(), dims });
}

function tensorText(tensor: {
  name: string;
  type: string;
  dims: readonly number[] | null;
}): string {
  return `${tensor.name}: ${tensor.type} [${tensor.dims?.join(', ') ?? 'unknown'}]`;
}
