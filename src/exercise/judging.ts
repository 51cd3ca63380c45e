/** What judges of parts are made of: comparisons that say where the first difference is. */
import { touchPicture } from '../display/touch-picture';
import { sameDims, type Dims } from '../runtime/tensor';
import type { TraceRecord } from '../trace/record';
import type { Bilingual, Verdict } from './exercise';
import type { CaseOutput, PluginCaseResult } from './run/plugin-case';
import { numbersIn } from './run/tensor-value';

export const say = (en: string, zh: string): Bilingual => ({ en, zh });

export function pass(message: Bilingual = say('Right.', '正确。')): Verdict {
  return { passed: true, message };
}

export function fail(message: Bilingual, rest: Partial<Verdict> = {}): Verdict {
  return { ...rest, passed: false, message };
}

/** The first verdict that did not pass, else a pass: checks in the order in which a learner should look at them. */
export function firstFailure(...checks: (() => Verdict)[]): Verdict {
  let last = pass();
  for (const check of checks) {
    last = check();
    if (!last.passed) return last;
  }
  return last;
}

/** A number as a learner reads it. */
export function shown(value: number | undefined): string {
  if (value === undefined) return '–';
  // Beyond 2^53 the last digits say nothing.
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}

/** `[1, 2]` of element 6 of [2, 4]. */
export function indexOf(at: number, dims: Dims): string {
  const index: number[] = [];
  let rest = at;
  for (const extent of [...dims].reverse()) {
    index.unshift(extent > 0 ? rest % extent : 0);
    rest = extent > 0 ? Math.floor(rest / extent) : 0;
  }
  return `[${index.join(', ')}]`;
}

/** What a tensor has to be. */
export interface ExpectedTensor {
  /** As the learner knows it: `y`. */
  name: string;
  dims: Dims;
  /** Row-major. */
  values: readonly number[];
  /** Most absolute difference; default 0. */
  tolerance?: number;
  /** Most difference relative to what is expected; default 0. */
  relative?: number;
  /** Recognises a mistake from what is there. @returns its id */
  mistake?: (actual: readonly number[]) => string | undefined;
}

/**
 * Compares an output with what it has to be: shape, memory around it, then every element. The verdict has the first difference and the picture of all
 * that was written.
 */
export function sameTensor(
  actual: CaseOutput | undefined,
  expected: ExpectedTensor,
  rest: Partial<Verdict> = {},
): Verdict {
  const { name, dims, tolerance = 0, relative = 0 } = expected;
  if (!actual) return fail(say(`There is no output ${name}.`, `没有输出 ${name}。`), rest);
  const texts = { expected: `[${dims.join(', ')}]`, actual: `[${actual.dims.join(', ')}]` };
  if (!sameDims(actual.dims, dims))
    return fail(say(`The shape of ${name} is not right.`, `${name} 的形状不对。`), {
      ...rest,
      ...texts,
    });
  const values = numbersIn(actual);
  const untouched = new Set(actual.untouched);
  const right = (at: number): boolean => {
    const [wanted, found] = [expected.values[at] ?? NaN, values[at] ?? NaN];
    if (Object.is(wanted, found) || wanted === found) return true;
    return Math.abs(found - wanted) <= tolerance + relative * Math.abs(wanted);
  };
  const touches = expected.values.map((_, at) =>
    right(at)
      ? ('right' as const)
      : untouched.has(at)
        ? ('untouched' as const)
        : ('wrong' as const),
  );
  const first = touches.findIndex((touch) => touch !== 'right');
  const picture = touchPicture({ name, dims, type: actual.type, touches, outside: actual.outside });
  if (first < 0 && actual.outside.length === 0) return pass();
  if (first < 0) {
    const { length } = actual.outside;
    return fail(
      say(
        `Every element of ${name} is right, but ${length} bytes outside of it were written: somebody else’s memory.`,
        `${name} 的每个元素都正确，但在它之外写入了 ${length} 个字节：那是别人的内存。`,
      ),
      { picture, ...rest },
    );
  }
  const place = `${name}${indexOf(first, dims)}`;
  const never = touches[first] === 'untouched';
  const mistake = expected.mistake?.(values);
  const wrong = touches.filter((touch) => touch !== 'right').length;
  return fail(
    never
      ? say(
          `${place} was never written; ${wrong} of ${touches.length} elements are not right.`,
          `${place} 从未被写入；${touches.length} 个元素中有 ${wrong} 个不对。`,
        )
      : say(
          `${place} is wrong; ${wrong} of ${touches.length} elements are not right.`,
          `${place} 的值不对；${touches.length} 个元素中有 ${wrong} 个不对。`,
        ),
    {
      firstDifference: place,
      expected: shown(expected.values[first]),
      actual: never ? say('never written', '从未写入') : shown(values[first]),
      picture,
      ...(mistake === undefined ? {} : { mistake }),
      ...rest,
    },
  );
}

/** Compares numbers that a function returned. */
export function sameNumbers(
  actual: unknown,
  expected: readonly number[],
  { name, tolerance = 0 }: { name: string; tolerance?: number },
): Verdict {
  const found = ArrayBuffer.isView(actual) || Array.isArray(actual) ? toNumbers(actual) : null;
  if (!found)
    return fail(say(`${name} is no list of numbers.`, `${name} 不是一组数字。`), {
      expected: 'number[] / Float32Array',
      actual: actual === null ? 'undefined' : typeof actual,
    });
  if (found.length !== expected.length)
    return fail(say(`${name} has another length.`, `${name} 的长度不对。`), {
      expected: String(expected.length),
      actual: String(found.length),
    });
  const first = expected.findIndex(
    (value, at) =>
      !(Math.abs((found[at] ?? NaN) - value) <= tolerance) && !Object.is(value, found[at]),
  );
  if (first < 0) return pass();
  return fail(say(`${name}[${first}] is wrong.`, `${name}[${first}] 的值不对。`), {
    firstDifference: `${name}[${first}]`,
    expected: shown(expected[first]),
    actual: shown(found[first]),
  });
}

function toNumbers(value: object): number[] {
  return Array.from(value as ArrayLike<unknown>, Number);
}

/** The calls of one method on plugins. */
export function callsOf(trace: readonly TraceRecord[], method: string): TraceRecord[] {
  return trace.filter((record) => record.object !== 'host' && record.method === method);
}

/** Calls around one: a few before it, and the next. */
export function around(
  trace: readonly TraceRecord[],
  record: TraceRecord | undefined,
  before = 4,
): TraceRecord[] {
  const at = record ? trace.indexOf(record) : -1;
  if (at < 0) return [];
  return trace.slice(Math.max(0, at - before), at + 2);
}

/** Objects that nobody ended are a verdict. */
export function allEnded(result: Pick<PluginCaseResult, 'undestroyed' | 'trace'>): Verdict {
  const { undestroyed, trace } = result;
  if (undestroyed.length === 0) return pass();
  const made = trace.find(
    ({ object, method }) => object === undestroyed[0] && method === 'construct',
  );
  return fail(
    say(
      `Not destroyed: ${undestroyed.join(', ')}. Whoever makes an object ends it.`,
      `没有销毁：${undestroyed.join('、')}。谁创建的对象，就由谁销毁。`,
    ),
    { expected: '0', actual: String(undestroyed.length), trace: around(trace, made, 1) },
  );
}
