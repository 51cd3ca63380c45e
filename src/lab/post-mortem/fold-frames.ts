import type { Frame } from '../frame';

const NODE: Frame = {
  function: 'Node.js, V8 and JavaScript',
  file: null,
  line: null,
  library: null,
  address: '0x0',
  kind: 'node',
};

/** Frames of Node in a row become one; so does a function that calls itself. */
export function foldFrames(
  frames: readonly Frame[],
  skipped: { count: number; at: number } | null,
): Frame[] {
  const folded: Frame[] = [];
  for (const frame of frames) {
    const last = folded[folded.length - 1];
    if (last && isSame(last, frame)) last.repeats = (last.repeats ?? 1) + 1;
    else folded.push(frame.kind === 'node' ? { ...NODE } : { ...frame });
  }
  if (skipped) {
    // What was left out is most probably what repeats.
    const most = folded.reduce<Frame | null>(
      (found, frame) => ((frame.repeats ?? 1) > (found?.repeats ?? 1) ? frame : found),
      null,
    );
    if (most) most.repeats = (most.repeats ?? 1) + skipped.count;
  }
  return folded;
}

function isSame(a: Frame, b: Frame): boolean {
  if (a.kind === 'node' && b.kind === 'node') return true;
  return (
    a.function === b.function &&
    a.address === b.address &&
    a.inlined === undefined &&
    b.inlined === undefined
  );
}
