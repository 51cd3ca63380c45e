import type { DecodedNode } from '../decoded';
import { quoted } from '../quoted';
import { importerOf } from './dispatch';
import {
  INPUT_NOT_REGISTERED,
  otherOutputCount,
  parserError,
  Refusal,
  type ErrorPlace,
  type ParserErrorCode,
} from './parser-error';
import type { ParserTensor } from './parser-network';
import { callOf, placeOf, type ParseState, type Scope } from './parse-state';

/** Functions inside functions, as in TensorRT's parser. */
export const DEEPEST_FUNCTION = 24;

/** Finds what is wrong with nodes without importing them, so that every refused node is told about. */
export class StaticCheck<Tensor extends ParserTensor> {
  /** Functions whose nodes were looked at: of two calls the first tells. */
  private readonly seen = new Set<string>();

  /** @param made Names that the graph's inputs, initializers and nodes make. */
  constructor(
    private readonly state: ParseState<Tensor>,
    private readonly made: ReadonlySet<string>,
  ) {}

  check(node: DecodedNode, index: number, scope: Scope<Tensor>): void {
    this.checkNode(node, placeOf(node, index, scope), this.made);
  }

  private checkNode(node: DecodedNode, place: ErrorPlace, made: ReadonlySet<string>): void {
    this.state.collect(() => {
      const missing = node.inputs.find((name) => name !== '' && !made.has(name));
      if (missing !== undefined) {
        const reason = `nothing makes its input ${quoted(missing)}`;
        throw new Refusal(
          parserError('kINVALID_GRAPH', reason, { place, desc: INPUT_NOT_REGISTERED }),
        );
      }
    });
    const importer = this.state.collect(() => importerOf(node, place, this.state));
    if (importer?.kind === 'function') this.checkFunction(node, importer.function.name, place);
  }

  private checkFunction(node: DecodedNode, name: string, place: ErrorPlace): void {
    const called = this.state.model.functions.get(name);
    if (!called) return;
    const stack = [...place.localFunctionStack, callOf(node, name)];
    const known = this.state.collect(() => {
      if (node.inputs.length !== called.inputs.length) {
        throw refuse(
          `its function takes ${called.inputs.length} inputs, and it has ${node.inputs.length}`,
          'kINVALID_NODE',
          'node.input().size() == function.input().size()',
        );
      }
      const named = node.outputs.filter((output) => output !== '').length;
      if (named !== called.outputs.length) {
        throw refuse(
          `its function has ${called.outputs.length} outputs, and it names ${named}`,
          'kINVALID_GRAPH',
          otherOutputCount(called.outputs.length, named),
        );
      }
      if (
        place.localFunctionStack.some((call) => call.endsWith(` (${name})`)) ||
        stack.length > DEEPEST_FUNCTION
      ) {
        throw refuse(
          `its functions call each other without end, or deeper than ${DEEPEST_FUNCTION} calls`,
        );
      }
      return true;
    });
    if (!known || this.seen.has(name)) return;
    this.seen.add(name);
    const made = new Set([...called.inputs, ...called.nodes.flatMap(({ outputs }) => outputs)]);
    for (const inner of called.nodes) {
      if (this.state.hopeless) return;
      const at = { nodeName: inner.name, nodeOperator: inner.opType, localFunctionStack: stack };
      this.checkNode(inner, { node: place.node, ...at }, made);
    }

    function refuse(
      reason: string,
      code: ParserErrorCode = 'kUNSUPPORTED_GRAPH',
      desc = reason,
    ): Refusal {
      return new Refusal(parserError(code, reason, { place, desc }));
    }
  }
}
