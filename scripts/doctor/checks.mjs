import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { findServer } from '../lab/server.mjs';
import { jupyterEnv } from '../lab/jupyter-env.mjs';
import { capture } from '../setup/command.mjs';
import { inRoot, root, venvPython } from '../setup/paths.mjs';
import { RequirementError, checkMachine } from '../setup/requirements.mjs';
import { reasonToRun } from '../setup/run.mjs';
import { steps } from '../setup/steps.mjs';

/**
 * A check says what it found: `ok` with a detail, or what is wrong and the command (or sentence) that cures it.
 *
 * @typedef {{ name: string, ok: boolean, detail: string, cure?: string }} Finding
 */

const good = (name, detail) => ({ name, ok: true, detail });
const bad = (name, detail, cure) => ({ name, ok: false, detail, cure });

/** Python and the compiler, or what is missing. */
async function machineFindings() {
  const node = good('Node', `${process.version} (${process.execPath})`);
  try {
    const machine = await checkMachine();
    const { python, compiler } = machine;
    return {
      machine,
      findings: [
        node,
        good('Python', `${python.version.join('.')} (${python.executable})`),
        good('C++ compiler', `${compiler.version} (${compiler.file})`),
      ],
    };
  } catch (error) {
    if (!(error instanceof RequirementError)) throw error;
    const cure = error.problems.find((each) => each.cure)?.cure;
    return {
      findings: [
        node,
        ...error.problems.flatMap(({ problem }) =>
          problem ? [bad('Machine', problem, cure)] : [],
        ),
      ],
    };
  }
}

function disk() {
  const { bavail, bsize } = fs.statfsSync(root);
  const gigabytes = (bavail * bsize) / 1e9;
  const detail = `${gigabytes.toFixed(1)} GB free in ${root}`;
  return gigabytes > 0.5 ? good('Disk', detail) : bad('Disk', detail, 'Free some space.');
}

/** What each step of the set-up says about its results. */
function stepFindings(machine) {
  return steps.map((step) => {
    const reason = reasonToRun(step, machine);
    return reason ? bad(step.title, reason, step.cure) : good(step.title, 'up to date');
  });
}

/** Runs a piece of JavaScript on the compiled package in a process of its own: it may crash. */
async function inChild(name, script, cure) {
  const text = await capture(process.execPath, ['-e', script], { timeout: 60_000 });
  return text === undefined ? bad(name, 'it does not load', cure) : good(name, text.trim());
}

const rebuild = 'rm -rf build && npm run setup';

const loadAddon = () =>
  inChild(
    'Native addon',
    `const exported = Object.keys(require(${JSON.stringify(inRoot('build', 'Release', 'workbook.node'))}));
     console.log('loads, ' + exported.length + ' exports');`,
    rebuild,
  );

const findCreators = () =>
  inChild(
    'Plugin library',
    `const workbook = require(${JSON.stringify(inRoot('dist', 'index.js'))});
     const registry = workbook.getPluginRegistry();
     registry.loadLibrary(workbook.pluginLibrary);
     const names = registry.getAllCreators().map((each) => each.getPluginName() + ' ' + each.getPluginVersion());
     if (names.length === 0) process.exit(1);
     console.log(names.join(', '));`,
    rebuild,
  );

async function askKernel() {
  const text = await capture(venvPython, [inRoot('python', 'ask_kernel.py'), '1 + 1'], {
    env: jupyterEnv,
    timeout: 90_000,
  });
  const detail = text === undefined ? 'does not answer' : `1 + 1 = ${text.trim()}`;
  return text?.startsWith('2 ') ? good('Kernel', detail) : bad('Kernel', detail, 'npm run setup');
}

/** Notebooks are made from lessons; one that differs was edited here, which is nothing wrong. */
async function compareNotebooks() {
  const compiler = inRoot('dist', 'lesson', 'main.js');
  const same = await capture(process.execPath, [compiler, '--check'], { timeout: 30_000 });
  return good('Notebooks and lessons', same === undefined ? 'a notebook was edited here' : 'agree');
}

/** The command `workbook` of this clone. */
async function askCommand() {
  const text = await capture(path.join(root, 'node_modules', '.bin', 'workbook'), ['--help'], {
    timeout: 30_000,
  });
  return text === undefined
    ? bad('Command workbook', 'does not run', 'npm run setup')
    : good('Command workbook', 'npx workbook');
}

function portFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function lab() {
  const running = await findServer();
  if (running) return good('JupyterLab', `runs at ${running.url} (process ${running.pid})`);
  const free = await portFree(8888);
  return good(
    'JupyterLab',
    free
      ? 'not running; port 8888 is free'
      : 'not running; port 8888 is taken, another will be used',
  );
}

/**
 * Looks at everything the project needs.
 *
 * @returns {Promise<Finding[]>}
 */
export async function examine() {
  const { machine, findings } = await machineFindings();
  findings.push(disk());
  if (!machine) return findings;
  const made = stepFindings(machine);
  findings.push(...made);
  const built = made.every(({ ok }) => ok);
  if (built)
    findings.push(
      await loadAddon(),
      await findCreators(),
      await askCommand(),
      await compareNotebooks(),
      await askKernel(),
    );
  findings.push(await lab());
  return findings;
}
