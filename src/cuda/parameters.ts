import type { Tokens } from './tokens';

/** One parameter of a function, as offsets in the source. An unnamed one has an empty name where a name would stand. */
export interface Parameter {
  start: number;
  end: number;
  nameStart: number;
  nameEnd: number;
  /** A parameter pack: `T... values`. */
  pack: boolean;
}

/** Words that can end a parameter's type, so are no name. */
const TYPE_WORDS = new Set(
  (
    'void bool char short int long float double signed unsigned const volatile auto wchar_t char16_t char32_t ' +
    'struct class union enum typename __restrict__ __restrict'
  ).split(' '),
);
const QUALIFIERS = new Set('const volatile struct class union enum typename'.split(' '));

/** The parameters between the brackets `open` and `close`. */
export function splitParameters(tokens: Tokens, open: number, close: number): Parameter[] {
  const parameters: Parameter[] = [];
  let first = open + 1;
  for (let i = first; i <= close; i++) {
    if (tokens.is(i, '(') || tokens.is(i, '[') || tokens.is(i, '{')) i = tokens.closing(i);
    else if (tokens.is(i, '<') && tokens.isIdentifier(i - 1))
      i = Math.max(i, tokens.closingAngle(i));
    else if (i === close || tokens.is(i, ',')) {
      if (i > first) parameters.push(parameter(tokens, first, i - 1));
      first = i + 1;
    }
  }
  const only = parameters[0];
  const none =
    parameters.length === 1 && only && tokens.source.slice(only.start, only.end).trim() === 'void';
  return none ? [] : parameters;
}

function parameter(tokens: Tokens, first: number, last: number): Parameter {
  let end = last; // of the declarator, without a default argument
  let pack = false;
  let bracket = -1; // of an array
  for (let i = first; i <= last; i++) {
    if (tokens.is(i, '=')) {
      end = i - 1;
      break;
    }
    if (tokens.is(i, '.')) pack = true;
    if (tokens.is(i, '(')) {
      if (tokens.is(i + 1, '*') || tokens.is(i + 1, '&'))
        return named(tokens, first, last, i + 2, pack);
      i = tokens.closing(i);
    } else if (tokens.is(i, '<')) i = Math.max(i, tokens.closingAngle(i));
    else if (tokens.is(i, '[')) {
      if (bracket < 0) bracket = i;
      i = tokens.closing(i);
    }
  }
  const candidate = bracket < 0 ? end : bracket - 1;
  if (isName(tokens, first, candidate)) return named(tokens, first, last, candidate, pack);
  const at = tokens.endOf(candidate);
  return {
    start: tokens.startOf(first),
    end: tokens.endOf(last),
    nameStart: at,
    nameEnd: at,
    pack,
  };
}

function named(
  tokens: Tokens,
  first: number,
  last: number,
  name: number,
  pack: boolean,
): Parameter {
  return {
    start: tokens.startOf(first),
    end: tokens.endOf(last),
    nameStart: tokens.startOf(name),
    nameEnd: tokens.endOf(name),
    pack,
  };
}

/** Whether a type stands before this word, so that the word is the parameter's name. */
function isName(tokens: Tokens, first: number, index: number): boolean {
  if (!tokens.isIdentifier(index) || TYPE_WORDS.has(tokens.text(index))) return false;
  if (tokens.is(index - 1, ':')) return false;
  for (let i = first; i < index; i++) {
    if (!QUALIFIERS.has(tokens.text(i))) return true;
  }
  return false;
}
