/**
 * The notebooks' kernel: `node dist/kernel/main.js --config-path CONNECTION_FILE`, as its kernelspec says.
 *
 * It is tslab's executor behind a Jupyter server of our own, which reports errors, results and native output as Jupyter
 * expects.
 */
import fs from 'node:fs';
import { Kernel } from './kernel';
import { recordProgress } from './lesson-progress';
import type { Connection } from './message';
import { NativeOutput } from './native-output';
import { keepAlive } from './process-guard';
import { KernelSockets } from './sockets';
import { StreamOutput, type StreamName } from './stream-output';

const configPath = process.argv[process.argv.indexOf('--config-path') + 1];
if (!process.argv.includes('--config-path') || configPath === undefined) {
  throw new Error('Cannot start the kernel: --config-path CONNECTION_FILE is missing');
}
const connection = JSON.parse(fs.readFileSync(configPath, 'utf8')) as Connection;

// The server's own log, opened once more, since the descriptor itself is about to be pointed elsewhere.
const serverLog = openServerLog();
const log = (text: string): void => {
  if (serverLog !== undefined) fs.writeSync(serverLog, `[kernel] ${text}\n`);
};

const sockets = new KernelSockets(connection, (error) => log(String(error)));
const output = new StreamOutput((type, content, parent) => sockets.publish(type, content, parent));
const native = new NativeOutput(configPath.replace(/\.json$/, ''), (name, text) =>
  output.write(name, text),
);
if (native.lastWords !== '')
  log(`the kernel before this one died; it last printed:\n${native.lastWords}`);

for (const name of ['stdout', 'stderr'] as const) takeOver(name);
const exit = keepAlive({
  beforeExit() {
    native.drain();
    output.flush();
    native.remove();
  },
});

const kernel = new Kernel({ sockets, output, native, exit, ran: recordProgress(log) });
process.on('SIGINT', () => kernel.interrupt());
process.on('uncaughtException', (error) =>
  kernel.reportStray(error, 'Uncaught error outside a cell'),
);
process.on('unhandledRejection', (error) =>
  kernel.reportStray(error, 'Unhandled rejection of a promise'),
);
void kernel.start();

/** What JavaScript writes goes to the notebook directly, after what native code wrote before it. */
function takeOver(name: StreamName): void {
  const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    native.drain();
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    output.write(name, text);
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback as () => void);
    return true;
  };
  process[name].write = write as typeof process.stdout.write;
}

function openServerLog(): number | undefined {
  try {
    return fs.openSync('/proc/self/fd/2', 'a');
  } catch {
    return undefined;
  }
}
