/**
 * Where this host's parser differs from TensorRT 10.6's on purpose, and why. The only such list: everything else that was recorded must be
 * equal, and an entry that explains nothing fails the test.
 */
import type { Aspect, ParseFacts } from './parse-facts';
import type { ParserRecording } from './parser-recording';

/** One aspect of a recording that is not equal here. */
export interface FoundDifference {
  /** The recording. */
  name: string;
  recording: ParserRecording;
  aspect: Aspect;
  recorded: ParseFacts;
  here: ParseFacts;
}

export interface ParserDifference {
  id: string;
  /** What TensorRT does, what this host does, and why. */
  reason: string;
  matches: (found: FoundDifference) => boolean;
}

const named =
  (...names: string[]) =>
  ({ name }: FoundDifference): boolean =>
    names.includes(name);

/** Names that the network gives to tensors without one, `attr_output (1)` or `(Unnamed Layer* 0) […]_output_1`. */
const UNNAMED = /"[^":]*_output(_\d+| \(\d+\))?: /g;

export const PARSER_DIFFERENCES: readonly ParserDifference[] = [
  {
    id: 'crash',
    reason:
      'TensorRT ends with a segmentation fault (a creator without field names, a clone() that is null, a function that calls itself, a plugin that trusts its inputs); this host refuses the model, or its own plugin does not do that.',
    matches: ({ recorded }) => recorded.result === 'crash',
  },
  {
    id: 'other-step',
    reason:
      'The recorded step is supportsModelV2, which this parser does not have; here the model is parsed.',
    matches: ({ recording }) => recording.case.steps?.includes('supportsModelV2') === true,
  },
  {
    id: 'other-library',
    reason:
      'The plugin library of the recording (`trusting`, not part of the workbook) is not there.',
    matches: ({ recording }) => recording.case.staticLibraries?.includes('libtrusting.so') === true,
  },
  {
    id: 'no-native-layer',
    reason: 'TensorRT has a layer for the operator and this host has none; it says so.',
    matches: ({ here }) =>
      /"(TensorRT has a layer for it, this host has none|it holds graphs,)/.test(here.descs),
  },
  {
    id: 'no-such-tensors',
    reason: 'TensorRT has tensors of kFP8 and kINT4; this host has none and refuses them.',
    matches: named(
      'type-float8e4m3fn',
      'type-int4',
      'inputs-initializer-fp8',
      'inputs-initializer-i4',
    ),
  },
  {
    id: 'no-model',
    reason:
      'TensorRT takes bytes that are no model, such as an empty file or a PNG, and makes an empty network without an error; this host refuses them.',
    matches: named('file-empty', 'file-empty-parse', 'file-png', 'file-zeros'),
  },
  {
    id: 'unreadable-file',
    reason:
      'TensorRT logs that there is no such file and has no IParserError for it; this host has one, so that the error says why.',
    matches: named('file-missing', 'file-folder'),
  },
  {
    id: 'decoded-first',
    reason:
      'This host reads the whole file before it touches the network, which stays empty where a tensor of the file is damaged.',
    matches: ({ aspect, recorded, here }) =>
      aspect === 'inputs' &&
      recorded.result === 'false' &&
      here.result === 'false' &&
      here.inputs === '[]',
  },
  {
    id: 'damaged-number',
    reason: 'TensorRT reads an offset that is no number as 0; this host refuses the file.',
    matches: named('external-not-a-number'),
  },
  {
    id: 'external-without-length',
    reason:
      'ONNX lets the length of external data out, and this host takes the length that the dims say; TensorRT takes it as 0, and refuses.',
    matches: named('external-no-length', 'external-no-length-no-offset'),
  },
  {
    id: 'no-opset',
    reason:
      'TensorRT guesses what the operators of a model without opset_import mean; this host refuses the model.',
    matches: named('graph-opset-missing', 'graph-opset-missing-default'),
  },
  {
    id: 'extent-out-of-range',
    reason: 'TensorRT cuts an extent of 2^40 to 32 bits, which makes it 0; this host refuses it.',
    matches: named('dims-large'),
  },
  {
    id: 'empty-dim-param',
    reason:
      'TensorRT takes an extent whose dim_param is empty as 0; for this host it is an unknown one, as for ONNX.',
    matches: named('dims-param-empty'),
  },
  {
    id: 'reference-to-nothing',
    reason:
      'An attribute that refers to one that the caller does not have is absent in ONNX, and here; TensorRT makes a field of zeros of it.',
    matches: named('attr-refers-to-nothing', 'function-attribute-missing'),
  },
  {
    id: 'declared-twice',
    reason:
      'Of a STRINGS field that the creator lists twice TensorRT spoils the first buffer; this host gives the right one twice.',
    matches: named('fields-strings-declared-twice'),
  },
  {
    id: 'fp8-in-int32-data',
    reason:
      'TensorRT takes the 32-bit numbers of int32_data for bytes where a tensor is float8e4m3fn; this host takes the numbers.',
    matches: named('attr-tensor-fp8e4m3fn-typed'),
  },
  {
    id: 'no-outputs',
    reason:
      'TensorRT adds a plugin without outputs, and then refuses the node; this host refuses the layer.',
    matches: named('outputs-plugin-has-none-v2'),
  },
  {
    id: 'long-name',
    reason:
      'TensorRT refuses a name of more than 4096 bytes when the layer is there already; this host before it makes the plugin.',
    matches: named('names-long'),
  },
  {
    id: 'strong-output-type',
    reason:
      'In a strongly typed network TensorRT logs an error about an output of another declared type, and leaves it; this host casts.',
    matches: named('outputs-declared-f16-strong'),
  },
  {
    id: 'output-by-cast',
    reason:
      'TensorRT retypes the tensor that is declared to be of another type; this host casts it to a new one, which has the name.',
    matches: named('outputs-declared-f16'),
  },
  {
    id: 'outputs-not-marked',
    reason:
      'This host names and marks outputs after everything else; where the parse fails, the name is still kept free and nothing is marked.',
    matches: ({ aspect, recorded, here }) =>
      recorded.result === 'false' &&
      here.result === 'false' &&
      (aspect === 'outputs' ||
        (aspect === 'plugins' && recorded.plugins === here.plugins.replaceAll('"y_0: ', '"y: '))),
  },
  {
    id: 'unnamed-tensors',
    reason:
      'The network gives tensors without a name another one; a name that nobody gave is nothing to rely on.',
    matches: ({ aspect, recorded, here }) =>
      aspect === 'plugins' && unnamed(recorded.plugins) === unnamed(here.plugins),
  },
  {
    id: 'shape-input-refused',
    reason:
      'Of a shape input that is none TensorRT says so when it infers the shapes, with the layer added; this host does not add the layer.',
    matches: ({ aspect, name, here }) =>
      aspect === 'plugins' && name.startsWith('shape-inputs-') && here.plugins === '[]',
  },
  {
    id: 'more-warnings',
    reason:
      "This host warns of what TensorRT's parser changes or drops without a word; what TensorRT says it says too.",
    matches: ({ aspect, recorded, here }) =>
      aspect === 'warnings' && contains(here.warnings, recorded.warnings),
  },
  {
    id: 'clamped-weights',
    reason:
      'TensorRT logs each double that is out of the range of floats; this host says once that they are rounded, for an attribute.',
    matches: ({ aspect, recorded }) =>
      aspect === 'warnings' && recorded.warnings.includes('outside the range of FLOAT'),
  },
  {
    id: 'words-of-the-network',
    reason:
      'The error is about the same node; behind "Invalid Node" it has what the network said, in this host\'s words.',
    matches: ({ aspect, recorded, here }) =>
      aspect === 'descs' &&
      sameErrors(recorded, here) &&
      sameBeforeLineEnd(recorded.descs, here.descs),
  },
  {
    id: 'words-of-native-operators',
    reason: "What is wrong with a node of ONNX's own operators is told in this host's words.",
    matches: ({ aspect, name, recorded, here }) =>
      name.startsWith('native-') || name === 'ops-dropout-training'
        ? aspect === 'descs' || (aspect === 'errors' && recorded.result === here.result)
        : false,
  },
];

/** Whether all of `few` are among `many`, in their order. */
function contains(many: string, few: string): boolean {
  const wanted = JSON.parse(few) as string[];
  let at = 0;
  for (const each of JSON.parse(many) as string[]) if (each === wanted[at]) at += 1;
  return at === wanted.length;
}

const unnamed = (plugins: string) => plugins.replace(UNNAMED, '"unnamed: ');

const sameErrors = (recorded: ParseFacts, here: ParseFacts) => recorded.errors === here.errors;

/** Whether texts begin alike up to their first line's end. */
function sameBeforeLineEnd(recorded: string, here: string): boolean {
  const first = (texts: string) =>
    (JSON.parse(texts) as string[]).map((text) => text.split('\n')[0]);
  return JSON.stringify(first(recorded)) === JSON.stringify(first(here));
}

/** The difference on purpose that explains this one, or null. */
export function explain(found: FoundDifference): ParserDifference | null {
  return PARSER_DIFFERENCES.find(({ matches }) => matches(found)) ?? null;
}
