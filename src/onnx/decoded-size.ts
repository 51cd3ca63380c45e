import { OnnxFileError } from './invalid-file';
import { MESSAGES } from './messages';

/** What the values of a file may cost; a unit is a whole number of up to 64 bits, about 80 bytes of memory. */
const MOST_UNITS = 10_000_000;
const MESSAGE_UNITS = 5;
const TEXT_UNITS = 2;

/** What a field of a message holds, as far as it takes memory of its own. */
type FieldKind = { kind: 'message'; type: string } | { kind: 'integers' } | { kind: 'text' };

const KINDS: ReadonlyMap<string, ReadonlyMap<number, FieldKind>> = new Map(
  Object.entries(MESSAGES).map(([message, fields]) => [
    message,
    new Map(Object.values(fields).map(([id, type]) => [id, kindOf(type)])),
  ]),
);

function kindOf(type: string): FieldKind {
  if (Object.hasOwn(MESSAGES, type)) return { kind: 'message', type };
  return type.includes('int') ? { kind: 'integers' } : { kind: 'text' };
}

/**
 * Refuses bytes that would take far more memory than they are long: a whole number of one byte becomes an object, an empty message too.
 * Nothing is decoded. Bytes that are no message are left to the decoder.
 *
 * @param type Name of the message in `MESSAGES`.
 * @throws {OnnxFileError} `ONNX_INVALID`
 */
export function checkSize(bytes: Uint8Array, type: string): void {
  new SizeCheck(bytes).message(type, 0, bytes.length);
}

class SizeCheck {
  private units = 0;
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** The messages hold each other at most seven deep. @returns false where the bytes are none */
  message(type: string, start: number, end: number): boolean {
    this.spend(MESSAGE_UNITS);
    const fields = KINDS.get(type);
    for (this.at = start; this.at < end; ) {
      const tag = this.varint(end);
      const field = fields?.get(Math.floor(tag / 8));
      if (!this.value(tag % 8, field, end)) return false;
    }
    return true;
  }

  private value(wireType: number, field: FieldKind | undefined, end: number): boolean {
    switch (wireType) {
      case 0:
        if (field) this.spend(1);
        this.varint(end);
        return this.at <= end;
      case 1:
        this.at += 8;
        return this.at <= end;
      case 2:
        return this.block(field, this.varint(end), end);
      case 5:
        this.at += 4;
        return this.at <= end;
      default:
        return false;
    }
  }

  /** A field that says how long it is. */
  private block(field: FieldKind | undefined, length: number, end: number): boolean {
    const start = this.at;
    const last = start + length;
    if (last > end) return false;
    if (field?.kind === 'message' && !this.message(field.type, start, last)) return false;
    if (field?.kind === 'integers') this.spend(this.countVarints(start, last));
    if (field?.kind === 'text') this.spend(TEXT_UNITS);
    this.at = last;
    return true;
  }

  private countVarints(start: number, end: number): number {
    let count = 0;
    for (let i = start; i < end; ++i) if ((this.bytes[i] ?? 0) < 0x80) ++count;
    return count;
  }

  private varint(end: number): number {
    let value = 0;
    for (let factor = 1; this.at < end; factor *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    return value;
  }

  private spend(units: number): void {
    this.units += units;
    if (this.units <= MOST_UNITS) return;
    throw new OnnxFileError('it has more values than can be kept in memory', {
      expected: `at most ${MOST_UNITS} whole numbers, names and messages; weights belong into raw_data`,
    });
  }
}
