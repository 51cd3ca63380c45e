import vm from 'node:vm';
import { RUNNING_CELL, type RunningCell } from '../cell/running-cell';
import { rewriteSource, type RewrittenSource } from './cell-source';
import {
  createConverter,
  createExecutor,
  type Converter,
  type ConvertResult,
  type Diagnostic,
  type Executor,
} from './tslab';
import { describeStacks } from './stack-trace';
import { describeDiagnostics, describeThrown, type Failure } from './traceback';
import { mapsOf, type MapPosition } from './typescript-maps';

/** How a cell ended. `value` is that of its last expression, undefined where there is none. */
export type Outcome = { status: 'ok'; value: unknown } | { status: 'error'; failure: Failure };

/** A cell that was run: enough to name its lines in a traceback, also when a later cell calls its functions. */
export interface RanCell {
  name: string;
  source: string;
  /** From a position in the JavaScript that ran to one in `source`; both zero-based. */
  originalPosition(position: MapPosition): MapPosition | undefined;
}

/** The converter puts this line before what it is given. */
const prefixLines = 1;

const positionAt = (text: string, offset: number): MapPosition => {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, column: offset - (before.lastIndexOf('\n') + 1) };
};

const offsetAt = (text: string, { line, column }: MapPosition): number => {
  const lines = text.split('\n');
  return lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + column;
};

/**
 * Runs cells one after the other by tslab's executor, and tells how each ended, which tslab only prints.
 */
export class CellRunner {
  private readonly executor: Executor;
  private readonly ran = new Map<string, RanCell>();
  private source = '';
  private name = '';
  private diagnostics: Diagnostic[] = [];
  private thrown: unknown;
  private value: unknown;

  constructor(folder: string) {
    const node = this.recording(createConverter({ isJS: false, isBrowser: false }));
    const converters = { node, browser: node, close: () => node.close() };
    this.executor = createExecutor(folder, converters, {
      log: (value: unknown) => (this.value = value),
      error: (...all: unknown[]) => {
        if (all.length === 1) this.thrown = all[0];
      },
    });
    this.nameScripts();
    describeStacks(this.ran);
    // C++ in a cell is compiled with the cell's own line numbers.
    Reflect.set(globalThis, RUNNING_CELL, (): RunningCell => ({ source: this.source }));
  }

  /** @param count The cell's number, as in `[3]`. */
  async run(source: string, count: number): Promise<Outcome> {
    this.source = source;
    this.name = `cell [${count}]`;
    this.diagnostics = [];
    this.thrown = undefined;
    this.value = undefined;
    const ok = await this.executor.execute(source);
    if (this.diagnostics.length > 0) {
      return { status: 'error', failure: describeDiagnostics(this.diagnostics, this.name, source) };
    }
    if (!ok) return { status: 'error', failure: this.describe(this.thrown) };
    return { status: 'ok', value: this.value };
  }

  /** What a thrown value looks like to the learner. */
  describe(error: unknown): Failure {
    return describeThrown(error, this.ran);
  }

  /** Ends the wait for the running cell; code that never waits is stopped by the signal itself. */
  interrupt(): void {
    this.executor.interrupt();
  }

  complete(source: string, offset: number): ReturnType<Executor['complete']> {
    return this.executor.complete(source, offset);
  }

  inspect(source: string, offset: number): ReturnType<Executor['inspect']> | undefined {
    return this.executor.inspect(source, offset);
  }

  /** The converter, with a look at what goes in and comes out. */
  private recording(converter: Converter): Converter {
    return {
      ...converter,
      convert: (declarations, source) => {
        const rewritten = rewriteSource(source);
        const result = converter.convert(declarations, rewritten.text);
        const back = (offset: number): Diagnostic['start'] => {
          const original = rewritten.originalOffset(offset);
          const { line, column } = positionAt(source, original);
          return { offset: original, line, character: column };
        };
        this.diagnostics = result.diagnostics.map((diagnostic) =>
          diagnostic.fileName === undefined
            ? {
                ...diagnostic,
                start: back(diagnostic.start.offset),
                end: back(diagnostic.end.offset),
              }
            : diagnostic,
        );
        this.remember(result, rewritten);
        return result;
      },
      addModule: (name, content, meta) => {
        this.diagnostics = converter.addModule(name, content, meta);
        return this.diagnostics;
      },
    };
  }

  private remember({ output }: ConvertResult, rewritten: RewrittenSource): void {
    const back = output === undefined ? undefined : mapsOf(output);
    const lineCount = (output ?? '').split('\n').length + 1;
    const { source, name } = this;
    this.ran.set(name, {
      name,
      source,
      originalPosition: (position) => {
        // The last line is that of the function's call, which tslab puts around a cell.
        if (position.line >= lineCount - 1) return undefined;
        const found = back?.(position);
        if (!found || found.line < prefixLines) return undefined;
        const offset = offsetAt(rewritten.text, {
          line: found.line - prefixLines,
          column: found.column,
        });
        const original = rewritten.originalOffset(offset);
        return original > source.length ? undefined : positionAt(source, original);
      },
    });
  }

  /** tslab runs every cell as a script without a name: gives it the cell's, so that stack frames can be told apart. */
  private nameScripts(): void {
    const original = vm.runInThisContext.bind(vm);
    const named = (code: string, options?: vm.RunningCodeOptions | string): unknown => {
      if (typeof options !== 'object' || options.breakOnSigint !== true)
        return original(code, options);
      const wrapper = /^\((?:async )?function\(exports, require\) \{ /.exec(code)?.[0].length ?? 0;
      return original(code, {
        ...options,
        filename: this.name,
        columnOffset: -wrapper,
        displayErrors: false,
      });
    };
    (vm as { runInThisContext: typeof named }).runInThisContext = named;
  }
}
