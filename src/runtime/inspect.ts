/** What an object says of itself when it is printed: short, and without calling a plugin. */
export type Summary = Readonly<Record<string, unknown>>;

/** A class, also one that only its own code can construct. */
interface Inspectable<Self> {
  readonly name: string;
  readonly prototype: Self;
}

/** What `console.log` calls on an object that has it. Registered by name, so that no module has to be shared. */
const CUSTOM: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Whether an own or inherited toJSON is already there. */
function hasToJSON(prototype: object): boolean {
  return typeof (prototype as { toJSON?: unknown }).toJSON === 'function';
}

/** Adds a method that no loop over the object's keys sees. */
function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
}

/**
 * Makes `console.log(object)` print a summary instead of the object's fields, and `JSON.stringify(object)` give the same, unless the
 * class has a toJSON of its own. The summary is taken when the object is printed; where that throws, the reason is printed, since
 * printing an object must not.
 *
 * @param summarize Must not call a plugin: printing would otherwise change the trace.
 * @example
 * ```ts
 * export class Tensor {
 *   static {
 *     inspectable(Tensor, (tensor) => ({ name: tensor.name }));
 *   }
 * }
 * console.log(tensor); // Tensor { name: 'x' }
 * ```
 */
export function inspectable<Self extends object>(
  target: Inspectable<Self>,
  summarize: (self: Self) => Summary,
): void {
  const { name, prototype } = target;
  // An object of a class of this name: Node prints it as it prints any other, at the right depth and indentation.
  const Shown = {
    [name]: function (this: object, summary: Summary): void {
      Object.assign(this, summary);
    },
  }[name] as unknown as new (summary: Summary) => object;
  function print(this: Self): unknown {
    try {
      return new Shown(summarize(this));
    } catch (error) {
      return `${name} { ${error instanceof Error ? error.message : String(error)} }`;
    }
  }
  function toJSON(this: Self): Summary {
    return summarize(this);
  }
  define(prototype, CUSTOM, print);
  if (!hasToJSON(prototype)) define(prototype, 'toJSON', toJSON);
}

/**
 * Makes `console.log(list)` print lines instead of every element's fields. The list stays the array it is: the way it prints is not
 * among its keys, and a filtered copy prints as any array.
 *
 * @param line One element in one line.
 * @param most How many lines are printed; the rest is counted.
 */
export function inspectableList<Element>(
  list: Element[],
  name: string,
  line: (element: Element) => string,
  most = 20,
): Element[] {
  const print = (): string => {
    const lines = list.slice(0, most).map((element) => `\n  ${line(element)}`);
    const rest = list.length - lines.length;
    return `${name}(${list.length})${lines.join('')}${rest > 0 ? `\n  … ${rest} more` : ''}`;
  };
  define(list, CUSTOM, print);
  return list;
}
