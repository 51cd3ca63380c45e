import { inspect } from 'node:util';
import { CellQueue, type Ended } from './cell-queue';
import { CellRunner } from './cell-runner';
import { offsetOfCodePoint, codePointOfOffset } from './code-points';
import type { Content, Message } from './message';
import type { NativeOutput } from './native-output';
import type { KernelSockets, Replier } from './sockets';
import type { StreamOutput } from './stream-output';
import { isCompleteCode, printQuickInfo, setDisplaySink, typescript, versions } from './tslab';

/** A value with a method of this name says itself how it is displayed: the method returns a MIME bundle. */
const displaySymbol = Symbol.for('Jupyter.display');

/** While an asynchronous cell runs, native output is looked for at this interval, in milliseconds. */
const drainIntervalMs = 100;

interface KernelParts {
  sockets: KernelSockets;
  output: StreamOutput;
  native: NativeOutput;
  /** Ends the process. */
  exit: () => void;
  /** Hears of every cell that ran without an error, by the id that the notebook gives it. */
  ran?: (cell: string) => void;
}

/** A TypeScript kernel: answers Jupyter's requests. */
export class Kernel {
  private readonly runner = new CellRunner(process.cwd());
  private readonly queue = new CellQueue(
    (message, settled) => this.execute(message, settled),
    (message) => this.abort(message),
  );
  private readonly repliers = new WeakMap<Message, Replier>();
  private running: Message | undefined;
  private count = 0;
  private lastWords: string;

  constructor(private readonly parts: KernelParts) {
    const { output, native } = parts;
    this.lastWords = native.lastWords;
    setDisplaySink((data, update) => {
      native.drain();
      output.send(update ? 'update_display_data' : 'display_data', { ...data });
    });
    setInterval(() => (this.running ? native.drain() : native.settle()), drainIntervalMs).unref();
  }

  /** Serves requests until one of them ends the process. */
  async start(): Promise<void> {
    await this.parts.sockets.serve(
      (message, reply) => this.onShell(message, reply),
      (message, reply) => this.onControl(message, reply),
    );
    this.publishStatus('starting', undefined);
  }

  interrupt(): void {
    this.runner.interrupt();
  }

  /** Shows an error that no cell can be blamed for, e.g. one thrown in a timer. */
  reportStray(error: unknown, what: string): void {
    const { traceback } = this.runner.describe(error);
    this.parts.output.write('stderr', `${what}:\n${traceback.join('\n')}\n`);
  }

  private onShell(message: Message, reply: Replier): void {
    if (message.header.msg_type === 'execute_request') {
      this.repliers.set(message, reply);
      this.queue.add(message);
      return;
    }
    this.answer(message, reply);
  }

  private onControl(message: Message, reply: Replier): void {
    this.answer(message, reply);
    if (message.header.msg_type === 'interrupt_request') process.kill(process.pid, 'SIGINT');
    if (message.header.msg_type === 'shutdown_request') this.parts.exit();
  }

  /** Answers at once whatever is not a cell. */
  private answer(message: Message, reply: Replier): void {
    this.publishStatus('busy', message);
    try {
      const content = this.replyTo(message);
      const type = message.header.msg_type.replace(/_request$/, '_reply');
      if (content) reply(type, content);
    } finally {
      this.publishStatus('idle', message);
      // A front end shows the last state it hears of: the cell is still busy.
      if (this.running) this.publishStatus('busy', this.running);
    }
    if (message.header.msg_type === 'shutdown_request') this.parts.exit();
  }

  private replyTo({ header, content }: Message): Content | undefined {
    const code = typeof content.code === 'string' ? content.code : '';
    const offset = offsetOfCodePoint(
      code,
      typeof content.cursor_pos === 'number' ? content.cursor_pos : code.length,
    );
    switch (header.msg_type) {
      case 'kernel_info_request':
        return kernelInfo();
      case 'is_complete_request': {
        const { completed, indent } = isCompleteCode(code);
        return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' };
      }
      case 'complete_request': {
        const { start, end, candidates } = this.runner.complete(code, offset);
        const [from, to] = [start, end].map((each) => codePointOfOffset(code, each));
        return {
          status: 'ok',
          matches: candidates,
          cursor_start: from,
          cursor_end: to,
          metadata: {},
        };
      }
      case 'inspect_request': {
        const info = this.runner.inspect(code, offset);
        const data = info ? { 'text/plain': printQuickInfo(info) } : {};
        return { status: 'ok', found: info !== undefined, data, metadata: {} };
      }
      case 'comm_info_request':
        return { status: 'ok', comms: {} };
      case 'history_request':
        return { status: 'ok', history: [] };
      case 'interrupt_request':
        return { status: 'ok' };
      case 'shutdown_request':
        return { status: 'ok', restart: content.restart === true };
      default:
        return undefined;
    }
  }

  private async execute(message: Message, settled: () => Promise<void>): Promise<Ended> {
    const { output, native } = this.parts;
    const code = typeof message.content.code === 'string' ? message.content.code : '';
    const silent = message.content.silent === true;
    this.running = message;
    native.drain();
    output.follow(message);
    this.publishStatus('busy', message);
    if (!silent) {
      this.count += 1;
      output.send('execute_input', { code, execution_count: this.count });
    }
    if (this.lastWords !== '')
      output.write(
        'stderr',
        `The kernel before this one died. It last printed:\n${this.lastWords}`,
      );
    this.lastWords = '';
    const outcome = await this.runner.run(code, this.count);
    native.drain();
    const reply: Content = { status: outcome.status, execution_count: this.count };
    if (outcome.status === 'error') {
      if (!silent) output.send('error', { ...outcome.failure });
      await settled();
      Object.assign(reply, outcome.failure);
    } else {
      if (!silent && outcome.value !== undefined)
        output.send('execute_result', this.result(outcome.value));
      Object.assign(reply, { payload: [], user_expressions: {} });
    }
    output.flush();
    const cell = message.metadata['cellId'];
    if (outcome.status === 'ok' && typeof cell === 'string') this.parts.ran?.(cell);
    this.repliers.get(message)?.('execute_reply', reply);
    this.running = undefined;
    this.publishStatus('idle', message);
    return outcome.status;
  }

  private abort(message: Message): void {
    this.publishStatus('busy', message);
    this.repliers.get(message)?.('execute_reply', { status: 'aborted' });
    this.publishStatus('idle', message);
  }

  private result(value: unknown): Content {
    const show =
      typeof value === 'object' && value !== null
        ? (value as { [displaySymbol]?: unknown })[displaySymbol]
        : undefined;
    const data: unknown = typeof show === 'function' ? show.call(value) : undefined;
    const bundle =
      typeof data === 'object' && data !== null ? data : { 'text/plain': inspect(value) };
    return { execution_count: this.count, data: bundle, metadata: {} };
  }

  private publishStatus(state: 'starting' | 'busy' | 'idle', parent: Message | undefined): void {
    this.parts.sockets.publish('status', { execution_state: state }, parent);
  }
}

function kernelInfo(): Content {
  return {
    status: 'ok',
    protocol_version: '5.3',
    implementation: 'tslab',
    implementation_version: versions.tslab,
    banner: `TypeScript ${typescript.version} by tslab ${versions.tslab} on Node ${process.version}`,
    language_info: {
      name: 'typescript',
      version: typescript.version,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: { name: 'javascript', mode: 'typescript', typescript: true },
    },
    help_links: [],
  };
}
