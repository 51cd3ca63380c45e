/** Whatever is missing in what comes back from a run, or said to have failed, is worth nothing: of every exercise. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allExercises, stubFolder } from '../../src/exercise/catalogue';
import { checkExercise } from '../../src/exercise/check';
import { CASE_STEPS } from '../../src/exercise/run/plugin-case';
import type { RunRequest, RunResult } from '../../src/exercise/run/request';
import type { Place } from '../../src/exercise/run/subject';

/** A place where every run is done, with this for its result. */
const told = (result: (request: RunRequest) => unknown): Place => ({
  name: 'sandbox',
  perform: ({ runs }) =>
    Promise.resolve({
      runs: Object.fromEntries(
        runs.map(({ id, request }) => [
          id,
          { outcome: 'done' as const, result: result(request) as RunResult },
        ]),
      ),
      warnings: [],
      buildMs: 0,
      runMs: 0,
    }),
});

const listed = (request: RunRequest, name: string): unknown[] => {
  const list: unknown = Reflect.get(request, name);
  return Array.isArray(list) ? list : [];
};

/** As many results as were asked for, all of them the same. */
const each = (one: { one?: unknown; call?: unknown }): Place =>
  told((request) => ({
    cases: listed(request, 'cases').map(() => one.one ?? {}),
    calls: listed(request, 'calls').map(() => one.call ?? {}),
    runs: listed(request, 'runs').map(() => ({ exitCode: 0, stdout: '', stderr: '' })),
    answers: {},
  }));

const nothing = {
  error: null,
  creator: null,
  outputs: [],
  inferences: [],
  times: [],
  trace: [],
  undestroyed: [],
  logged: [],
};
const failed = (step: string): unknown => ({
  ...nothing,
  error: { step, code: 'PLUGIN_NOT_CREATED', message: 'forged' },
  logged: ['forged'],
});

const PLACES: Readonly<Record<string, Place>> = {
  'no results at all': told(() => ({})),
  'empty lists': told(() => ({ cases: [], calls: [], runs: [], answers: {} })),
  'results of nothing': each({
    one: nothing,
    call: { value: null, error: null, trace: [], undestroyed: [] },
  }),
  'results that are none': each({ one: null, call: null }),
  ...Object.fromEntries(
    CASE_STEPS.map((step) => [`everything fails at ${step}`, each({ one: failed(step) })]),
  ),
};

for (const [title, place] of Object.entries(PLACES))
  test(title, async () => {
    for (const exercise of allExercises()) {
      const options = { folder: stubFolder(exercise), place, seed: 'nothing', record: false };
      const { points, parts } = await checkExercise(exercise.name, options);
      const passed = parts.filter((part) => part.passed).map(({ id }) => id);
      assert.is(points, 0, `${exercise.name}: ${passed.join(', ')}`);
    }
  });

test.run();
