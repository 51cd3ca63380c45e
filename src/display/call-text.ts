/** A call's arguments and result in one readable line, as tooltips and tables print them. */
import type { TraceRecord, TraceValue } from '../trace/record';

type TraceObject = { [key: string]: TraceValue };

function isObject(value: TraceValue): value is TraceObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `kFLOAT:kLINEAR [-1,4] min [1,4] opt [2,4] max [8,4]`; parts that are empty or absent are left out. */
function descriptorText(descriptor: TraceObject): string {
  const parts = [
    `${valueText(descriptor['type'] ?? '?')}:${valueText(descriptor['format'] ?? '?')}`,
  ];
  const { dims } = descriptor;
  if (dims !== undefined) parts.push(valueText(dims));
  for (const key of ['min', 'opt', 'max']) {
    const extent = descriptor[key];
    if (Array.isArray(extent) && extent.length > 0) parts.push(`${key} ${valueText(extent)}`);
  }
  return parts.join(' ');
}

/** `scalar: kFLOAT32 x 1 = [1.5]` */
function fieldText(field: TraceObject): string {
  const { name, type, length, data } = field;
  const label = `${valueText(name ?? '')}: ${valueText(type ?? '?')} x ${valueText(length ?? 0)}`;
  return data === undefined ? label : `${label} = ${valueText(data)}`;
}

/** Bytes that the trace keeps as text, with those that no font shows as `\\x0f`. */
function printable(value: string): string {
  // eslint-disable-next-line no-control-regex
  return value.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(2, '0');
    return `\\x${code}`;
  });
}

/** A value as TypeScript would write it, tensor descriptors and fields shortened. */
export function valueText(value: TraceValue): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(isNested(value) ? ', ' : ',')}]`;
  if (!isObject(value)) return typeof value === 'string' ? printable(value) : JSON.stringify(value);
  if ('format' in value) return descriptorText(value);
  if ('length' in value && 'name' in value && 'type' in value) return fieldText(value);
  return `{${argumentText(value)}}`;
}

function isNested(values: TraceValue[]): boolean {
  return values.some((value) => typeof value === 'object' && value !== null);
}

/** `pos: 0, inOut: [kFLOAT:kLINEAR]` */
export function argumentText(args: TraceObject): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${value === '' ? '""' : valueText(value)}`)
    .join(', ');
}

/** `= true`, `did not return`, or nothing where the method returns nothing. */
export function resultText(record: TraceRecord): string {
  if (record.unfinished === true) return 'did not return';
  return record.result === null ? '' : valueText(record.result);
}

/** `clone() = plugin#2` */
export function callText(record: TraceRecord): string {
  const call = `${record.method}(${argumentText(record.args)})`;
  const result = resultText(record);
  if (result === '') return call;
  return record.unfinished === true ? `${call}: ${result}` : `${call} = ${result}`;
}

/** Several calls, one a line; equal ones counted, more than `limit` different ones cut. */
export function callsText(records: readonly TraceRecord[], limit = 6): string {
  const counts = new Map<string, number>();
  for (const record of records) {
    const line = callText(record);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = [...counts].map(([line, count]) => (count === 1 ? line : `${line}  ×${count}`));
  const rest = lines.length - limit;
  return (rest > 0 ? [...lines.slice(0, limit), `… ${rest} more`] : lines).join('\n');
}
