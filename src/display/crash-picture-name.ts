/** Names of C++ functions and files, short enough to be read at a glance. */
import { shownPath } from '../cell/shown-path';
import { projectRoot } from '../native-loader';
import { relative } from 'node:path';

/**
 * A function's name without its parameters, template arguments, return type and anonymous namespaces.
 *
 * @example `(anonymous namespace)::MyPlugin::enqueue(void const* const*, int)` -> `MyPlugin::enqueue`
 */
export function shortFunctionName(name: string): string {
  if (/^operator\W/.test(name)) return name;
  const plain = name
    .replace(/\(anonymous namespace\)::|\{anonymous\}::/g, '')
    .replace(/\{lambda\([^]*?\)#\d+\}|<lambda\([^)]*\)>/g, 'lambda')
    .replace(/lambda::operator\(\)/g, 'lambda');
  const [, operator = ''] = /\b(operator *(?:\(\)|[^\w\s(]+))(?=\()/.exec(plain) ?? [];
  let short = '';
  let depth = 0;
  for (const character of operator === '' ? plain : plain.replace(operator, 'operator')) {
    if (character === '<' || character === '(') depth += 1;
    else if (character === '>' || character === ')') depth -= 1;
    else if (depth === 0) short += character;
  }
  const words = short
    .replace(/\b(const|volatile|noexcept)\b|\[[^\]]*\]/g, '')
    .trim()
    .split(/\s+/);
  const last = words[words.length - 1] ?? '';
  return last === '' ? name : last.replace(/\boperator$/, operator);
}

/** The last two parts of a name: class and method. */
export function methodName(name: string): string {
  return shortFunctionName(name).split('::').slice(-2).join('::');
}

/** A file as one would type it here: from this folder where it is in it. */
export function shortFileName(file: string): string {
  const inside = [process.cwd(), projectRoot]
    .map((folder) => relative(folder, file))
    .find((path) => path !== '' && !path.startsWith('..'));
  return inside ?? shownPath(file);
}
