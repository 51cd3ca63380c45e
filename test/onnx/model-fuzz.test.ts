import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { registryWithPlugins } from '../runtime/add-scalar-engine';
import { fuzz, originals } from './model-fuzz';
import { mutated } from './model-mutation';

/** `npm run fuzz` does many more; the seeds here are others. */
const FILES = 1500;

registryWithPlugins();
const models = originals();

test('damaged files are parsed, or refused with an OnnxParserError that is no bug of ours', () => {
  const report = fuzz(models, 0, FILES);
  assert.equal(report.failures, [], 'each with the seed that makes the file again');
  assert.is(report.runs, FILES);
  for (const code of ['ONNX_INVALID', 'ONNX_PARSE_FAILED', 'accepted'])
    assert.ok((report.outcomes[code] ?? 0) > 50, `${code} is among the outcomes`);
});

test('a seed makes the same file again', () => {
  assert.equal(mutated(17, models), mutated(17, models));
  assert.is.not(Buffer.compare(mutated(17, models), mutated(18, models)), 0);
});
test.run();
