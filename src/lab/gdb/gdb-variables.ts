import type { GdbSession } from './gdb-session';
import { membersOf, shortValue } from './gdb-values';
import { miText, miTuples } from './mi-output';

/** The variables of a function, as `name = value`. */
export interface Variables {
  arguments: string[];
  locals: string[];
}

interface Variable {
  name: string;
  type: string;
  value: string | null;
  isArgument: boolean;
}

type Evaluate = (expression: string) => Promise<string | null>;

const MOST_VARIABLES = 24;
const MOST_ELEMENTS = 8;
/** TensorRT's structs that describe tensors and fields, as pointers or references. */
const API_STRUCT =
  /^(?:const )?(?:nvinfer1::)?(?:v_\d+_\d+::)?(PluginTensorDesc|DynamicPluginTensorDesc|Dims(?:32|64)?|DimsExprs|PluginFieldCollection)(?: const)? ?([*&]?)(?: const)?$/;
const POINTER_TO_OBJECT =
  /^(?!.*\b(?:void|char|float|double|int|long|short|bool|unsigned|signed|u?int\d+_t)\b)[^*]*(?:\*|&)(?: const)?$/;

/** Arguments and local variables of one frame; TensorRT's descriptors are shown with what they hold. */
export async function variablesOf(
  gdb: GdbSession,
  thread: string,
  level: string,
): Promise<Variables> {
  const at = `--thread ${thread} --frame ${level}`;
  const listed = await gdb.results(`-stack-list-variables ${at} --simple-values`);
  const variables = miTuples(listed?.['variables'])
    .slice(0, MOST_VARIABLES)
    .map((each) => ({
      name: miText(each['name']),
      type: miText(each['type']),
      value: 'value' in each ? miText(each['value']) : null,
      isArgument: miText(each['arg']) === '1',
    }));
  const evaluate: Evaluate = async (expression) => {
    const quoted = expression.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
    const results = await gdb.results(`-data-evaluate-expression ${at} "${quoted}"`);
    return results ? miText(results['value']) : null;
  };
  const found: Variables = { arguments: [], locals: [] };
  for (const variable of variables.filter(({ name }) => !name.includes('@'))) {
    const lines = await linesOf(variable, variables, evaluate);
    const isMember = variable.name === 'this';
    (variable.isArgument && !isMember ? found.arguments : found.locals).push(...lines);
  }
  return found;
}

async function linesOf(
  variable: Variable,
  all: readonly Variable[],
  evaluate: Evaluate,
): Promise<string[]> {
  const { name, type } = variable;
  if (name === 'this') return memberLines(evaluate);
  const value = variable.value ?? (await evaluate(name));
  if (value === null) return [];
  const plain = [`${name} = ${shortValue(value)}`];
  if (/^0x0\b/.test(value) || value === '<optimized out>') return plain;
  const [, struct, reference] = API_STRUCT.exec(type) ?? [];
  if (struct !== undefined) {
    const elements = reference === '*' ? await elementCount(name, all, evaluate) : 0;
    const lines = await structLines(struct, name, elements, evaluate);
    return lines.length > 0 ? lines : plain;
  }
  if (!POINTER_TO_OBJECT.test(type)) return plain;
  const object = type.includes('*') ? await evaluate(`*${name}`) : value;
  return object === null ? plain : [`${name} = ${shortValue(object)}`];
}

/** The object's own members, not its bases'. */
async function memberLines(evaluate: Evaluate): Promise<string[]> {
  const object = await evaluate('*this');
  const members = object === null ? [] : membersOf(object).slice(0, MOST_VARIABLES);
  return members.map(([name, value]) => `this->${name} = ${shortValue(value)}`);
}

/** How many elements an array argument has: TensorRT gives the count in an argument of its own. */
async function elementCount(
  name: string,
  all: readonly Variable[],
  evaluate: Evaluate,
): Promise<number> {
  const has = (count: string): boolean => all.some((variable) => variable.name === count);
  const terms = [
    ...(/^in|shape|input/i.test(name) && has('nbInputs') ? ['nbInputs'] : []),
    ...(/out/i.test(name) && has('nbOutputs') ? ['nbOutputs'] : []),
  ];
  const shape = /shape/i.test(name) && has('nbShapeInputs') ? ['nbShapeInputs'] : terms;
  const count = shape.length > 0 ? Number(await evaluate(shape.join('+'))) : 1;
  return Number.isInteger(count) ? Math.max(0, Math.min(count, MOST_ELEMENTS)) : 1;
}

/** @param elements 0 where the value is no array. */
async function structLines(
  struct: string,
  name: string,
  elements: number,
  evaluate: Evaluate,
): Promise<string[]> {
  const places =
    elements === 0 ? [name] : Array.from({ length: elements }, (_, i) => `${name}[${i}]`);
  const lines: string[] = [];
  for (const place of places) {
    const text = await structText(struct, place, evaluate);
    if (text !== null) lines.push(`${place}${text}`);
  }
  return lines;
}

async function structText(
  struct: string,
  place: string,
  evaluate: Evaluate,
): Promise<string | null> {
  switch (struct) {
    case 'DimsExprs': {
      const count = await evaluate(`${place}.nbDims`);
      return count === null ? null : `.nbDims = ${count}`;
    }
    case 'PluginFieldCollection': {
      const count = await evaluate(`${place}.nbFields`);
      return count === null
        ? null
        : `.nbFields = ${count}${await fieldsText(place, count, evaluate)}`;
    }
    case 'PluginTensorDesc':
      return descriptorText(place, evaluate);
    case 'DynamicPluginTensorDesc':
      return descriptorText(`${place}.desc`, evaluate);
    default: {
      const dims = await dimsText(place, evaluate);
      return dims === null ? null : ` = ${dims}`;
    }
  }
}

/** ` = kFLOAT kLINEAR [1,3,4]` */
async function descriptorText(place: string, evaluate: Evaluate): Promise<string | null> {
  const dims = await dimsText(`${place}.dims`, evaluate);
  if (dims === null) return null;
  const type = shortValue((await evaluate(`${place}.type`)) ?? '?');
  const format = shortValue((await evaluate(`${place}.format`)) ?? '?');
  return ` = ${type} ${format} ${dims}`;
}

/** `[1,3,4]`, or `nbDims = 99` where that can be no rank. */
async function dimsText(place: string, evaluate: Evaluate): Promise<string | null> {
  const text = await evaluate(`${place}.nbDims`);
  const rank = Number(text);
  if (text === null) return null;
  if (!Number.isInteger(rank) || rank < 0 || rank > 8) return `nbDims = ${text}`;
  const extents: string[] = [];
  for (let i = 0; i < rank; i += 1) extents.push((await evaluate(`${place}.d[${i}]`)) ?? '?');
  return `[${extents.join(',')}]`;
}

/** `: scale kFLOAT32 x 1 at 0x…` */
async function fieldsText(place: string, count: string, evaluate: Evaluate): Promise<string> {
  const fields: string[] = [];
  for (let i = 0; i < Math.min(Number(count) || 0, MOST_ELEMENTS); i += 1) {
    const of = async (member: string): Promise<string> =>
      shortValue((await evaluate(`${place}.fields[${i}].${member}`)) ?? '?');
    const data = (await of('data')).replace(/^\(.*\) /, '');
    fields.push(
      `${await of('name')} ${await of('type')} x ${await of('length')}${data === '0x0' ? ', data null' : ''}`,
    );
  }
  return fields.length > 0 ? `: ${fields.join('; ')}` : '';
}
