import fs from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from './stream-output';

const flushHook = Symbol.for('workbook.flushOutput');

/** The native addon's loader puts a function here that empties the C library's own buffers (fflush). */
type FlushHost = { [flushHook]?: () => void };

/** One of the process's own descriptors, pointed at a file from which it is read back. */
class CapturedDescriptor {
  private position = 0;
  private readonly decoder = new StringDecoder('utf8');
  private readonly buffer = Buffer.alloc(64 * 1024);

  constructor(
    private readonly fd: 1 | 2,
    readonly file: string,
  ) {
    fs.closeSync(fd);
    // The lowest free number is handed out, so the file takes the place of what was closed. Append mode: whoever
    // inherited the descriptor writes at the end, also after the file was cut short.
    const opened = fs.openSync(file, 'a+', 0o600);
    if (opened !== fd)
      throw new Error(`Cannot capture descriptor ${fd}: the file got number ${opened}`);
  }

  /** What was written since the last call. */
  read(): string {
    let text = '';
    for (;;) {
      const count = fs.readSync(this.fd, this.buffer, 0, this.buffer.length, this.position);
      if (count === 0) return text;
      this.position += count;
      text += this.decoder.write(this.buffer.subarray(0, count));
    }
  }

  /** Frees the space of what was read. */
  forget(): void {
    if (this.position === 0 || fs.fstatSync(this.fd).size !== this.position) return;
    fs.ftruncateSync(this.fd, 0);
    this.position = 0;
  }
}

/**
 * Brings what is written below JavaScript (printf in a plugin, a child process) to the notebook.
 *
 * Descriptors 1 and 2 are files, not pipes: native code may write any amount while it blocks this thread, the only reader.
 * The files lie beside the connection file and outlive a crash, so that the next kernel can tell what the dead one said.
 */
export class NativeOutput {
  private readonly captured: readonly { name: StreamName; descriptor: CapturedDescriptor }[];

  /** The end of what the kernel before this one wrote and could not show, because it died; empty if it ended well. */
  readonly lastWords: string;

  /** @param base The files are `base`.stdout and `base`.stderr. */
  constructor(
    base: string,
    private readonly write: (name: StreamName, text: string) => void,
  ) {
    const files = { stdout: `${base}.stdout`, stderr: `${base}.stderr` };
    this.lastWords = [files.stdout, files.stderr].map(takeTail).join('');
    this.captured = [
      { name: 'stdout', descriptor: new CapturedDescriptor(1, files.stdout) },
      { name: 'stderr', descriptor: new CapturedDescriptor(2, files.stderr) },
    ];
  }

  /** Publishes what was written since the last call. */
  drain(): void {
    (globalThis as FlushHost)[flushHook]?.();
    for (const { name, descriptor } of this.captured) this.write(name, descriptor.read());
  }

  /** For a moment at which nothing runs: drains, then empties the files. */
  settle(): void {
    this.drain();
    for (const { descriptor } of this.captured) descriptor.forget();
  }

  /** Removes the files; output from here on is lost. */
  remove(): void {
    for (const { descriptor } of this.captured) fs.rmSync(descriptor.file, { force: true });
  }
}

/** Reads the last lines of a file and removes it. */
function takeTail(file: string): string {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
  fs.rmSync(file, { force: true });
  const lines = text.trimEnd().split('\n').slice(-30).join('\n').slice(-4000);
  return lines === '' ? '' : `${lines}\n`;
}
