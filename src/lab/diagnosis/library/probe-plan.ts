import type { DataType, PluginFieldType } from '../../../runtime/enums';
import type { Dims } from '../../../runtime/tensor';

/** A field with the number that all its elements get; `text` for kCHAR. */
export interface FieldPlan {
  name: string;
  type: PluginFieldType;
  length: number;
  value: number;
}

/** A creator as it is registered. */
export interface CreatorPlan {
  name: string;
  version: string;
  namespace: string;
  generation: 'V2' | 'V3';
  fields: { name: string; type: PluginFieldType; length: number }[];
}

/** Inputs to try a plugin with. */
export interface InputPlan {
  type: DataType;
  /** One entry an input. */
  dims: Dims[];
}

/** How a library comes into the process: loadLibrary, or plain dlopen. */
export type Way = 'loadLibrary' | 'openLibrary';

/** What a probe is given; it is sent as JSON. */
export interface ProbePlan {
  library: string;
  way: Way;
  creator: CreatorPlan;
  fields: FieldPlan[];
  inputs: InputPlan;
}

/** Elements are many enough that no block holds them all, and no multiple of a block. */
const ODD: Dims[] = [[2, 3, 17, 19], [3, 17, 38], [34, 57], [1938]];
/** Where a plugin wants extents that can be halved. */
const EVEN: Dims[] = [
  [1, 4, 32, 32],
  [4, 16, 32],
  [64, 64],
];
const TYPES: DataType[] = ['kHALF', 'kINT32', 'kINT8', 'kINT64', 'kBOOL', 'kBF16'];

/** Inputs that plugins are likely to take, the likeliest first. */
export function plausibleInputs(): InputPlan[] {
  const same = (dims: Dims, count: number): Dims[] => Array.from({ length: count }, () => dims);
  const plans: InputPlan[] = [];
  for (const shapes of [ODD, EVEN]) {
    for (const count of [1, 2, 3])
      for (const dims of shapes) plans.push({ type: 'kFLOAT', dims: same(dims, count) });
  }
  for (const type of TYPES)
    for (const count of [1, 2]) plans.push({ type, dims: same([2, 3, 17, 19], count) });
  return plans;
}

/** `2 × kFLOAT [2,3,17,19]` */
export function inputWords({ type, dims }: InputPlan): string {
  const [first = []] = dims;
  return `${dims.length} × ${type} [${first.join(',')}]`;
}

/** Values that creators are likely to accept: most fields are a factor, a count, an axis or a switch. */
export function plausibleFields(declared: CreatorPlan['fields']): FieldPlan[][] {
  const variants = [
    { real: 2, whole: 1 },
    { real: 1, whole: 0 },
    { real: 0.5, whole: 2 },
    { real: 0, whole: 4 },
  ];
  const filled = variants.map(({ real, whole }) =>
    declared.map(({ name, type, length }) => ({
      name,
      type,
      length: Math.max(1, Math.min(length, 1024)),
      value: /^k(FLOAT|BF16|FP8)/.test(type) ? real : whole,
    })),
  );
  return declared.length === 0 ? [[]] : [...filled, []];
}
