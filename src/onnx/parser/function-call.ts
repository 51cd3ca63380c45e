import type { DecodedFunction, DecodedNode } from '../decoded';
import type { GraphValue } from '../native/node-context';
import { quoted } from '../quoted';
import { nodeOrder } from './node-order';
import { parserError, Refusal, type ErrorPlace } from './parser-error';
import type { ParserTensor } from './parser-network';
import { callOf, type Scope } from './parse-state';

/** A node that calls a function of the model: the function's nodes stand in its place. */
export class FunctionCall<Tensor extends ParserTensor> {
  readonly scope: Scope<Tensor>;
  /** Names of the function's inputs that the caller leaves out. */
  private readonly absent: ReadonlySet<string>;

  constructor(
    private readonly caller: DecodedNode,
    private readonly called: DecodedFunction,
    inputs: readonly (GraphValue<Tensor> | null)[],
    around: Scope<Tensor>,
    index: number,
  ) {
    const values: Scope<Tensor>['values'] = new Map();
    called.inputs.forEach((name, i) => {
      const value = inputs[i];
      if (value) values.set(name, value);
    });
    this.absent = new Set(called.inputs.filter((name) => !values.has(name)));
    this.scope = {
      values,
      opsets: called.opsets.has('') ? called.opsets : around.opsets,
      functions: [...around.functions, callOf(caller, called.name)],
      caller: around.caller ?? index,
    };
  }

  /** The function's nodes with the caller's attributes, in an order that works. */
  *nodes(): Generator<{ node: DecodedNode; index: number }> {
    for (const index of nodeOrder(this.called.nodes)) {
      const node = this.called.nodes[index];
      if (node) yield { node: this.resolved(node), index };
    }
  }

  private resolved(node: DecodedNode): DecodedNode {
    const attributes = new Map(node.attributes);
    const exact = new Map(node.exact);
    for (const [name, there] of node.references) {
      const source = this.caller.attributes.has(there) ? this.caller : this.called.defaults;
      const attribute = source.attributes.get(there);
      if (!attribute) continue;
      attributes.set(name, attribute);
      exact.set(name, source.exact.get(there) ?? { ints: [], strings: [] });
    }
    const inputs = node.inputs.map((name) => (this.absent.has(name) ? '' : name));
    return { ...node, inputs, attributes, exact, references: new Map() };
  }

  /** What the caller gets. @throws {Refusal} where a node does not make an output of the function */
  outputs(place: ErrorPlace): GraphValue<Tensor>[] {
    return this.caller.outputs.map((_, index) => {
      const name = this.called.outputs[index] ?? '';
      const value = this.scope.values.get(name);
      if (value) return value;
      const reason = `nothing in its function makes output ${quoted(name)}`;
      const desc = 'Assertion failed: ctx->tensors().count(output): Could not find output tensor!';
      throw new Refusal(parserError('kINVALID_NODE', reason, { place, desc }));
    });
  }
}
