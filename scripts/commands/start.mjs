import path from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from '../lab/browser.mjs';
import { executeNotebooks, listNotebooks } from '../lab/notebooks.mjs';
import { findServer, serverLog, startServer } from '../lab/server.mjs';
import { CommandError, runCommand } from '../setup/command.mjs';
import { inRoot, root } from '../setup/paths.mjs';
import { trustNotebooks } from '../setup/steps/trust.mjs';
import { setUpForCommand } from '../setup/run.mjs';
import { bold, dim, mark, red, seconds, startLine } from '../setup/screen.mjs';

const usage = `npm start [-- OPTIONS]

Sets up whatever is missing, then opens JupyterLab on the front page. Stop it with Ctrl-C.

  --lang zh       opens the Chinese notebooks (default: en)
  --no-browser    only prints the address
  --port N        the port to try first (default: 8888)
  --execute       instead of JupyterLab: runs every notebook headless, one line each; exit code 1 if one fails;
                  with PATTERN ... only those whose path contains one of them
  --write         with --execute: saves the outputs in the notebooks
  --remeasure     with --write: also those of cells that show measured values
  --help          this text`;

const options = {
  lang: { type: 'string', default: 'en' },
  'no-browser': { type: 'boolean', default: false },
  port: { type: 'string', default: '8888' },
  execute: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  remeasure: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/** `npm start`. */
export async function main(args) {
  let chosen;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    chosen = { ...values, patterns: positionals };
    if (positionals.length > 0 && !chosen.execute)
      throw new Error(`${positionals[0]} goes with --execute`);
    if (!['en', 'zh'].includes(chosen.lang))
      throw new Error(`--lang is en or zh, not ${chosen.lang}`);
    if (!/^\d{1,5}$/.test(chosen.port)) throw new Error(`--port is a number, not ${chosen.port}`);
    if (chosen.write && !chosen.execute) throw new Error('--write goes with --execute');
    if (chosen.remeasure && !chosen.write) throw new Error('--remeasure goes with --write');
  } catch (error) {
    console.error(`${red(`Cannot start: ${error.message}`)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (chosen.help) {
    console.log(usage);
    return;
  }
  if (!(await setUpForCommand())) return;
  await (chosen.execute ? execute(chosen) : openLab(chosen));
}

async function execute({ write, remeasure, patterns }) {
  const began = Date.now();
  const wanted = (file) => patterns.length === 0 || patterns.some((part) => file.includes(part));
  const notebooks = listNotebooks().filter(wanted);
  const { passed, failed } = await executeNotebooks(notebooks, { write, remeasure });
  if (write) await trustNotebooks(notebooks, { log: 'trust' });
  console.log(
    `${passed + failed} notebooks in ${seconds(Date.now() - began)}: ${passed} passed, ${failed} failed`,
  );
  if (failed > 0 || passed === 0) process.exitCode = 1;
}

/** The front page in a language; JupyterLab's start page where there is none. */
function firstPage(lang) {
  const first = listNotebooks().find(
    (file) => file === path.join('notebooks', lang, 'index.ipynb'),
  );
  return first ? `lab/tree/${first.split(path.sep).map(encodeURIComponent).join('/')}` : 'lab';
}

/** The learner's copies of the exercises, to which the notebooks' links lead. */
async function makeWorkCopies() {
  const line = startLine('Exercises in work/');
  try {
    const program = inRoot('dist', 'exercise', 'copies-main.js');
    await runCommand(process.execPath, [program], { log: 'work-copies' });
    line.done();
  } catch (error) {
    // Without them the lessons can be read all the same, and a check makes its copy.
    if (!(error instanceof CommandError)) throw error;
    line.failed();
    console.error(red(error.lines.slice(-5).join('\n')));
  }
}

async function openLab({ lang, port, 'no-browser': noBrowser }) {
  const address = ({ url, token }) => `${url}${firstPage(lang)}?token=${token}`;
  const show = (server, text) => {
    console.log(`\n  ${bold(address(server))}\n`);
    const opened = !noBrowser && openBrowser(address(server));
    console.log(
      `  ${opened ? 'Opening it in the browser.' : 'Open this address in a browser.'} ${text}`,
    );
    if (process.env.SSH_CONNECTION) {
      const number = new URL(server.url).port;
      console.log(dim(`  From another machine: ssh -L ${number}:127.0.0.1:${number} … first.`));
    }
  };
  const running = await findServer();
  if (running) {
    console.log(
      `${mark.done} JupyterLab of this clone is running already (process ${running.pid})`,
    );
    show(running, '');
    return;
  }
  await makeWorkCopies();
  const line = startLine('JupyterLab');
  // From here on: ends the server, and with it the kernels, also if Ctrl-C comes while it starts.
  let interrupted = false;
  let stop = () => {
    interrupted = true;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop());
  let server;
  try {
    server = await startServer(Number(port));
  } catch (error) {
    line.failed();
    console.error(red(error.message));
    process.exitCode = 1;
    return;
  }
  line.done();
  let stopping = false;
  stop = () => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping JupyterLab and its kernels …');
    void server.stop();
  };
  if (interrupted) stop();
  else show(server, 'Stop with Ctrl-C.');
  await server.ended;
  if (stopping) {
    console.log('Stopped.');
  } else {
    console.error(red(`JupyterLab ended by itself; its log: ${path.relative(root, serverLog)}`));
    process.exitCode = 1;
  }
}
