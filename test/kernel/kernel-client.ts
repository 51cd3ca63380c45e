import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Dealer, Subscriber } from 'zeromq';
import { encodeMessage, type Content, type Header } from '../../src/kernel/message';

/** A message from the kernel: what it says, and which request it follows from. */
export interface Received {
  type: string;
  parent: string;
  content: Content;
}

/** Everything one cell gave. */
export interface CellResult {
  reply: Content;
  /** What was published for it on iopub, in order, without the states. */
  published: Received[];
  stdout: string;
  stderr: string;
}

const key = 'test';
const program = path.resolve('dist/kernel/main.js');

function decode(frames: readonly Buffer[]): Received {
  const at = frames.findIndex((frame) => frame.toString() === '<IDS|MSG>');
  const json = (offset: number): unknown => JSON.parse(frames[at + offset]?.toString() ?? 'null');
  const header = json(2) as Header;
  const parent = json(3) as Partial<Header>;
  return { type: header.msg_type, parent: parent.msg_id ?? '', content: json(5) as Content };
}

/** A kernel as Jupyter starts it, and a client that speaks to it. */
export class TestKernel {
  private readonly shell = new Dealer();
  private readonly control = new Dealer();
  private readonly iopub = new Subscriber();
  private readonly seen: Received[] = [];
  private readonly replies: Received[] = [];
  private news: (() => void)[] = [];
  private process!: ChildProcess;

  private constructor(
    readonly folder: string,
    private readonly cwd: string,
    private readonly server: number,
  ) {}

  /**
   * @param cwd The notebook's folder.
   * @param server The process number of what the kernel takes for its Jupyter server.
   */
  static async start(cwd = process.cwd(), server = process.pid): Promise<TestKernel> {
    const kernel = new TestKernel(
      mkdtempSync(path.join(tmpdir(), 'workbook-kernel-')),
      cwd,
      server,
    );
    await kernel.launch();
    const address = (port: number): string => `ipc://${path.join(kernel.folder, 'socket')}-${port}`;
    kernel.iopub.connect(address(2));
    kernel.iopub.subscribe();
    kernel.shell.connect(address(1));
    kernel.control.connect(address(3));
    void kernel.collect(kernel.iopub, kernel.seen);
    void kernel.collect(kernel.shell, kernel.replies);
    void kernel.collect(kernel.control, kernel.replies);
    await kernel.waitUntilReady();
    return kernel;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Starts the process on the same connection again, after it has died. */
  async relaunch(): Promise<void> {
    await this.launch();
    await this.waitUntilReady();
  }

  /** Sends an execute request, without waiting. @returns the id of the request */
  send(code: string, options: Content = {}, metadata: Content = {}): string {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
      ...options,
    };
    return this.post(this.shell, 'execute_request', content, metadata);
  }

  /** @param metadata As a front end adds it: JupyterLab gives the cell's id as `cellId`. */
  async execute(code: string, options: Content = {}, metadata: Content = {}): Promise<CellResult> {
    return this.result(this.send(code, options, metadata));
  }

  /** What came of a request that was sent: its reply and all that was published until it was idle again. */
  async result(id: string): Promise<CellResult> {
    const reply = await this.find(this.replies, (message) => message.parent === id);
    await this.find(this.seen, (message) => message.parent === id && isIdle(message));
    const all = this.published(id);
    const text = (name: string): string =>
      all
        .filter(({ type, content }) => type === 'stream' && content.name === name)
        .map(({ content }) => String(content.text))
        .join('');
    return { reply: reply.content, published: all, stdout: text('stdout'), stderr: text('stderr') };
  }

  /** What was published for a request so far, without the states. */
  published(id: string): Received[] {
    return this.seen.filter(({ parent, type }) => parent === id && type !== 'status');
  }

  /** Asks anything on the shell channel, or on another. */
  async request(
    type: string,
    content: Content = {},
    channel: 'shell' | 'control' = 'shell',
  ): Promise<Received> {
    const id = this.post(this[channel], type, content);
    return this.find(this.replies, (message) => message.parent === id);
  }

  /** Waits for a published message that fits. */
  async see(fits: (message: Received) => boolean): Promise<Received> {
    return this.find(this.seen, fits);
  }

  interrupt(): void {
    // As Jupyter does: to the kernel and to the programs that it runs.
    process.kill(-this.pid, 'SIGINT');
  }

  /** Waits until the process has ended. @returns its signal or exit code */
  async ended(): Promise<string | number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null)
      await once(this.process, 'exit');
    return this.process.signalCode ?? this.process.exitCode;
  }

  async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended();
    for (const socket of [this.shell, this.control, this.iopub]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async launch(): Promise<void> {
    const file = path.join(this.folder, 'kernel.json');
    const [shell_port, iopub_port, control_port, stdin_port, hb_port] = [1, 2, 3, 4, 5];
    const ports = { shell_port, iopub_port, control_port, stdin_port, hb_port };
    writeFileSync(
      file,
      JSON.stringify({ transport: 'ipc', ip: path.join(this.folder, 'socket'), key, ...ports }),
    );
    this.process = spawn(process.execPath, [program, '--config-path', file], {
      cwd: this.cwd,
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, JPY_PARENT_PID: String(this.server) },
    });
    await once(this.process, 'spawn');
  }

  private async waitUntilReady(): Promise<void> {
    const id = this.post(this.shell, 'kernel_info_request', {});
    await this.find(this.replies, (message) => message.parent === id);
    // A subscription takes a moment to reach the publisher: ask until an answer is heard there as well.
    for (;;) {
      const probe = this.post(this.shell, 'kernel_info_request', {});
      const heard = this.find(this.seen, (message) => message.parent === probe && isIdle(message));
      if (await Promise.race([heard.then(() => true), delay(200).then(() => false)])) return;
    }
  }

  private post(socket: Dealer, type: string, content: Content, metadata: Content = {}): string {
    const frames = encodeMessage(key, [], type, content, undefined, metadata);
    void socket.send(frames);
    return (JSON.parse(String(frames[2])) as Header).msg_id;
  }

  private async collect(socket: Dealer | Subscriber, into: Received[]): Promise<void> {
    for await (const frames of socket) {
      into.push(decode(frames as Buffer[]));
      const waiting = this.news;
      this.news = [];
      for (const wake of waiting) wake();
    }
  }

  private async find(among: Received[], fits: (message: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = among.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.news.push(resolve));
    }
  }
}

const isIdle = ({ type, content }: Received): boolean =>
  type === 'status' && content.execution_state === 'idle';

export const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));
