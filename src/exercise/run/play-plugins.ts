/** Loads a library and plays the cases of plugin runs. */
import { dirname } from 'node:path';
import { Stream } from '../../runtime/context/device';
import { getPluginRegistry } from '../../runtime/plugin/plugin-registry';
import { trace } from '../../trace/trace';
import { LibraryError } from '../../errors';
import { nothingYet, PlayedCase } from './play-case';
import type { PluginCaseResult } from './plugin-case';
import type { PluginRunResult } from './request';
import type { ProcessAnswer, ProcessTask } from './subject-task';

/** Rounds that are not counted. */
const WARM_UP = 1;

export async function playPlugins(
  { library, opened, items }: Extract<ProcessTask, { kind: 'plugin' }>,
  tracePath: string,
  answer: (one: ProcessAnswer) => void,
): Promise<void> {
  trace.reset(tracePath);
  const failure = load(library, opened);
  for (const { id, request } of items) {
    if (failure) {
      answer({ id, result: { cases: request.cases.map(() => notLoaded(failure, library)) } });
      continue;
    }
    const result: PluginRunResult = { cases: [] };
    const alive: PlayedCase[] = [];
    for (const one of request.cases) {
      trace.reset(tracePath);
      const played = new PlayedCase(one);
      await played.play();
      result.cases.push(played.result);
      if (request.rounds === undefined) played.end(true);
      else alive.push(played);
    }
    trace.setEnabled(false);
    for (let round = -WARM_UP; round < (request.rounds ?? -WARM_UP); round += 1)
      for (const played of alive) await played.time();
    for (const played of alive) played.result.times.splice(0, WARM_UP);
    trace.setEnabled(true);
    for (const played of alive.reverse()) played.end(false);
    answer({ id, result });
    if (deviceLost()) return answer({ renew: true });
  }
}

/** @returns why it cannot be loaded, or null */
function load(library: string, opened: boolean): LibraryError | null {
  try {
    if (opened) getPluginRegistry().openLibrary(library);
    else getPluginRegistry().loadLibrary(library);
    return null;
  } catch (error) {
    if (error instanceof LibraryError) return error;
    throw error;
  }
}

/** The library is a file that the learner has not named: where it lies says nothing. */
function notLoaded({ code, message }: LibraryError, library: string): PluginCaseResult {
  return {
    ...nothingYet(),
    error: { step: 'loadLibrary', code, message: message.replaceAll(`${dirname(library)}/`, '') },
    trace: trace.records(),
  };
}

/** After an illegal access every later call fails, as on a GPU. */
function deviceLost(): boolean {
  let stream: Stream | null = null;
  try {
    stream = new Stream();
    stream.synchronize();
    return false;
  } catch {
    return true;
  } finally {
    stream?.destroy();
  }
}
