import type { Content, Message } from './message';

export type StreamName = 'stdout' | 'stderr';

/** Sends one message on iopub as a consequence of `parent`. */
export type Publish = (type: string, content: Content, parent: Message | undefined) => void;

/**
 * Text is published at once, so that what is printed before a long call is seen during it, but not more often than this: a
 * loop that prints would flood Jupyter, which then drops messages.
 */
const burst = 50;
const messagesPerMs = 0.1;
/** Text that has to wait waits at most this long, in milliseconds. */
const longestDelayMs = 40;
const longestText = 64 * 1024;

/**
 * What the notebook sees beside replies, in the order in which it happened. Pieces of text that follow each other become
 * one message; any other message sends the text before it first.
 */
export class StreamOutput {
  private parent: Message | undefined;
  private name: StreamName = 'stdout';
  private pending = '';
  private allowance = burst;
  private countedAt = Date.now();
  private since = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly publish: Publish) {}

  /** From now on output belongs to this cell; it keeps belonging to it after the cell has ended, until the next one. */
  follow(parent: Message): void {
    this.flush();
    this.parent = parent;
  }

  write(name: StreamName, text: string): void {
    if (text === '') return;
    if (this.pending !== '' && name !== this.name) this.flush();
    const now = Date.now();
    if (this.pending === '') this.since = now;
    this.name = name;
    this.pending += text;
    const due = this.pending.length > longestText || now - this.since > longestDelayMs;
    if (due || this.takeTurn(now)) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), longestDelayMs);
  }

  /** Publishes display data, a result or an error, after all text so far. */
  send(type: string, content: Content): void {
    this.flush();
    this.publish(type, content, this.parent);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending === '') return;
    const text = this.pending;
    this.pending = '';
    this.publish('stream', { name: this.name, text }, this.parent);
  }

  /** Whether a message may be sent now; what is not used is saved up to a burst. */
  private takeTurn(now: number): boolean {
    this.allowance = Math.min(burst, this.allowance + (now - this.countedAt) * messagesPerMs);
    this.countedAt = now;
    if (this.allowance < 1) return false;
    this.allowance -= 1;
    return true;
  }
}
