import { Worker } from 'node:worker_threads';

/** How often the kernel looks whether its server still lives, in milliseconds. */
const watchIntervalMs = 2000;

/** How long the last messages may take to leave, in milliseconds. */
const lingerMs = 100;

/**
 * Decides when the kernel's process ends: when Jupyter asks, when its server is gone, and never because a cell says so.
 *
 * @param options.beforeExit Last words and cleaning up.
 * @returns Ends the process soon.
 */
export function keepAlive(options: { beforeExit: () => void }): () => void {
  const reallyExit = process.exit.bind(process);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    options.beforeExit();
    setTimeout(() => reallyExit(0), lingerMs);
  };
  process.exit = () => {
    throw new Error(
      'Cannot exit: it would end the kernel, and every variable of the notebook with it',
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGHUP', end);
  const parent = Number(process.env.JPY_PARENT_PID);
  if (parent > 0) watchParent(parent, end);
  return end;
}

/** Calls `end` when a process is gone; a kernel that is stuck in a loop, and so cannot hear that, is killed. */
function watchParent(parent: number, end: () => void): void {
  const watching = `
    const { workerData: { parent, interval }, parentPort } = require('node:worker_threads');
    setInterval(() => {
      try {
        process.kill(parent, 0);
      } catch (error) {
        if (error.code === 'EPERM') return;
        parentPort.postMessage('gone');
        setTimeout(() => process.kill(process.pid, 'SIGKILL'), interval);
      }
    }, interval);`;
  const worker = new Worker(watching, {
    eval: true,
    workerData: { parent, interval: watchIntervalMs },
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  worker.on('message', end);
  worker.unref();
}
