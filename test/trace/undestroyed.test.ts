/** Plugin objects that nobody destroyed, found in the trace. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTrace } from '../../src/trace/compare';
import { undestroyedPlugins } from '../../src/trace/undestroyed';

const undestroyed = suite('undestroyed plugins');
const recording = (name: string) =>
  parseTrace(readFileSync(join(process.cwd(), 'recordings', `${name}.jsonl`), 'utf8'));

undestroyed('a run that ends everything leaves none', () => {
  assert.equal(undestroyedPlugins(recording('v3-single')), []);
  assert.equal(undestroyedPlugins(recording('branch-mixed')), []);
});

undestroyed(
  'in the middle of a run those of the network, the caller and the engine are alive',
  () => {
    const records = recording('v3-single');
    const built = records.findIndex(
      ({ object, method }) => object === 'host' && method === 'build',
    );
    const alive = undestroyedPlugins(records.slice(0, built + 1));
    assert.equal(
      alive.map(({ object, parent }) => [object, parent]),
      [
        ['plugin#1', 'creator#2'],
        ['plugin#2', 'plugin#1'],
      ],
    );
  },
);

undestroyed('TensorRT 10.6 itself forgets a V2 plugin whose initialize fails', () => {
  const inBuild = undestroyedPlugins(recording('fail-v2-initialize')).filter(
    ({ phase }) => phase === 'build',
  );
  assert.is(inBuild.length, 1);
});
undestroyed.run();
