/** What a conformance run found, as text: one line a scenario, and a picture of a first difference. */
import { argumentText, callText, resultText, valueText } from '../display/call-text';
import { table } from '../display/table';
import type { ConformanceResult } from './conformance';
import type { TraceRecord, TraceValue } from './record';

/** Columns of a value in the picture. */
const VALUE_WIDTH = 56;
/** Characters of a value on a line of its own. */
const SHORT = 60;
const LINE = 150;

/** `equal  v3-single  118 records` */
export function resultLine(result: ConformanceResult, nameWidth = 0): string {
  const head = `${result.status.padEnd('unexplained'.length)}  ${result.name.padEnd(nameWidth)}`;
  return `${head}  ${detail(result)}`;
}

function detail({ status, explanation, failure, comparison }: ConformanceResult): string {
  if (status === 'equal') return `${comparison?.equalRecords ?? 0} records`;
  if (explanation) return `${explanation.id}: ${explanation.reason}`;
  const difference = comparison?.first ? firstDifferenceText(comparison.first) : '';
  const where = difference === '' ? '' : `after ${comparison?.equalRecords} records, ${difference}`;
  return [failure, where].filter(Boolean).join('; ');
}

/** `build: plugin#4 configurePlugin: args.in[0].format kHWC, recorded kLINEAR`, as short as it can be said. */
export function firstDifferenceText({
  a,
  b,
}: {
  a: TraceRecord | null;
  b: TraceRecord | null;
}): string {
  if (!a && !b) return '';
  if (!b) return `${a?.phase}: ends here, recorded ${shortCall(a as TraceRecord)}`;
  if (!a) return `${b.phase}: goes on with ${shortCall(b)}, the recording ends`;
  if (a.phase === b.phase && a.object === b.object && a.method === b.method) {
    const leaves = differingLeaves(comparable(a), comparable(b), '');
    const [first, ...others] = leaves.map(
      ({ path, recorded, here }) => `${path} ${short(here)}, recorded ${short(recorded)}`,
    );
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    return `${a.phase}: ${a.object} ${a.method}: ${first}${more}`;
  }
  const phases = a.phase === b.phase ? a.phase : `${b.phase}, recorded ${a.phase}`;
  return `${phases}: ${shortCall(b)}, recorded ${shortCall(a)}`;
}

/** The calls before a first difference, the two that differ side by side, and what was logged; empty where there is none of it. */
export function differencePicture({ comparison, before, logged }: ConformanceResult): string {
  const errors = logged.length > 0 ? ['logged:', ...logged.map((line) => `  ${line}`)] : [];
  if (!comparison?.first) return errors.join('\n');
  const { a, b } = comparison.first;
  const lines = before.map((record) =>
    cut(`  ${record.phase}  ${record.object} ${callText(record)}`),
  );
  const rows = pictureRows(a, b).map(([name, recorded, here]) => [
    name,
    wrapped(recorded),
    wrapped(here),
    recorded === here ? '' : '<>',
  ]);
  const sides = table(['', 'recorded', 'this host', ''], rows).toText();
  return [...lines, sides, ...errors].join('\n');
}

/** One row a part of a call: name, recorded, here. */
function pictureRows(a: TraceRecord | null, b: TraceRecord | null): [string, string, string][] {
  const part = (read: (record: TraceRecord) => string) =>
    [a ? read(a) : '(the trace ends)', b ? read(b) : '(the trace ends)'] as const;
  const argument = (record: TraceRecord | null, name: string): string => {
    const value = record?.args[name];
    return value === undefined ? '' : valueText(value);
  };
  const names = new Set([...Object.keys(a?.args ?? {}), ...Object.keys(b?.args ?? {})]);
  return [
    ['phase', ...part(({ phase }) => phase)],
    ['object', ...part(({ object, parent }) => `${object}${parent ? ` from ${parent}` : ''}`)],
    ['class', ...part((record) => record.class ?? '')],
    ['method', ...part(({ method }) => method)],
    ...[...names].map((name): [string, string, string] => [
      `args.${name}`,
      argument(a, name),
      argument(b, name),
    ]),
    ['result', ...part(resultText)],
  ];
}

interface Leaf {
  path: string;
  recorded: TraceValue | undefined;
  here: TraceValue | undefined;
}

/** The parts of a record that are compared, as one value. */
function comparable(record: TraceRecord): TraceValue {
  const { parent, args, result, unfinished = false } = record;
  return { class: record.class, parent, args, result, unfinished };
}

/** Where two values differ: the deepest places. */
function differingLeaves(
  recorded: TraceValue | undefined,
  here: TraceValue | undefined,
  path: string,
): Leaf[] {
  if (JSON.stringify(recorded) === JSON.stringify(here)) return [];
  const lists = Array.isArray(recorded) && Array.isArray(here) && recorded.length === here.length;
  if (lists && recorded.some((value) => typeof value === 'object'))
    return recorded.flatMap((value, i) => differingLeaves(value, here[i], `${path}[${i}]`));
  if (!isMap(recorded) || !isMap(here)) return [{ path, recorded, here }];
  return [...new Set([...Object.keys(recorded), ...Object.keys(here)])].flatMap((key) =>
    differingLeaves(recorded[key], here[key], path === '' ? key : `${path}.${key}`),
  );
}

function isMap(value: TraceValue | undefined): value is { [key: string]: TraceValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function short(value: TraceValue | undefined): string {
  const text = value === undefined ? 'nothing' : valueText(value);
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function shortCall(record: TraceRecord): string {
  const args = argumentText(record.args);
  const result = resultText(record);
  const shown = args.length > SHORT ? `${args.slice(0, SHORT)}…` : args;
  return `${record.object} ${record.method}(${shown})${result === '' ? '' : ` = ${result.slice(0, SHORT)}`}`;
}

function cut(line: string): string {
  return line.length > LINE ? `${line.slice(0, LINE)}…` : line;
}

/** Breaks a long value into lines, at spaces where there are any. */
function wrapped(text: string): string {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > VALUE_WIDTH) {
    const space = rest.lastIndexOf(' ', VALUE_WIDTH);
    const end = space > 0 ? space : VALUE_WIDTH;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest].join('\n');
}
