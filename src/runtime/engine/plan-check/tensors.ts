import type { ExprNode } from '../../../native';
import { DATA_TYPES, DIMENSION_OPERATIONS } from '../../enums';
import type { ShapeRange } from '../../build/optimization-profile';
import type { PlanProfile, PlanTensor } from '../plan';
import { dims, list, named, oneOf, record, text, whole, wrong } from './reading';

/** How deep the operations of an extent may nest; every layer that computes extents adds to it. */
const DEEPEST_EXPRESSION = 1000;

const MODES = ['kINPUT', 'kOUTPUT'] as const;
const LOCATIONS = ['kDEVICE', 'kHOST'] as const;

/** A tensor, with a shape that fits its extents. */
export function tensor(value: unknown, at: string): PlanTensor {
  const fields = record(value, at);
  const mode = fields['mode'];
  const checked: PlanTensor = {
    name: text(fields['name'], `${at}.name`),
    type: oneOf(DATA_TYPES, fields['type'], `${at}.type`),
    mode: mode === null ? null : oneOf(MODES, mode, `${at}.mode`),
    location: oneOf(LOCATIONS, fields['location'], `${at}.location`),
    dims: dims(fields['dims'], `${at}.dims`),
    shape: list(fields['shape'], `${at}.shape`, (node, where) => expression(node, where, 0), 8),
  };
  if (checked.shape.length !== checked.dims.length) {
    wrong(`${at}.shape`, `as many extents as dims: ${checked.dims.length}`, checked.shape);
  }
  checked.shape.forEach((node, axis) => {
    if ('constant' in node && node.constant !== checked.dims[axis]) {
      wrong(`${at}.dims[${axis}]`, `${node.constant}, as its shape says`, checked.dims[axis]);
    }
  });
  return checked;
}

function expression(value: unknown, at: string, depth: number): ExprNode {
  const fields = record(value, at);
  if (depth > DEEPEST_EXPRESSION)
    wrong(at, `at most ${DEEPEST_EXPRESSION} nested operations`, 'more');
  const part = (name: string) => expression(fields[name], `${at}.${name}`, depth + 1);
  if ('constant' in fields) {
    return { constant: whole(fields['constant'], `${at}.constant`, Number.MIN_SAFE_INTEGER) };
  }
  if ('variable' in fields) return { variable: text(fields['variable'], `${at}.variable`) };
  if ('sizeTensor' in fields) {
    const sizeTensor = whole(fields['sizeTensor'], `${at}.sizeTensor`);
    return { sizeTensor, opt: part('opt'), upper: part('upper') };
  }
  const operation = oneOf(DIMENSION_OPERATIONS, fields['operation'], `${at}.operation`);
  return { operation, first: part('first'), second: part('second') };
}

/** The ranges of one optimization profile; whether they fit the inputs is checked with the graph. */
export function profile(value: unknown, at: string): PlanProfile {
  const fields = record(value, at);
  return {
    shapes: named(fields['shapes'], `${at}.shapes`, (entry, where) => {
      const part = (end: unknown, place: string) => dims(end, place, 0);
      return range(entry, where, part);
    }),
    values: named(fields['values'], `${at}.values`, (entry, where) => {
      const part = (end: unknown, place: string) =>
        list(end, place, (element, spot) => whole(element, spot, Number.MIN_SAFE_INTEGER));
      return range(entry, where, part);
    }),
  };
}

function range(
  value: unknown,
  at: string,
  part: (value: unknown, at: string) => number[],
): ShapeRange {
  const fields = record(value, at);
  const [min, opt, max] = (['min', 'opt', 'max'] as const).map((end) =>
    part(fields[end], `${at}.${end}`),
  ) as [number[], number[], number[]];
  if (opt.length !== min.length || max.length !== min.length) {
    wrong(at, 'min, opt and max of one length', `${min.length}, ${opt.length}, ${max.length}`);
  }
  min.forEach((least, i) => {
    const [tuned, most] = [opt[i] as number, max[i] as number];
    if (least > tuned || tuned > most)
      wrong(`${at}[${i}]`, 'min <= opt <= max', `${least}, ${tuned}, ${most}`);
  });
  return { min, opt, max };
}
