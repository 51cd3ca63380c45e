import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { diagnose } from '../../src/build/run-command';

const failed = (stderr: string) =>
  diagnose('a.cu', { command: ['nvcc'], exitCode: 1, stdout: '', stderr });

test('what nvcc does not know is named, once', () => {
  const error = failed(`a.cu(6): error: identifier "cudaFoo" is undefined
a.cu(9): error: identifier "cudaFoo" is undefined
a.cu(12): error: namespace "cooperative_groups" has no member "reduce"
2 errors detected in the compilation of "a.cu".`);
  assert.is(error.code, 'API_MISSING');
  assert.is(error.message, 'Cannot build a.cu: cudaFoo, reduce is not there');
});

test('another error is quoted', () => {
  const error = failed('In file included from x\na.cu(3): error: expected a ";"\n');
  assert.is(error.code, 'BUILD_FAILED');
  assert.is(error.message, 'Cannot build a.cu: a.cu(3): error: expected a ";"');
});

test.run();
