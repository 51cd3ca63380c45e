/** Loads a learner's module and calls its functions. */
import Module from 'node:module';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../native-loader';
import { trace } from '../../trace/trace';
import { undestroyedPlugins } from '../../trace/undestroyed';
import { packed, unpacked } from './module-values';
export { watchLoops } from './loop-watch';
import type { ModuleCallResult, ModuleRunResult } from './request';
import type { ProcessAnswer, ProcessTask } from './subject-task';

/** What Node's modules have that their types do not say. */
interface LoadableModule extends NodeJS.Module {
  _compile(code: string, file: string): void;
}

export async function callModule(
  { file, code, items }: Extract<ProcessTask, { kind: 'module' }>,
  tracePath: string,
  answer: (one: ProcessAnswer) => void,
): Promise<void> {
  process.setSourceMapsEnabled(true);
  // The learner's line may be below many of the host's.
  Error.stackTraceLimit = 60;
  trace.reset(tracePath);
  // As they are now: a learner's module may put others in their place.
  const [recordsOf, reset] = [trace.records.bind(trace), trace.reset.bind(trace)];
  const undestroyedOf = undestroyedPlugins;
  let exported: Record<string, unknown> = {};
  let failure: ModuleCallResult['error'] = null;
  try {
    exported = load(file, code);
  } catch (error) {
    failure = described(error, file);
  }
  for (const { id, request } of items) {
    const result: ModuleRunResult = { calls: [] };
    for (const call of request.calls) {
      reset(tracePath);
      const one: ModuleCallResult = { value: null, error: failure, trace: [], undestroyed: [] };
      try {
        if (failure === null) {
          const called = exported[call.function];
          if (typeof called !== 'function')
            throw new TypeError(`The module exports no function "${call.function}"`);
          const returned: unknown = await (called as (...all: unknown[]) => unknown)(
            ...call.arguments.map(unpacked),
          );
          one.value = packed(returned);
        }
      } catch (error) {
        one.error = described(error, file);
      }
      one.trace = recordsOf();
      one.undestroyed = undestroyedOf(one.trace).map(({ object }) => object);
      result.calls[result.calls.length] = one;
    }
    answer({ id, result });
  }
}

function load(file: string, code: string): Record<string, unknown> {
  const module = new Module(file) as LoadableModule;
  module.filename = file;
  // The workbook is found from wherever the file is.
  module.paths = [join(dirname(file), 'node_modules'), join(projectRoot, 'node_modules')];
  module._compile(code, file);
  return module.exports as Record<string, unknown>;
}

function described(error: unknown, file: string): NonNullable<ModuleCallResult['error']> {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const code = (error as { code?: unknown }).code;
  const stack = error.stack ?? '';
  const at = stack.indexOf(`${file}:`);
  const [, line] = /^:(\d+)/.exec(stack.slice(at + file.length)) ?? [];
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(at >= 0 && line !== undefined ? { line: Number(line) } : {}),
  };
}
