import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** The header of a Jupyter message. @see Jupyter's "Messaging in Jupyter", version 5.3 */
export interface Header {
  msg_id: string;
  session: string;
  username: string;
  date: string;
  msg_type: string;
  version: string;
}

/** What a message says: JSON, of a shape that its type decides. */
export type Content = Record<string, unknown>;

/** A message as received; `identities` say who gets the reply. */
export interface Message {
  identities: Buffer[];
  header: Header;
  /** What the front end adds: JupyterLab the id of the cell. */
  metadata: Content;
  content: Content;
}

/** The part of Jupyter's connection file that the kernel needs. */
export interface Connection {
  transport: string;
  ip: string;
  key: string;
  shell_port: number;
  iopub_port: number;
  control_port: number;
  stdin_port: number;
  hb_port: number;
}

const delimiter = Buffer.from('<IDS|MSG>');
const session = randomUUID();

function sign(key: string, parts: readonly (Buffer | string)[]): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/**
 * Reads a message from the frames of a ROUTER socket.
 *
 * @throws {Error} if it is malformed or its signature is not of this connection's key.
 */
export function decodeMessage(frames: readonly Buffer[], key: string): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  const [signature, header, parent, metadata, content] = frames.slice(at + 1);
  if (at < 0 || !signature || !header || !parent || !metadata || !content) {
    throw new Error('Cannot read a message: its frames are incomplete');
  }
  const expected = Buffer.from(sign(key, frames.slice(at + 2)));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw new Error('Cannot read a message: its signature is wrong');
  }
  return {
    identities: frames.slice(0, at),
    header: JSON.parse(header.toString()) as Header,
    metadata: JSON.parse(metadata.toString()) as Content,
    content: JSON.parse(content.toString()) as Content,
  };
}

/**
 * The frames of a message that answers `parent`, or that follows from it.
 *
 * @param identities Of the asker on shell and control; a topic on iopub.
 */
export function encodeMessage(
  key: string,
  identities: readonly (Buffer | string)[],
  type: string,
  content: Content,
  parent: Header | undefined,
  metadata: Content = {},
): (Buffer | string)[] {
  const header: Header = {
    msg_id: randomUUID(),
    session,
    username: parent?.username ?? 'kernel',
    date: new Date().toISOString(),
    msg_type: type,
    version: '5.3',
  };
  const parts = [header, parent ?? {}, metadata, content].map((part) => JSON.stringify(part));
  return [...identities, delimiter, sign(key, parts), ...parts];
}
