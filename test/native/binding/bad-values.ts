/** Values that are no argument of any method here, or not of that one. */
import { desc, dynamicDesc } from './binding';
import { expr, other } from './good-objects';

/** Values that are no argument of anything here. */
export const nonsense = [
  undefined,
  null,
  true,
  1.5,
  NaN,
  Infinity,
  -1,
  2 ** 60,
  10n,
  'kNOPE',
  Symbol('s'),
];
export const objects = [
  {},
  [],
  [[]],
  [null],
  [{}],
  (): number => 1,
  new Uint8Array(3),
  new Proxy({}, {}),
  Object.create(null) as object,
];
export const anything: unknown[] = [...nonsense, ...objects];

export const nine = Array<number>(9).fill(1);
export const badDescs: unknown[] = [
  ...nonsense,
  {},
  { ...desc, dims: nine },
  { ...desc, dims: [1.5] },
  { ...desc, dims: [2 ** 53] },
  { ...desc, dims: 'xyz' },
  { ...desc, dims: [undefined] },
  { ...desc, type: 'kNOPE' },
  { ...desc, type: 0 },
  { ...desc, format: 'LINEAR' },
  { ...desc, scale: 'one' },
  { type: 'kFLOAT', format: 'kLINEAR' },
];
export const badDynamicDescs: unknown[] = [
  ...badDescs.map((bad) => ({ ...dynamicDesc, desc: bad })),
  desc,
  { ...dynamicDesc, min: nine },
  { ...dynamicDesc, opt: undefined },
  { ...dynamicDesc, max: [NaN] },
];
export const listsOf = (bad: unknown[]): unknown[] => [
  ...bad.map((one) => [one]),
  ...nonsense,
  {},
  Array(5000).fill(desc),
];
export const badTypes = listsOf(['kNOPE', 3, null]);
export const foreign = [other.constant(1)];
export const badExprs: unknown[] = [
  ...nonsense,
  {},
  [3],
  [null],
  [{}],
  Array(9).fill(expr.constant(1)),
  foreign,
];
export const badFields = listsOf([
  null,
  3,
  {},
  { name: 'a', type: 'kINT32', length: 1, data: null },
  { name: 'a', type: 'kINT32', length: 1 },
  { name: 'a', type: 'kINT32', length: -1, data: new Uint8Array(4) },
  { name: 'a', type: 'kINT32', length: 1.5, data: new Uint8Array(4) },
  { name: 'a', type: 'kINT32', length: 2 ** 31, data: new Uint8Array(4) },
  { name: 'a', type: 'kFLOAT64', length: 2 ** 31 - 1, data: new Uint8Array(4) },
  { name: 'a', type: 'kDIMS', length: 2 ** 30, data: new Uint8Array(4) },
  { name: 'a', type: 'kint32', length: 1, data: new Uint8Array(4) },
  { name: 'a', type: 'kINT32', length: 1, data: [1, 2, 3, 4] },
  { name: 'a', type: 'kINT32', length: 1, data: new ArrayBuffer(4) },
  { name: null, type: 'kINT32', length: 1, data: new Uint8Array(4) },
]);
