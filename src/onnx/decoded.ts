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

export interface DecodedNode {
  /** May be empty. */
  name: string;
  /** Empty is ONNX's own. */
  domain: string;
  opType: string;
  /** An empty name leaves an optional input out. */
  inputs: string[];
  outputs: string[];
  attributes: Map<string, DecodedAttribute>;
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
}
