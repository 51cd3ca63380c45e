import type { TraceRecord } from '../../../trace/record';
import { callLine, fieldsOf, type RecordedField, type Run } from '../evidence';
import type { Fault } from '../mistake';
import { faultIn } from './message';

/** What became of the fields of V3 plugins on their way into the engine and out of it. */
export function fieldFault(run: Run): Fault | null {
  const written = run.trace.filter(({ method }) => method === 'getFieldsToSerialize');
  for (const record of written) {
    const created = run.trace.find(
      ({ method, phase, class: name }) =>
        method === 'createPlugin' && !phase.startsWith('deserialize') && name === record.class,
    );
    const found =
      (created && sameObject(run, created) ? changed(created, record) : null) ??
      unstable(run, record);
    if (found) return found;
  }
  return null;
}

/** Several plugins of a class cannot be told apart. */
function sameObject(run: Run, created: TraceRecord): boolean {
  const others = run.trace.filter(
    ({ method, phase, class: name }) =>
      method === 'createPlugin' && !phase.startsWith('deserialize') && name === created.class,
  );
  return new Set(others.map(({ args }) => JSON.stringify(args['fields']))).size === 1;
}

/** A value that nobody wrote, in the place of one that somebody did. */
function changed(created: TraceRecord, written: TraceRecord): Fault | null {
  const given = fieldsOf(created.args['fields']);
  for (const field of fieldsOf(written.result)) {
    const before = given.find(({ name, type }) => name === field.name && type === field.type);
    if (!before && isFilledUp(field)) {
      const text = `field ${field.name}: serialised as ${value(field)}, of which only the first byte is a value`;
      return faultIn(written, 'serialisation', 'bool-as-int32', [text]);
    }
    if (!before || same(before, field)) continue;
    const text = `field ${field.name}: created with ${value(before)}, serialised as ${value(field)}`;
    const saw = [text, callLine(created)];
    if (isWidenedByte(before, field))
      return faultIn(written, 'serialisation', 'bool-as-int32', saw);
    if (isGarbage(before, field))
      return faultIn(written, 'serialisation', 'field-of-freed-memory', saw);
  }
  return null;
}

/** The same object, asked again, gives something else; so does the engine, which reads later. */
function unstable(run: Run, written: TraceRecord): Fault | null {
  const later = run.trace.find(
    ({ seq, method, object }) =>
      seq > written.seq && method === 'getFieldsToSerialize' && object === written.object,
  );
  const made = run.trace.find(
    ({ seq, method, class: name, phase }) =>
      seq > written.seq &&
      method === 'createPlugin' &&
      name === written.class &&
      phase.startsWith('deserialize'),
  );
  return (
    (later ? differing(written, later, fieldsOf(later.result), () => true) : null) ??
    // It may be another layer's plugin, or another engine: then the value is one that somebody meant.
    (made ? differing(written, made, fieldsOf(made.args['fields']), isGarbage) : null)
  );
}

/** The first field that is not what it was. */
function differing(
  written: TraceRecord,
  later: TraceRecord,
  again: readonly RecordedField[],
  counts: (before: RecordedField, after: RecordedField) => boolean,
): Fault | null {
  for (const field of fieldsOf(written.result)) {
    const other = again.find(({ name }) => name === field.name);
    if (!other || same(field, other)) continue;
    const widened = isWidenedByte(field, other);
    if (!widened && !counts(field, other)) continue;
    const text = `field ${field.name}: ${value(field)}, and then ${value(other)}`;
    return faultIn(later, 'serialisation', widened ? 'bool-as-int32' : 'field-of-freed-memory', [
      text,
      callLine(written),
    ]);
  }
  return null;
}

const value = ({ data }: RecordedField): string => JSON.stringify(data);
const same = (a: RecordedField, b: RecordedField): boolean =>
  a.length === b.length && JSON.stringify(a.data) === JSON.stringify(b.data);

function numbers({ data }: RecordedField): number[] {
  return Array.isArray(data) ? data.map(Number) : [];
}

/** Four bytes of which the first is what was meant: a bool or a byte, and what lies behind it. */
function isWidenedByte(before: RecordedField, after: RecordedField): boolean {
  if (after.type !== 'kINT32' || after.length !== 1) return false;
  const [was] = numbers(before);
  const [is] = numbers(after);
  if (was === undefined || is === undefined || !Number.isInteger(is)) return false;
  const byte = is & 0xff;
  return (
    is !== byte && (byte === (was & 0xff) || (was !== 0 && byte === 1)) && was >= 0 && was <= 255
  );
}

/** 0 or 1 in the first of four bytes, and something in each of the others: a default that nobody could mean. */
function isFilledUp(field: RecordedField): boolean {
  const [is = 0] = numbers(field);
  const bytes = [8, 16, 24].map((shift) => (is >> shift) & 0xff);
  const isNegative = bytes.every((byte) => byte === 0xff);
  return (
    field.type === 'kINT32' &&
    field.length === 1 &&
    (is & 0xff) <= 1 &&
    bytes.every((byte) => byte !== 0) &&
    !isNegative
  );
}

/** Numbers of a size that people do not write into networks, where before there was one that they do. */
function isGarbage(before: RecordedField, after: RecordedField): boolean {
  const odd = (x: number): boolean =>
    !Number.isFinite(x) || Math.abs(x) > 1e9 || (x !== 0 && Math.abs(x) < 1e-20);
  return numbers(after).some(odd) && !numbers(before).some(odd);
}
