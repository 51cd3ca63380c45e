/** The first bytes of a stream, of which all is read, so that the writer never waits. */
export class CappedStream {
  private readonly chunks: Buffer[] = [];
  private kept = 0;
  private total = 0;

  /**
   * @param most bytes that are kept
   * @param flood bytes after which `onFlood` is called, once
   */
  constructor(
    stream: NodeJS.ReadableStream | null,
    private readonly most: number,
    private readonly flood: number,
    private readonly onFlood: () => void,
  ) {
    stream?.on('data', (chunk: Buffer) => this.take(chunk));
    // A pipe that breaks is a pipe that ended.
    stream?.on('error', () => undefined);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  /** Whether there was more than was kept. */
  get isCut(): boolean {
    return this.total > this.kept;
  }

  private take(chunk: Buffer): void {
    const before = this.total;
    this.total += chunk.length;
    if (before <= this.flood && this.total > this.flood) this.onFlood();
    if (this.kept >= this.most) return;
    const part = chunk.subarray(0, this.most - this.kept);
    // A copy: a few bytes would otherwise keep the whole chunk.
    this.chunks.push(part.length < chunk.length ? Buffer.from(part) : part);
    this.kept += part.length;
  }
}
