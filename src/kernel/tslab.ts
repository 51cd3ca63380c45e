/**
 * The one place that knows tslab's insides, which is why tslab is pinned to an exact version.
 *
 * Taken from tslab: converting cells from TypeScript (with names of earlier cells, top-level await, redeclared constants),
 * running them, completion and inspection, and its `display` API. Not taken: its Jupyter server, which reports no errors.
 */
import './typescript-maps';
import typescript from '@tslab/typescript-for-tslab';
import { createConverter, isCompleteCode } from 'tslab/dist/converter';
import { createExecutor } from 'tslab/dist/executor';
import { printQuickInfo } from 'tslab/dist/inspect';
import * as jupyter from 'tslab/dist/jupyter';
import { versions } from 'tslab';

export type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter';
export type { Executor } from 'tslab/dist/executor';
export { createConverter, createExecutor, isCompleteCode, printQuickInfo, typescript, versions };

/** What tslab's `display` publishes: a MIME bundle, and whether it replaces an earlier one of the same id. */
export type DisplaySink = (
  data: { data: Record<string, unknown>; metadata: object; transient?: object },
  update: boolean,
) => void;

/** From now on, `display` of 'tslab' goes to this function. */
export function setDisplaySink(sink: DisplaySink): void {
  (jupyter as { lastWriteDisplayData: DisplaySink | null }).lastWriteDisplayData = sink;
}
