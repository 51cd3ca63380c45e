import { declarationStart } from './declaration';
import { onOneLine } from './edits';
import { splitParameters, type Parameter } from './parameters';
import type { Rewriting } from './rewrite';

/** What the body sees; its own variables of these names hide them, since it is in braces of its own. */
const BUILT_IN_VARIABLES =
  '[[maybe_unused]] auto const threadIdx = workbookIndices.thread; ' +
  '[[maybe_unused]] auto const blockIdx = workbookIndices.block; ' +
  '[[maybe_unused]] auto const blockDim = workbookIndices.blockExtent; ' +
  '[[maybe_unused]] auto const gridDim = workbookIndices.gridExtent; ';

/**
 * A `__global__` function: its body becomes a lambda with the same parameters, which the function hands to the runtime
 * (`workbook/kernel.h` shows the result). A declaration only loses the qualifiers.
 */
export function rewriteKernel(rewriting: Rewriting, word: number): void {
  const { tokens, edits } = rewriting;
  edits.blank(tokens.startOf(word), tokens.endOf(word));
  const bounds = takeLaunchBounds(rewriting, word);
  const open = parameterList(rewriting, word);
  if (open < 0)
    rewriting.fail(word, 'Cannot read a __global__ function: no parameter list follows');
  const close = tokens.closing(open);
  if (close < 0)
    rewriting.fail(open, 'Cannot read a __global__ function: its parameter list does not end');
  let body = close + 1;
  while (body < tokens.count && !tokens.is(body, '{') && !tokens.is(body, ';')) {
    if (tokens.is(body, '(')) body = tokens.closing(body);
    body++;
  }
  if (!tokens.is(body, '{')) return;
  const bodyEnd = tokens.closing(body);
  if (bodyEnd < 0) rewriting.fail(body, 'Cannot read a __global__ function: its body does not end');

  const parameters = splitParameters(tokens, open, close);
  const outer = parameters.map((parameter, i) =>
    renamed(rewriting, parameter, `workbookArgument${i}`),
  );
  edits.insert(
    tokens.startOf(open),
    `(${outer.join(', ')}) { ` +
      `static ::workbook::emulator::KernelInfo workbookKernel{__PRETTY_FUNCTION__, int(${bounds})}; ` +
      `::workbook::emulator::enterKernel(workbookKernel, []`,
  );
  const separator = parameters.length > 0 ? ', ' : '';
  edits.replace(
    tokens.startOf(open),
    tokens.endOf(open),
    `(::workbook::emulator::Indices const& workbookIndices${separator}`,
  );
  if (parameters.length === 0) edits.blank(tokens.endOf(open), tokens.startOf(close)); // (void)
  edits.insert(tokens.endOf(close), ' __attribute__((always_inline))');
  edits.insert(tokens.startOf(body), `{ ${BUILT_IN_VARIABLES}`);
  const passed = parameters.map(
    (parameter, i) => `, workbookArgument${i}${parameter.pack ? '...' : ''}`,
  );
  edits.insert(tokens.endOf(bodyEnd), ` }${passed.join('')}); }`);
}

/** The parameter on one line, under another name. */
function renamed({ tokens }: Rewriting, parameter: Parameter, name: string): string {
  const { source } = tokens;
  const head = source.slice(parameter.start, parameter.nameStart);
  const tail = source.slice(parameter.nameEnd, parameter.end);
  return onOneLine(`${head} ${name}${tail}`);
}

/** Takes out `__launch_bounds__(threads, …)`. @returns The threads as source text, 0 where there is none. */
function takeLaunchBounds({ tokens, edits }: Rewriting, word: number): string {
  for (let i = declarationStart(tokens, word); i < tokens.count; i++) {
    if (tokens.text(i) === '__launch_bounds__' && tokens.is(i + 1, '(')) {
      const close = tokens.closing(i + 1);
      edits.blank(tokens.startOf(i), tokens.endOf(close));
      let end = i + 2;
      while (end < close && !tokens.is(end, ','))
        end = tokens.is(end, '(') ? tokens.closing(end) + 1 : end + 1;
      return onOneLine(tokens.source.slice(tokens.startOf(i + 2), tokens.endOf(end - 1)));
    }
    if (tokens.is(i, '{') || tokens.is(i, ';')) break;
  }
  return '0';
}

/** The `(` of the parameter list: the first that belongs to no attribute and no template list. */
function parameterList({ tokens }: Rewriting, word: number): number {
  for (let i = word + 1; i < tokens.count; i++) {
    const text = tokens.text(i);
    if (
      text === '__launch_bounds__' ||
      text === '__attribute__' ||
      text === 'alignas' ||
      text === 'decltype'
    )
      i = tokens.closing(i + 1);
    else if (text === '<') i = tokens.closingAngle(i);
    else if (text === '(') return i;
    else if (text === '{' || text === ';') return -1;
    if (i < 0) return -1;
  }
  return -1;
}
