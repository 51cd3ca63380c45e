import type { Message } from './message';

/** What a cell's execution came to, as far as the queue cares. */
export type Ended = 'ok' | 'error';

/** Runs a cell and sends its reply; the reply to a failed cell waits for `settled`. */
type Execute = (message: Message, settled: () => Promise<void>) => Promise<Ended>;

/** After a failure, requests that were sent before it was known arrive for this long, in milliseconds. */
const settleMs = 80;

/**
 * Executes cells in the order of their arrival, one at a time.
 *
 * After a cell that failed, and whose request says so by `stop_on_error`, all requests that were sent before its reply are
 * answered `aborted`; what is sent after the reply runs. So "run all" stops at the first error and nothing is lost silently.
 */
export class CellQueue {
  private waiting: Message[] = [];
  private working = false;

  constructor(
    private readonly execute: Execute,
    private readonly abort: (message: Message) => void,
  ) {}

  add(message: Message): void {
    this.waiting.push(message);
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
      let aborted: Message[] = [];
      const stops = message.content.stop_on_error !== false;
      await this.execute(message, async () => {
        if (!stops) return;
        await new Promise((resolve) => setTimeout(resolve, settleMs));
        aborted = this.waiting;
        this.waiting = [];
      });
      for (const each of aborted) this.abort(each);
    }
    this.working = false;
  }
}
