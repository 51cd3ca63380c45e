import { decode, encode } from '@msgpack/msgpack';

/** How deep lists and maps may nest, in what is written and in what is read: an extent's operations nest this deep. */
const DEEPEST_NESTING = 1000;

/** Encodes as MessagePack; properties that are undefined are left out. Binary data is Uint8Array. */
export function pack(value: unknown): Uint8Array {
  return encode(value, { maxDepth: DEEPEST_NESTING, ignoreUndefined: true });
}

/**
 * Decodes MessagePack that may be hostile. Binary data comes as views of `bytes`.
 * @throws {Error} with the reason: cut short, bytes left over, an extension type, nested too deeply, a key `__proto__`
 */
export function unpack(bytes: Uint8Array): unknown {
  checkStructure(bytes);
  return decode(bytes);
}

/**
 * Walks over the headers of all values before anything is allocated for them. The decoder makes room for as many elements as a list says
 * it has; here each list's elements must be able to follow, and those of the lists around it too, so all together is no more than the
 * bytes there are.
 */
function checkStructure(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Values still to come in each list and map that is open, innermost last. */
  const open: number[] = [];
  /** Their sum, and the one value at the top. */
  let pending = 1;
  let at = 0;
  while (pending > 0) {
    if (pending > bytes.length - at) throw new RangeError('it is cut short');
    const { next, children } = valueAt(view, at);
    at = next;
    pending += children - 1;
    if (open.length > 0) (open[open.length - 1] as number)--;
    if (children > 0) open.push(children);
    while (open[open.length - 1] === 0) open.pop();
    if (open.length > DEEPEST_NESTING) {
      throw new RangeError(`it nests more than ${DEEPEST_NESTING} lists and maps`);
    }
  }
  if (at !== bytes.length) throw new RangeError('bytes are left over or missing at its end');
}

/** Where the value after the header and bytes at `at` starts, and how many values belong to a list or map there. */
function valueAt(view: DataView, at: number): { next: number; children: number } {
  const head = view.getUint8(at);
  const scalar = (bytes: number) => ({ next: at + 1 + bytes, children: 0 });
  if (head < 0x80 || head >= 0xe0) return scalar(0);
  if (head < 0x90) return { next: at + 1, children: 2 * (head & 0x0f) };
  if (head < 0xa0) return { next: at + 1, children: head & 0x0f };
  if (head < 0xc0) return scalar(head & 0x1f);
  switch (head) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return scalar(0);
    case 0xcc: // uint 8
    case 0xd0: // int 8
      return scalar(1);
    case 0xcd: // uint 16
    case 0xd1: // int 16
      return scalar(2);
    case 0xca: // float 32
    case 0xce: // uint 32
    case 0xd2: // int 32
      return scalar(4);
    case 0xcb: // float 64
    case 0xcf: // uint 64
    case 0xd3: // int 64
      return scalar(8);
    case 0xc4: // bin 8
    case 0xd9: // str 8
      return scalar(1 + view.getUint8(at + 1));
    case 0xc5: // bin 16
    case 0xda: // str 16
      return scalar(2 + view.getUint16(at + 1));
    case 0xc6: // bin 32
    case 0xdb: // str 32
      return scalar(4 + view.getUint32(at + 1));
    case 0xdc: // array 16
      return { next: at + 3, children: view.getUint16(at + 1) };
    case 0xdd: // array 32
      return { next: at + 5, children: view.getUint32(at + 1) };
    case 0xde: // map 16
      return { next: at + 3, children: 2 * view.getUint16(at + 1) };
    case 0xdf: // map 32
      return { next: at + 5, children: 2 * view.getUint32(at + 1) };
    default:
      throw new RangeError(`it holds a value of type 0x${head.toString(16)}, which is not used`);
  }
}
