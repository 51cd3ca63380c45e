/** This host's ONNX parser against TensorRT 10.6's: every recorded model, with creators that do the same. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parserRecordings } from './recorded/parser-recording';
import { explain, PARSER_DIFFERENCES, type FoundDifference } from './recorded/parser-differences';
import { recordedFacts, type Aspect } from './recorded/parse-facts';
import { replay } from './recorded/replay';

const recordings = suite('recordings of the ONNX parser');

/** Whatever is not equal, in the order of the recordings. */
const all = parserRecordings();
const found = [...all].flatMap(([name, recording]): FoundDifference[] => {
  const recorded = recordedFacts(recording);
  const here = replay(recording);
  return (Object.keys(recorded) as Aspect[])
    .filter((aspect) => recorded[aspect] !== here[aspect])
    .map((aspect) => ({ name, recording, aspect, recorded, here }));
});

recordings('whatever differs is explained', () => {
  const unexplained = found.filter((each) => !explain(each));
  const explained = new Set(found.map(({ name }) => name));
  console.log(
    ` ${all.size} recordings: ${all.size - explained.size} equal, ${explained.size} explained, ${new Set(unexplained.map(({ name }) => name)).size} unexplained`,
  );
  assert.ok(all.size > 400);
  assert.equal(
    unexplained.map(
      ({ name, aspect, recorded, here }) =>
        `${name} ${aspect}\n   TRT ${recorded[aspect]}\n   own ${here[aspect]}`,
    ),
    [],
  );
});

recordings('every explanation explains something', () => {
  const used = new Set(found.map((each) => explain(each)?.id));
  assert.equal(
    PARSER_DIFFERENCES.filter(({ id }) => !used.has(id)).map(({ id }) => id),
    [],
  );
});

recordings.run();
