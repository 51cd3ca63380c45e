/** Marks in a module's loops: each says its line in shared memory, where another thread can read it while the loop runs. */
import type * as TS from 'typescript';

/** Of the Int32Array, in the module's process. */
export const LOOP_LINE = '$workbookLoopLine';

/** Adds `globalThis.$workbookLoopLine[0] = LINE` to the beginning of every loop's body. */
export function loopMarks(ts: typeof TS): TS.TransformerFactory<TS.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const mark = (line: number): TS.Statement =>
      factory.createExpressionStatement(
        factory.createAssignment(
          factory.createElementAccessExpression(
            factory.createPropertyAccessExpression(
              factory.createIdentifier('globalThis'),
              LOOP_LINE,
            ),
            0,
          ),
          factory.createNumericLiteral(line),
        ),
      );
    const marked = (loop: TS.IterationStatement): TS.Block => {
      const line = ts.getLineAndCharacterOfPosition(file, loop.getStart(file)).line + 1;
      const body = ts.visitNode(loop.statement, visit) as TS.Statement;
      const statements = ts.isBlock(body) ? body.statements : [body];
      return factory.createBlock([mark(line), ...statements], true);
    };
    const visit = (node: TS.Node): TS.Node => {
      if (ts.isForStatement(node))
        return factory.updateForStatement(
          node,
          node.initializer,
          node.condition,
          node.incrementor,
          marked(node),
        );
      if (ts.isWhileStatement(node))
        return factory.updateWhileStatement(node, node.expression, marked(node));
      if (ts.isDoStatement(node))
        return factory.updateDoStatement(node, marked(node), node.expression);
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitNode(file, visit) as TS.SourceFile;
  };
}
