/** What the two pointers of enqueue lead to: arrays of pointers, and the blocks of device memory behind them. */
import type { PluginFieldType, DataType } from '../runtime/enums';
import { bytesPerElement, type Dims } from '../runtime/tensor';
import { fieldElements, hexByte } from './field-value';

/** Device memory that can be read back. */
export interface ReadableBuffer {
  readonly byteLength: number;
  copyTo(target: ArrayBufferView, offset?: number): void;
  /** With the address as `0x…`. */
  toJSON(): object;
}

/** A tensor at its address, as an entry of enqueue's `inputs` or `outputs`. */
export interface PointedTensor {
  name: string;
  type: DataType;
  dims: Dims;
  buffer: ReadableBuffer;
}

/** One block of device memory. Two tensors at the same address share it. */
export interface Block {
  tensors: PointedTensor[];
  bytes: number;
  /** `0x…`, for whoever asks to print it. */
  address: string;
  elementBytes: number;
  /** The first elements as text. */
  first: string[];
  /** How many more there are. */
  more: number;
}

/** An entry of one of the arrays. */
export interface Slot {
  argument: 'inputs' | 'outputs';
  index: number;
  /** Position in the list of blocks. */
  block: number;
}

export interface PointerMap {
  slots: Slot[];
  blocks: Block[];
}

/** How the bytes of a type are read; a type that has no number is printed as bytes. */
const READ_AS: Partial<Record<DataType, PluginFieldType>> = {
  kFLOAT: 'kFLOAT32',
  kHALF: 'kFLOAT16',
  kBF16: 'kBF16',
  kINT8: 'kINT8',
  kINT32: 'kINT32',
  kINT64: 'kINT64',
};
const MOST_VALUES = 4;

/** At most seven digits, as a float has them. */
function shortNumber(value: string): string {
  const number = Number(value);
  return Number.isInteger(number) || Number.isNaN(number)
    ? value
    : String(Number(number.toPrecision(6)));
}

function firstElements(data: Uint8Array, type: DataType, length: number): string[] {
  const label = READ_AS[type];
  if (label !== undefined)
    return fieldElements({ name: '', type: label, length, data }).map((value) =>
      value === null ? '?' : shortNumber(value),
    );
  return Array.from(data.slice(0, length), (byte) =>
    type === 'kBOOL' || type === 'kUINT8' ? String(byte) : hexByte(byte),
  );
}

function blockOf(tensor: PointedTensor): Block {
  const { buffer, type } = tensor;
  const size = Math.max(1, bytesPerElement(type));
  const there = Math.floor(buffer.byteLength / size);
  const shown = Math.min(MOST_VALUES, there);
  const data = new Uint8Array(shown * size);
  if (shown > 0) buffer.copyTo(data);
  return {
    tensors: [tensor],
    bytes: buffer.byteLength,
    address: addressOf(buffer),
    elementBytes: size,
    first: firstElements(data, type, shown),
    more: there - shown,
  };
}

function addressOf(buffer: ReadableBuffer): string {
  return (buffer.toJSON() as { address?: string }).address ?? '';
}

/** Reads the first elements of every tensor. */
export function pointerMap(
  inputs: readonly PointedTensor[],
  outputs: readonly PointedTensor[],
): PointerMap {
  const blocks: Block[] = [];
  const entries = [
    ...inputs.map((tensor, index) => ({ argument: 'inputs' as const, index, tensor })),
    ...outputs.map((tensor, index) => ({ argument: 'outputs' as const, index, tensor })),
  ];
  const slots = entries.map(({ argument, index, tensor }) => {
    const address = addressOf(tensor.buffer);
    const known = blocks.findIndex(
      (block) => block.address === address && block.bytes > 0 && tensor.buffer.byteLength > 0,
    );
    if (known >= 0) {
      blocks[known]?.tensors.push(tensor);
      return { argument, index, block: known };
    }
    blocks.push(blockOf(tensor));
    return { argument, index, block: blocks.length - 1 };
  });
  return { slots, blocks };
}
