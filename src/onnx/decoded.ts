import type { ELEMENT_TYPES } from './element-types';

export type ElementType = (typeof ELEMENT_TYPES)[number];

/** A tensor with its elements. */
export interface DecodedTensor {
  name: string;
  type: ElementType;
  dims: number[];
  /** The elements row by row, little-endian; two 4-bit elements a byte. Empty for strings. */
  data: Uint8Array;
  /** The elements of a tensor of strings. */
  strings?: string[];
}

/** Values of attributes by their kind; `other` is what is not read here, such as a graph: the number of its kind. */
export interface AttributeValues {
  float: number;
  int: number;
  string: string;
  tensor: DecodedTensor;
  floats: number[];
  ints: number[];
  strings: string[];
  other: number;
}
export type AttributeKind = keyof AttributeValues;
export type DecodedAttribute = {
  [Kind in AttributeKind]: { kind: Kind; value: AttributeValues[Kind] };
}[AttributeKind];

/** What whole numbers lose as JavaScript numbers, and strings as text: 64 bits, and bytes that are no UTF-8. */
export interface ExactValues {
  ints: readonly bigint[];
  strings: readonly Uint8Array[];
}

/** Attributes by name; of two with one name the first counts, as in TensorRT's parser. */
export interface DecodedAttributes {
  attributes: Map<string, DecodedAttribute>;
  /** Of the same names. */
  exact: Map<string, ExactValues>;
  /** Inside a function: names of attributes whose values are those that the function is called with, by their names there. */
  references: Map<string, string>;
}

export interface DecodedNode extends DecodedAttributes {
  /** May be empty. */
  name: string;
  /** Empty is ONNX's own. */
  domain: string;
  opType: string;
  /** An empty name leaves an optional input out. */
  inputs: string[];
  outputs: string[];
}

/** A function of the model: nodes that stand for one node wherever it is called. */
export interface DecodedFunction {
  name: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  nodes: DecodedNode[];
  /** What its attributes are where the caller does not say. */
  defaults: DecodedAttributes;
  opsets: Map<string, number>;
}

export interface DecodedValueInfo {
  name: string;
  /** null where it is no tensor, or of a type that this file does not know. */
  type: ElementType | null;
  /** Extents, -1 where unknown; null where not even the rank is known. */
  dims: number[] | null;
  /** Names of extents (`batch`), null where they have none. */
  dimNames: (string | null)[];
}

export interface DecodedGraph {
  name: string;
  nodes: DecodedNode[];
  initializers: Map<string, DecodedTensor>;
  inputs: DecodedValueInfo[];
  outputs: DecodedValueInfo[];
  valueInfos: DecodedValueInfo[];
}

export interface DecodedModel {
  irVersion: number;
  producerName: string;
  /** Version of each operator set by its domain. */
  opsets: Map<string, number>;
  graph: DecodedGraph;
  /** By name: TensorRT's parser looks at the name only. */
  functions: Map<string, DecodedFunction>;
}
