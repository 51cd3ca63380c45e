import { Publisher, Reply, Router } from 'zeromq';
import {
  decodeMessage,
  encodeMessage,
  type Connection,
  type Content,
  type Message,
} from './message';

/** Sends the reply to one request. */
export type Replier = (type: string, content: Content) => void;

/** Called with every request, in the order of arrival on its channel. */
type Handler = (message: Message, reply: Replier) => void;

/**
 * The five sockets of a Jupyter kernel.
 *
 * @see Jupyter's "Messaging in Jupyter"
 */
export class KernelSockets {
  // Without limits: at the usual 1000 messages a socket drops the rest silently.
  private readonly iopub = new Publisher({ sendHighWaterMark: 0 });
  private readonly shell = new Router({ sendHighWaterMark: 0 });
  private readonly control = new Router({ sendHighWaterMark: 0 });
  private readonly stdin = new Router();
  private readonly heartbeat = new Reply();

  /** @param report Told about messages that cannot be read or sent. */
  constructor(
    private readonly connection: Connection,
    private readonly report: (error: unknown) => void,
  ) {}

  /** Binds all sockets, then serves them until `close`. */
  async serve(onShell: Handler, onControl: Handler): Promise<void> {
    const { transport, ip, iopub_port, shell_port, control_port, stdin_port, hb_port } =
      this.connection;
    const address = (port: number): string =>
      `${transport}://${ip}${transport === 'ipc' ? '-' : ':'}${port}`;
    await Promise.all([
      this.iopub.bind(address(iopub_port)),
      this.shell.bind(address(shell_port)),
      this.control.bind(address(control_port)),
      this.stdin.bind(address(stdin_port)),
      this.heartbeat.bind(address(hb_port)),
    ]);
    void this.listen(this.shell, onShell);
    void this.listen(this.control, onControl);
    void this.echo();
  }

  publish(type: string, content: Content, parent: Message | undefined): void {
    this.iopub
      .send(encodeMessage(this.connection.key, [type], type, content, parent?.header))
      .catch((error: unknown) => this.report(error));
  }

  close(): void {
    for (const socket of [this.iopub, this.shell, this.control, this.stdin, this.heartbeat])
      socket.close();
  }

  private async listen(socket: Router, handle: Handler): Promise<void> {
    for await (const frames of socket) {
      try {
        const message = decodeMessage(frames, this.connection.key);
        handle(message, (type, content) => {
          socket
            .send(
              encodeMessage(this.connection.key, message.identities, type, content, message.header),
            )
            .catch((error: unknown) => this.report(error));
        });
      } catch (error) {
        this.report(error);
      }
    }
  }

  private async echo(): Promise<void> {
    for await (const frames of this.heartbeat) await this.heartbeat.send(frames);
  }
}
