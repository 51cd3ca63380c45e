/** Keeps the first bytes of a stream and goes on reading, so that the writer never waits. */
export function collect(stream: NodeJS.ReadableStream | null, limit: number): () => Buffer {
  const chunks: Buffer[] = [];
  let kept = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (kept >= limit) return;
    const part = chunk.subarray(0, limit - kept);
    // A copy: a few bytes would otherwise keep the whole chunk.
    chunks.push(part.length < chunk.length ? Buffer.from(part) : part);
    kept += part.length;
  });
  // A pipe that breaks is a pipe that ended.
  stream?.on('error', () => undefined);
  return () => Buffer.concat(chunks);
}
