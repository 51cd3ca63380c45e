import type { RunOutput } from './bound-context';
import { observe } from './observe';

/** Looks at what two runs over different fillings left: what still holds both was never written. */
export function watchOutputs(
  about: string,
  first: readonly RunOutput[],
  second: readonly RunOutput[],
): void {
  first.forEach((output, i) => {
    const other = second[i];
    if (!other) return;
    const isUntouched = output.bytes.every((byte, at) => byte === 0xa5 && other.bytes[at] === 0x5a);
    if (output.bytes.length > 0 && isUntouched) {
      observe(
        'launch-never-ran',
        about,
        `enqueue() returned 0, and none of the ${output.bytes.length} bytes of output ${output.name} was written`,
      );
    }
    if (output.overrun < 0) return;
    if (isTooWide(output)) {
      observe(
        'type-too-wide',
        about,
        `output ${output.name} is ${output.type}: every second element is 0, and bytes behind its end changed`,
      );
    } else {
      observe(
        'wrote-past-its-memory',
        about,
        `output ${output.name} has ${output.bytes.length} bytes, and byte ${output.overrun} behind its start changed`,
      );
    }
  });
}

/** The upper halves of small eight-byte integers are 0. */
function isTooWide({ type, bytes }: RunOutput): boolean {
  if (type !== 'kINT32' && type !== 'kFLOAT') return false;
  const words = new Uint32Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 4));
  const upper = words.filter((_, i) => i % 2 === 1);
  return upper.length > 0 && upper.every((word) => word === 0) && words.some((word) => word !== 0);
}

/** Two runs with the same input. */
export function compareRuns(
  about: string,
  first: readonly RunOutput[],
  second: readonly RunOutput[],
  mistake: string,
  when: string,
): void {
  first.forEach(({ name, bytes }, i) => {
    const other = second[i]?.bytes;
    const at = other ? bytes.findIndex((byte, j) => byte !== other[j]) : -1;
    if (at < 0) return;
    const count = bytes.filter((byte, j) => byte !== other?.[j]).length;
    observe(
      mistake,
      about,
      `output ${name} is different ${when}: ${count} of ${bytes.length} bytes, the first at ${at}`,
    );
  });
}
