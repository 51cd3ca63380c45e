/** recordings/onnx: what TensorRT 10.6's parser did with a model. recordings/onnx/README.md says what each key means. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const FOLDER = resolve(__dirname, '../../../../recordings/onnx');

/** A field as a creator got it; `bytes` are hexadecimal, of the label's size or of the buffer where that is shorter. */
export interface RecordedField {
  name: string;
  type: string;
  length: number;
  bytes: string | null;
}

export interface RecordedCreator {
  generation: 2 | 3;
  name: string;
  version: string;
  namespace: string;
  /** What getFieldNames() lists; null: it returns nullptr. */
  fields: { name: string; type: string; length: number }[] | null;
  create?: 'null';
  clone?: 'null';
  shapes?: 'fail';
  types?: 'fail';
  /** How many outputs its plugins have; 1 unless it is said. */
  outputs?: number;
}

/** An `IParserError`; `code` is its number. */
export interface RecordedError {
  code: number;
  desc: string;
  node: number;
  nodeName: string;
  nodeOperator: string;
  localFunctionStack?: string[];
}

export interface RecordedTensor {
  name: string;
  type: string;
  dims: number[] | null;
}

interface RecordedLayer {
  type: string;
  name: string;
  inputs: (RecordedTensor | null)[];
  outputs: (RecordedTensor | null)[];
}

export interface RecordedEvent {
  object?: string;
  method?: string;
  args?: { name?: string; fields?: RecordedField[]; phase?: string };
  log?: string;
  message?: string;
  step?: string;
}

export interface ParserRecording {
  case: {
    model: string;
    creators: RecordedCreator[];
    libraries?: string[];
    staticLibraries?: string[];
    steps?: string[];
    stronglyTyped?: boolean;
  };
  /** null where TensorRT crashed; an object where the step was no parse. */
  result: boolean | null | object;
  errors?: RecordedError[];
  network?: { inputs: RecordedTensor[]; outputs: RecordedTensor[]; layers: RecordedLayer[] };
  events: RecordedEvent[];
  crash?: { signal: string; during: string };
}

/** Every recording by name. */
export function parserRecordings(): Map<string, ParserRecording> {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json') && file !== 'node-tests.json')
    .map((file) => file.slice(0, -'.json'.length));
  return new Map(names.map((name) => [name, recordingOf(name)]));
}

function recordingOf(name: string): ParserRecording {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as ParserRecording;
}
