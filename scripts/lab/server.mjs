import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from '../setup/files.mjs';
import { inRoot, logDir, root, venvPython } from '../setup/paths.mjs';
import { startTime } from '../setup/processes.mjs';
import { jupyterEnv, runtimeDir } from './jupyter-env.mjs';

export const serverLog = path.join(logDir, 'jupyterlab.log');
const startLimitMs = 60_000;
const stopLimitMs = 10_000;

/** Whether a server answers at all, and to its token. */
function answers({ url, token }) {
  return new Promise((resolve) => {
    const request = http.get(
      `${url}api/status`,
      { headers: { Authorization: `token ${token}` }, timeout: 3000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

/**
 * The server of this clone that runs already, e.g. in another terminal.
 *
 * @returns {Promise<{ url: string, token: string, pid: number } | undefined>}
 */
export async function findServer() {
  let files = [];
  try {
    files = fs.readdirSync(runtimeDir).filter((name) => /^jpserver-\d+\.json$/.test(name));
  } catch {
    // Nothing ever ran.
  }
  for (const name of files) {
    const info = readJson(path.join(runtimeDir, name));
    if (info && startTime(info.pid) !== undefined && (await answers(info))) return info;
  }
  return undefined;
}

function serverArgs(port) {
  const settings = {
    'ServerApp.ip': '127.0.0.1',
    'ServerApp.port': port,
    'ServerApp.port_retries': 50,
    'ServerApp.root_dir': root,
    // Jupyter refuses to serve the superuser unless told, which is who one is in a container.
    'ServerApp.allow_root': process.getuid?.() === 0 ? 'True' : 'False',
    'ServerApp.log_level': 'INFO',
    'LabApp.app_settings_dir': inRoot('python', 'jupyterlab'),
    'LabApp.extension_manager': 'readonly',
    'LabApp.check_for_updates_class': 'jupyterlab.NeverCheckForUpdate',
    'KernelSpecManager.ensure_native_kernel': 'False',
    'KernelSpecManager.allowed_kernelspecs': 'tslab',
    'MappingKernelManager.default_kernel_name': 'tslab',
  };
  return [
    '-m',
    'jupyterlab',
    '--no-browser',
    ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
  ];
}

/**
 * Starts JupyterLab and waits until it answers.
 *
 * @param {number} port The first to try; if it is taken, the next ones are.
 * @returns {Promise<{ url: string, token: string, stop: () => Promise<void>, ended: Promise<void> }>}
 * @throws {Error} with the server's last lines, if it does not come up.
 */
export async function startServer(port) {
  fs.mkdirSync(logDir, { recursive: true });
  // What servers and kernels that were killed left behind.
  fs.rmSync(runtimeDir, { recursive: true, force: true });
  fs.mkdirSync(runtimeDir, { recursive: true, mode: 0o700 });
  const log = fs.openSync(serverLog, 'w');
  const env = { ...process.env, ...jupyterEnv };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
  // A process group of its own: Ctrl-C reaches this process only, which then ends the server without questions.
  const child = spawn(venvPython, serverArgs(port), {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', log, log],
  });
  fs.closeSync(log);
  let running = true;
  const ended = new Promise((resolve) => {
    const end = () => {
      running = false;
      resolve();
    };
    child.once('close', end);
    child.once('error', end);
  });
  const stop = async () => {
    if (running) process.kill(child.pid, 'SIGTERM');
    await Promise.race([ended, sleep(stopLimitMs, undefined, { ref: false })]);
    if (running) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const giveUpAt = Date.now() + startLimitMs;
  while (running && Date.now() < giveUpAt) {
    const info = readJson(path.join(runtimeDir, `jpserver-${child.pid}.json`));
    if (info && (await answers(info))) return { url: info.url, token: info.token, stop, ended };
    await sleep(50);
  }
  await stop();
  const lines = fs.readFileSync(serverLog, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(
    `Cannot start JupyterLab: it ${running ? 'does not answer' : 'ended'}. It last said:\n${lines}`,
  );
}
