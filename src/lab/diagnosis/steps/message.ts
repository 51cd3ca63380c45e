import { endedWell, lineSaid, said, type Run } from '../evidence';
import type { Fault, StepName } from '../mistake';
import { callLine } from '../evidence';
import type { TraceRecord } from '../../../trace/record';

/** Words by which a mistake is known: of TensorRT, of this host, of the dynamic linker, of CUDA. */
export type Message = readonly [pattern: RegExp, mistake: string];

/** The first message of the table that a run which did not end well has said. */
export function faultSaid(run: Run, step: StepName, messages: readonly Message[]): Fault | null {
  if (endedWell(run)) return null;
  for (const [pattern, mistake] of messages) {
    if (!pattern.test(said(run))) continue;
    const line = lineSaid(run, pattern);
    return { step, mistake, ...pluginSaid(run), saw: line ? [line] : [] };
  }
  return null;
}

/** `Scale version 2` and `plugin#4 Scale@2` both are `Scale@2`. */
export function pluginSaid(run: Run): { plugin?: string } {
  const message = run.error?.message ?? said(run);
  const [, at] = /\b(?:plugin|creator)#\d+ ([^\s@]+@\S+)/.exec(message) ?? [];
  const [, name, version] = /: (\S+) version (\S+?):? /.exec(message) ?? [];
  const plugin = at ?? (name && version ? `${name}@${version.replace(/:$/, '')}` : undefined);
  return plugin === undefined ? {} : { plugin };
}

/** The last call on a plugin or creator for which something holds. */
export function lastRecord(
  run: Run,
  holds: (record: TraceRecord) => boolean,
): TraceRecord | undefined {
  return [...run.trace].reverse().find((record) => record.object !== 'host' && holds(record));
}

/** A fault at a recorded call. */
export function faultIn(
  record: TraceRecord,
  step: StepName,
  mistake: string,
  saw: string[],
): Fault {
  return {
    step,
    mistake,
    ...(record.class ? { plugin: record.class } : {}),
    method: record.method,
    saw: [...saw, callLine(record)],
  };
}

/** A fault that a probe of the diagnosis has seen. */
export function faultObserved(run: Run, step: StepName, mistakes: readonly string[]): Fault | null {
  const found = run.observations.find(({ name }) => mistakes.includes(name));
  if (!found) return null;
  return { step, mistake: found.name, plugin: found.about, saw: [found.saw] };
}

export function calls(run: Run, pattern: RegExp): boolean {
  return run.trace.some(({ method, object }) => object !== 'host' && pattern.test(method));
}
